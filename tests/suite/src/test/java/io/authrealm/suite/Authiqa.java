package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A client of the Authiqa dialect at one mount.
 *
 * @param key the public key that it sends along; null of a parent's client
 */
record Authiqa(Api api, String key) {

    static final String PATH = "/authiqa/auth/";

    Authiqa {
        api = api.speaking(OpenApi.Dialect.AUTHIQA);
    }

    /** A key in the form of those of Authiqa. */
    static String newKey() {
        return "APK_" + (TestRealm.random() + "0".repeat(32)).substring(0, 32) + "_1729616234";
    }

    /** A key that was made after the others. */
    static String laterKey() {
        return newKey().replaceAll("_[0-9]+$", "_1729616235");
    }

    static Authiqa of(TestRealm realm, String key) {
        return new Authiqa(realm.api(), key);
    }

    Authiqa without() {
        return new Authiqa(api, null);
    }

    Authiqa bearer(String token) {
        return new Authiqa(api.bearer(token), key);
    }

    Answer get(String route) {
        return api.get(PATH + route);
    }

    Answer post(String route, Object body) {
        return api.post(PATH + route, body);
    }

    Answer signIn(String email, String password) {
        return post("signin", keyed("email", email, "password", password));
    }

    Answer signIn(TestUser user) {
        return signIn(user.email(), user.password());
    }

    /** Signs in and returns the token. */
    String token(TestUser user) {
        return signIn(user).assertStatus(200).text("data.token");
    }

    Answer signUp(String username, String email, String password) {
        return post("signup", keyed("username", username, "email", email, "password", password));
    }

    Answer resetPassword(String email) {
        return post("reset-password", keyed("email", email));
    }

    Answer updatePassword(String token, String password) {
        return post("update-password", keyed("token", token, "password", password));
    }

    Answer requestConfirmation(String email) {
        return post("request-new-confirmation", keyed("email", email));
    }

    Answer confirm(String token) {
        return get("confirm-email?token=" + token);
    }

    /** A body with these members, in pairs of name and value, and the key. */
    Map<String, Object> keyed(String... members) {
        Map<String, Object> body = new LinkedHashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            body.put(members[i], members[i + 1]);
        }
        if (key != null) {
            body.put("parentPublicKey", key);
        }
        return body;
    }

    /** The same without one member. */
    Map<String, Object> keyedWithout(String absent, String... members) {
        Map<String, Object> body = keyed(members);
        body.remove(absent);
        return body;
    }

    static String newName() {
        return "user_" + TestRealm.random();
    }

    /** Makes a user of the realm the owner of it. */
    static TestUser makeOwner(TestRealm realm) {
        TestUser owner = realm.user();
        realm.updateSettings(Map.of("parent_owner", List.of(owner.id())));
        return owner;
    }

    /** Asserts an answer without an error, and returns its data. */
    static JsonNode data(Answer answer) {
        JsonNode json = answer.assertStatus(200).json();
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(json.path("success").asBoolean()).as("success in %s", answer).isTrue();
        assertThat(json.size()).as("members of %s", answer).isEqualTo(2);
        assertThat(json.path("data").isObject()).as("data in %s", answer).isTrue();
        return json.path("data");
    }

    /** Asserts status, code and the form that every error has. */
    static Answer refused(Answer answer, int status, String code) {
        answer.assertStatus(status);
        assertThat(answer.header("Content-Type")).as("%s", answer).startsWith("application/json");
        assertThat(answer.header("X-Request-Id")).as("%s", answer).isNotBlank();
        ObjectNode json = (ObjectNode) answer.json();
        assertThat(json.size()).as("members of %s", answer).isEqualTo(2);
        assertThat(json.path("success").isBoolean()).as("success in %s", answer).isTrue();
        assertThat(json.path("success").asBoolean()).as("success in %s", answer).isFalse();
        assertThat(json.path("error").size()).as("members of the error in %s", answer).isEqualTo(2);
        assertThat(json.at("/error/message").asText()).as("message of %s", answer).isNotBlank();
        assertThat(json.at("/error/code").asText()).as("code of %s", answer).isEqualTo(code);
        assertThat(answer.body()).doesNotContainIgnoringCase("<html").doesNotContain("Exception");
        return answer;
    }
}
