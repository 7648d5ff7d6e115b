package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys on Keycloak's own pages. */
final class KeyPages {

    private static final Pattern CHALLENGE = Pattern.compile("challenge\\s*:\\s*[\"']([\\w-]+)");

    private KeyPages() {}

    /** A user who has made a passkey on the page that asks for one. */
    static TestUser userWith(TestRealm realm, SoftKey key) {
        return userWith(realm, key, user -> {});
    }

    static TestUser userWith(TestRealm realm, SoftKey key, Consumer<ObjectNode> change) {
        TestUser user =
                realm.user(
                        u -> {
                            u.putArray("requiredActions").add("webauthn-register-passwordless");
                            change.accept(u);
                        });
        Browser browser = new Browser(realm);
        Answer page = browser.logInAndGoOn(user.email(), user.password()).assertStatus(200);
        key.userHandle(user.id());
        Map<String, Object> made = key.create(options(page));
        Answer done = browser.submit(page, key.registrationFields(made, "from the page"));
        assertSignedIn(done);
        return user;
    }

    /** Signs in with a passkey on the login page. */
    static Answer signIn(TestRealm realm, SoftKey key) {
        Browser browser = new Browser(realm);
        Answer page = browser.openLoginPage().assertStatus(200);
        return browser.submit(page, key.signInFields(key.get(options(page))));
    }

    static void assertSignedIn(Answer answer) {
        assertThat(answer.header("Location"))
                .as("redirect in %s", answer)
                .startsWith(Browser.CALLBACK)
                .contains("code=");
    }

    static void assertNotSignedIn(Answer answer) {
        assertThat(answer.header("Location")).as("redirect in %s", answer).isNull();
        assertThat(answer.status()).as("status of %s", answer).isLessThan(500);
    }

    /** What the script of a page gives to the browser, as far as a key looks at it. */
    static JsonNode options(Answer page) {
        Matcher challenge = CHALLENGE.matcher(page.body());
        assertThat(challenge.find()).as("a challenge in %s", page).isTrue();
        ObjectNode options = Answer.JSON.createObjectNode();
        options.put("challenge", challenge.group(1)).put("rpId", "localhost");
        options.putObject("rp").put("id", "localhost");
        return options;
    }
}
