package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What admins see of their users' second factors, and how they remove them. */
class AdminFactorsIT {

    private static final List<String> CODES = List.of("0123456789", "1123456789");

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension static final TestRealm realm = TestRealm.fresh().with(mailbox::serve);

    private static Api admin;

    @BeforeAll
    static void signIn() {
        admin = realm.as(realm.admin("manage-users"));
    }

    private static TestUser userWithAll(String secret) {
        return realm.user(
                user -> {
                    SecondFactors.addTotp(user, secret);
                    SecondFactors.addSecurityKey(user, "webauthn");
                    SecondFactors.addSecurityKey(user, "webauthn-passwordless");
                    SecondFactors.addRecoveryCodes(user, CODES);
                });
    }

    private static String path(TestUser user) {
        return "/v1/users/" + user.id() + "/mfa";
    }

    private static List<JsonNode> factors(TestUser user) {
        return TestRealm.list(admin.get(path(user)).assertStatus(200).json().path("items"));
    }

    private static List<String> kinds(TestUser user) {
        return factors(user).stream().map(factor -> factor.path("kind").asText()).toList();
    }

    private static String id(TestUser user, String kind) {
        return factors(user).stream()
                .filter(factor -> factor.path("kind").asText().equals(kind))
                .map(factor -> factor.path("id").asText())
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode security(TestUser user) {
        return admin.get("/v1/users/" + user.id() + "/security").assertStatus(200).json();
    }

    @Test
    void factorsAreListedByKindWithoutTheirSecrets() {
        TestUser user = userWithAll("an-admins-secret");
        assertThat(kinds(user))
                .containsExactlyInAnyOrder("totp", "webauthn", "passkey", "recovery_code");
        Answer listed = admin.get(path(user));
        assertThat(listed.body()).doesNotContain("an-admins-secret", "value", "password");
        for (JsonNode factor : factors(user)) {
            assertThat(UUID.fromString(factor.path("id").asText())).isNotNull();
            assertThat(factor.has("name")).isTrue();
            assertThat(factor.has("created_at")).isTrue();
            assertThat(factor.path("last_used_at").isNull()).as(factor.toString()).isTrue();
        }
        assertThat(factors(realm.user())).isEmpty();
        JsonNode security = security(user);
        assertThat(security.path("mfa_enabled").asBoolean()).isTrue();
        assertThat(security.path("totp_enabled").asBoolean()).isTrue();
        assertThat(security.path("passkeys").asInt()).isEqualTo(2);
        assertThat(security.path("recovery_codes_remaining").asInt()).isEqualTo(2);
    }

    @PrivateApi
    @Test
    void lastUseOfAKeyIsShown() {
        SoftKey key = SoftKey.at(realm);
        TestUser user = PasskeyApi.userWith(realm, key).user();
        assertThat(factors(user))
                .singleElement()
                .satisfies(
                        unused ->
                                assertThat(unused.path("last_used_at").isNull())
                                        .as(unused.toString())
                                        .isTrue());
        assertThat(security(user).path("passkey_last_used_at").isNull()).isTrue();
        Instant before = Instant.now().minusSeconds(2);
        PasskeyApi.anonymous(realm).signIn(key).assertTokens();
        Instant used = Instant.parse(factors(user).get(0).path("last_used_at").asText());
        assertThat(used).isBetween(before, Instant.now().plusSeconds(2));
        assertThat(security(user).path("passkey_last_used_at").asText()).isEqualTo(used.toString());
        admin.delete(path(user) + "/" + id(user, "passkey")).assertStatus(204);
        assertThat(security(user).path("passkey_last_used_at").isNull()).isTrue();
    }

    @Test
    void oneFactorIsRemovedAndTheOthersStay() {
        TestUser user = userWithAll(Totp.newSecret());
        String key = id(user, "webauthn");
        admin.delete(path(user) + "/" + key).assertStatus(204);
        assertThat(kinds(user)).containsExactlyInAnyOrder("totp", "passkey", "recovery_code");
        admin.delete(path(user) + "/" + key).assertError(404, "not_found");
        assertThat(mailbox.await(user.email(), 1).text())
                .contains("Security key")
                .doesNotContain("Authenticator app", "127.0.0.1");
        admin.delete(path(user) + "/" + id(user, "passkey")).assertStatus(204);
        assertThat(realm.adminEvents("users/" + user.id() + "/credentials/*"))
                .resourcePaths()
                .contains("users/" + user.id() + "/credentials/" + key)
                .hasSize(2);
    }

    @Test
    void onlyFactorsOfThatUserCanBeRemoved() {
        TestUser user = userWithAll(Totp.newSecret());
        TestUser other = userWithAll(Totp.newSecret());
        String password = realm.password(user).id();
        for (String id :
                List.of(password, id(other, "totp"), "x", "%00", "a".repeat(300), "%F0%9F%98%80")) {
            admin.delete(path(user) + "/" + id).assertErrorEnvelope();
        }
        assertThat(kinds(user)).hasSize(4);
        assertThat(kinds(other)).hasSize(4);
        assertThat(realm.credentials(user, "password")).hasSize(1);
        assertThat(mailbox.of(user.email())).isEmpty();
    }

    @Test
    void resetRemovesTheCodesAndTellsTheUser() {
        TestUser user = userWithAll(Totp.newSecret());
        admin.delete(path(user)).assertStatus(200);
        assertThat(kinds(user)).containsExactlyInAnyOrder("webauthn", "passkey");
        assertThat(mailbox.await(user.email(), 1).text())
                .contains("Authenticator app", "Recovery codes")
                .doesNotContain("Security key", "Passkey");
        assertThat(realm.adminEvents("users/" + user.id() + "/reset-mfa")).singleElement();
        // There is nothing left to remove, and nothing to tell.
        admin.delete(path(user)).assertStatus(200);
        assertThat(mailbox.of(user.email())).hasSize(1);
    }

    @Test
    void factorRemovedWhileItsUserSignsInIsNotAskedForAnyMore() {
        String secret = Totp.newSecret();
        TestUser user = realm.userWithTotp(secret);
        String challenge = realm.api().login(user.email(), user.password()).assertChallenge();
        admin.delete(path(user) + "/" + id(user, "totp")).assertStatus(204);
        assertThat(realm.api().mfa(challenge, Totp.codeNow(secret)).status()).isNotEqualTo(500);
        realm.signIn(user);
        assertThat(security(user).path("mfa_enabled").asBoolean()).isFalse();
    }
}
