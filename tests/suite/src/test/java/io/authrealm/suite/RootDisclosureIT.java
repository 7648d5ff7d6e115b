package io.authrealm.suite;

import static io.authrealm.suite.Authiqa.data;
import static io.authrealm.suite.Authiqa.refused;
import static io.authrealm.suite.Credebl.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * At the root, the default tenant lends its settings to a request that names no tenant. What it
 * tells its own clients must tell nothing about the users of another tenant, and its pages must not
 * get their links.
 */
class RootDisclosureIT {

    private static final String KEY = Authiqa.newKey();
    private static final String OTHER_KEY = Authiqa.newKey();
    private static final String OTHERS_APP = "https://other.example.test";

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    /** It tells about its accounts. */
    @RegisterExtension
    static final TestRealm byDefault =
            TestRealm.named(TestServer.DEFAULT_TENANT)
                    .with(mailbox::serve)
                    .with(r -> r.put("verifyEmail", true))
                    .setting("parent_keys", KEY)
                    .setting("parent_strict", "true")
                    .setting("reveal_accounts", "true");

    /** It tells nothing. */
    @RegisterExtension
    static final TestRealm other =
            TestRealm.fresh()
                    .with(mailbox::serve)
                    .with(r -> r.put("verifyEmail", true))
                    .with(RootDisclosureIT::hasPagesOfItsOwn)
                    .setting("parent_keys", OTHER_KEY)
                    .setting("password_transport", "encrypted")
                    .setting("password_key", Credebl.KEY)
                    .setting("app_url", OTHERS_APP);

    private static void hasPagesOfItsOwn(ObjectNode representation) {
        for (JsonNode client : representation.withArray("clients")) {
            if (client.path("clientId").asText().equals(TestRealm.CLIENT)) {
                ((ObjectNode) client).putArray("webOrigins").add(OTHERS_APP);
            }
        }
    }

    @BeforeAll
    static void rootKnowsTheRealms() {
        byDefault.awaitAtRoot();
        other.awaitAtRoot();
    }

    private static Authiqa authiqa(String key) {
        return new Authiqa(TestServer.root(), key);
    }

    private static TestUser unverified(TestRealm in) {
        return in.user(user -> user.put("emailVerified", false));
    }

    /** The page would have the token of the link. */
    @Test
    void linkOfATenantLeadsToNoPageOfAnotherOne() {
        TestUser user = unverified(other);
        Map<String, Object> body = authiqa(null).keyed("email", user.email());
        body.put("verifyAuthPath", "http://localhost:3000/of-the-default-tenant");
        data(authiqa(null).post("request-new-confirmation", body));
        assertThat(mailbox.await(user.email(), 1).text())
                .contains(OTHERS_APP + "/verify-email?token=")
                .doesNotContain("of-the-default-tenant");
        // A page of neither tenant is refused as before, and so says nothing about the tenant.
        body.put("verifyAuthPath", OTHERS_APP + "/verify");
        refused(authiqa(null).post("request-new-confirmation", body), 400, "INVALID_AUTH_URLS");
    }

    /** Every account of the other tenant looks like none. */
    @Test
    void tenantThatTellsIsNoOracleForAnotherOne() {
        TestUser user = other.user();
        TestUser disabled = other.user();
        other.disable(disabled);
        for (String email :
                List.of(
                        user.email(),
                        disabled.email(),
                        unverified(other).email(),
                        TestRealm.newEmail())) {
            Authiqa authiqa = authiqa(null);
            refused(authiqa.signIn(email, "wrong"), 401, "INVALID_CREDENTIALS");
            data(authiqa.resetPassword(email));
            data(authiqa.requestConfirmation(email));
            Credebl credebl = credebl(TestServer.root());
            assertError(credebl.signIn(email, "wrong"), 401, "Invalid Credentials");
            Credebl.data(credebl.forgotPassword(email), 200);
            assertError(credebl.resetPassword(email, "no-token", "another-good-pass"), 400);
        }
    }

    @Test
    void tenantThatIsNamedTellsAboutItsOwnAccounts() {
        String unknown = TestRealm.newEmail();
        refused(authiqa(KEY).signIn(unknown, "wrong"), 404, "USER_NOT_FOUND");
        refused(authiqa(KEY).resetPassword(unknown), 404, "USER_NOT_FOUND");
        refused(authiqa(OTHER_KEY).signIn(unknown, "wrong"), 401, "INVALID_CREDENTIALS");
        data(authiqa(OTHER_KEY).resetPassword(unknown));
        Api named = TestServer.root().with("X-Tenant", byDefault.name());
        assertError(credebl(named).signIn(unknown, "wrong"), 404, "User not found");
        assertError(credebl(named).forgotPassword(unknown), 404);
        Api otherNamed = TestServer.root().with("X-Tenant", other.name());
        assertError(credebl(otherNamed).signIn(unknown, "wrong"), 401, "Invalid Credentials");
    }

    /** The default tenant takes passwords as they are. */
    @Test
    void passwordIsOpenedWithTheKeyOfTheTenantOfItsUser() {
        TestUser user = other.user();
        Credebl atRoot = new Credebl(TestServer.root(), "/credebl/v1", Credebl.KEY);
        Credebl.data(atRoot.signIn(user.email(), user.password()), 200);

        Answer ofNobody = atRoot.signIn(TestRealm.newEmail(), user.password());
        assertError(ofNobody, 401, "Invalid Credentials");
        Map<String, String> plain = Map.of("email", user.email(), "password", user.password());
        for (Answer unreadable :
                List.of(
                        atRoot.withKey("another key").signIn(user.email(), user.password()),
                        atRoot.post("/auth/signin", plain))) {
            assertError(unreadable, 401, "Invalid Credentials");
            assertThat(unreadable.body()).isEqualTo(ofNobody.body());
        }
        assertThat(other.loginFailures(user).path("numFailures").asInt()).isZero();

        // Where the tenant is named, the mistake is.
        Api named = TestServer.root().with("X-Tenant", other.name());
        assertError(
                new Credebl(named, "/credebl/v1", "another key")
                        .signIn(user.email(), user.password()),
                400,
                "Invalid Credentials");
    }

    @Test
    void passwordOfALinkIsOpenedWithTheKeyOfTheTenantOfTheLink() {
        TestUser user = other.user();
        Credebl atRoot = new Credebl(TestServer.root(), "/credebl/v1", Credebl.KEY);
        Credebl.data(atRoot.forgotPassword(user.email()), 200);
        String token =
                mailbox.await(user.email(), 1)
                        .text()
                        .replaceAll("(?s).*verificationCode=([A-Za-z0-9_-]+).*", "$1");
        String password = "another-good-pass";
        assertError(
                atRoot.withKey("another key").resetPassword(user.email(), token, password),
                400,
                "Invalid Credentials");
        Credebl.data(atRoot.resetPassword(user.email(), token, password), 200);
        Credebl.data(atRoot.signIn(user.email(), password), 200);
    }

    private static Credebl credebl(Api api) {
        return new Credebl(api, "/credebl/v1", null);
    }
}
