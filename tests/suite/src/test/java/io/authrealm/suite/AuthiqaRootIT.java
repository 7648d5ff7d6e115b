package io.authrealm.suite;

import static io.authrealm.suite.Authiqa.data;
import static io.authrealm.suite.Authiqa.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The Authiqa dialect at the origin root, where a public key names the tenant. */
class AuthiqaRootIT {

    private static final String KEY = Authiqa.newKey();
    private static final String SECOND_KEY = Authiqa.laterKey();
    private static final String OTHER_KEY = Authiqa.newKey();
    private static final String SECRET = "another-secret-that-is-long-enough";

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh()
                    .with(mailbox::serve)
                    .with(r -> r.put("verifyEmail", true))
                    .withUserNames()
                    .setting("parent_keys", KEY, SECOND_KEY);

    @RegisterExtension
    static final TestRealm other =
            TestRealm.fresh()
                    .withUserNames()
                    .setting("parent_keys", OTHER_KEY)
                    .setting("parent_hs256_secret", SECRET);

    @BeforeAll
    static void rootKnowsTheRealms() {
        realm.awaitAtRoot();
        other.awaitAtRoot();
    }

    private static Authiqa client(String key) {
        return new Authiqa(TestServer.root(), key);
    }

    @PrivateApi
    @Test
    void keyNamesTheTenant() {
        TestUser here = realm.user();
        other.user(here.email(), "password-elsewhere", user -> {});
        for (String key : List.of(KEY, SECOND_KEY)) {
            String token = data(client(key).signIn(here)).path("token").asText();
            assertThat(Jwt.payload(token).path("iss").asText()).endsWith("/realms/" + realm.name());
            data(client(null).bearer(token).get("user-profile"));
            refused(
                    client(key).signIn(here.email(), "password-elsewhere"),
                    401,
                    "INVALID_CREDENTIALS");
        }
        data(client(OTHER_KEY).signIn(here.email(), "password-elsewhere"));
        refused(client(OTHER_KEY).signIn(here), 401, "INVALID_CREDENTIALS");
        refused(client(Authiqa.newKey()).signIn(here), 401, "INVALID_PARENT_PUBLIC_KEY");
    }

    @Test
    void tokenOfASharedSecretNamesItsTenant() {
        String token = client(OTHER_KEY).token(other.user());
        assertThat(Jwt.header(token).path("kid").asText()).isEqualTo(OTHER_KEY);
        data(client(null).bearer(token).get("user-profile"));
    }

    @Test
    void confirmationNamesNoTenant() {
        String email = TestRealm.newEmail();
        data(client(KEY).signUp(Authiqa.newName(), email, TestRealm.PASSWORD));
        String token = mailbox.await(email, 1).token();
        data(client(null).confirm(token));
        data(client(KEY).signIn(email, TestRealm.PASSWORD));
    }

    @Test
    void linkForANewPasswordNeedsTheKeyOfItsTenant() {
        TestUser user = realm.user();
        data(client(KEY).resetPassword(user.email()));
        String token = mailbox.await(user.email(), 1).token();
        refused(
                client(OTHER_KEY).updatePassword(token, "another-horse-battery"),
                401,
                "INVALID_PARENT_PUBLIC_KEY");
        data(client(KEY).updatePassword(token, "another-horse-battery"));
    }

    @Test
    void ownerOfAnotherRealmIsAParentHere() {
        TestUser owner = other.user();
        TestUser child = realm.user();
        // Alone, the id is that of a user of the realm itself. Other realms may give it to theirs.
        realm.updateSettings(Map.of("parent_owner", List.of(owner.id())));
        refused(client(null).signIn(owner), 400, "MISSING_PARENT_PUBLIC_KEY");
        refused(client(KEY).signIn(child), 404, "PARENT_NOT_FOUND");

        String otherId = other.get("").path("id").asText();
        realm.updateSettings(Map.of("parent_owner", List.of(otherId + '/' + owner.id())));
        Await.until(
                "the root knows the owner",
                Duration.ofSeconds(15),
                () -> client(null).signIn(owner).status() == 200);
        JsonNode user = data(client(null).signIn(owner)).path("user");
        assertThat(user.path("accountType").asText()).isEqualTo("parent");
        assertThat(user.path("publicKey").asText()).isEqualTo(KEY);
        Authiqa bearer = client(null).bearer(client(null).token(owner));
        assertThat(data(bearer.get("child-accounts?limit=100")).toString())
                .contains(child.email())
                .doesNotContain(owner.email());
        assertThat(data(bearer.get("organization-details")).at("/credentials/publicKey").asText())
                .isEqualTo(KEY);
        data(client(KEY).signIn(child));
    }

    @Test
    void keyOfAClosedRealmSaysThatTheParentIsInactive() {
        String key = Authiqa.newKey();
        TestRealm closed = TestRealm.fresh().withUserNames().setting("parent_keys", key).create();
        try {
            TestUser user = closed.user();
            closed.awaitAtRoot();
            data(client(key).signIn(user));
            closed.admin().put(closed.path(""), Map.of("enabled", false));
            Await.until(
                    "the root knows that the realm is closed",
                    Duration.ofSeconds(15),
                    () -> client(key).signIn(user).status() == 403);
            refused(client(key).signIn(user), 403, "PARENT_INACTIVE");
            refused(
                    TestServer.root()
                            .with("X-Public-Key", key)
                            .get(Authiqa.PATH + "organization-details"),
                    400,
                    "INVALID_PARENT_ACCOUNT");
        } finally {
            closed.admin().put(closed.path(""), Map.of("enabled", true));
            closed.close();
        }
    }

    /** The operator gives keys and credits to realms, and no realm can take those of another. */
    @Test
    void keysAndOwnersAndCreditsAreTheOperators() {
        Admin own = realm.ownAdmin("realm-admin");
        Answer raised = realm.updateSettings(own, Map.of("parent_credits", List.of("1000000")));
        assertThat(raised.status()).isEqualTo(400);
        assertThat(raised.body()).contains("parent_credits");
        assertThat(realm.updateSettings(own, Map.of("parent_strict", List.of("false"))).status())
                .isEqualTo(204);
        assertThat(realm.updateSettings(own, Map.of("parent_keys", List.of(KEY))).status())
                .isEqualTo(400);
        assertThat(
                        realm.updateSettings(
                                        own, Map.of("parent_owner", List.of(realm.user().id())))
                                .status())
                .isEqualTo(400);
        Answer taken =
                realm.updateSettings(
                        realm.admin(), Map.of("parent_keys", List.of(KEY, SECOND_KEY, OTHER_KEY)));
        assertThat(taken.status()).isEqualTo(400);
        assertThat(taken.body()).contains(OTHER_KEY);
        for (String bad : List.of("no-key", "APK_", "APK_" + "x".repeat(100))) {
            assertThat(
                            realm.updateSettings(realm.admin(), Map.of("parent_keys", List.of(bad)))
                                    .status())
                    .isEqualTo(400);
        }
    }

    @Test
    void unknownPathsAreNotFound() {
        for (String path : List.of("/authiqa/nothing", "/authiqa/auth/nothing")) {
            refused(TestServer.root().get(path), 404, "NOT_FOUND");
        }
        refused(
                TestServer.root().get("/realms/no-such-realm/authiqa/auth/user-profile"),
                404,
                "NOT_FOUND");
        assertThat(
                        TestServer.root()
                                .with("Origin", "https://evil.test")
                                .options("/authiqa/auth/signin")
                                .status())
                .isEqualTo(204);
    }
}
