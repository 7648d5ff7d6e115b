package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Step-up by a key, if the realm has different rules for the two kinds of keys or limits it. */
@PrivateApi
class KeyStepUpIT {

    /** The default of {@code factor_max_attempts}. */
    private static final int ATTEMPTS = 10;

    private static final String OTHER_DOMAIN = "keys.example.test";

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh().with(it -> it.put("bruteForceProtected", false));

    /** Registers both kinds of keys under the policies that the realm has at this moment. */
    private static SignedIn userWith(SoftKey securityKey, SoftKey passkey) {
        SignedIn person = SignedIn.newIn(realm);
        register(person, securityKey, "security_key");
        PasskeyApi.of(person).stepUp(securityKey).assertStatus(200);
        register(person, passkey, "passkey");
        return person;
    }

    private static void register(SignedIn person, SoftKey key, String kind) {
        PasskeyApi keys = PasskeyApi.of(person);
        Answer begun = keys.beginRegistration(kind).assertStatus(200);
        keys.finishRegistration(begun, key.create(PasskeyApi.options(begun)), kind)
                .assertStatus(204);
    }

    private static List<String> allowed(JsonNode options) {
        return TestRealm.list(options.path("allowCredentials")).stream()
                .map(key -> key.path("id").asText())
                .toList();
    }

    private static <T> T under(Map<String, String> policy, Supplier<T> task) {
        JsonNode before = realm.get("");
        realm.updateRealm(it -> policy.forEach(it::put));
        try {
            return task.get();
        } finally {
            realm.updateRealm(
                    it -> policy.keySet().forEach(name -> it.set(name, before.path(name))));
        }
    }

    @Test
    void keyIsAskedForWithItsOwnDomain() {
        SoftKey securityKey = SoftKey.at(realm);
        SoftKey passkey = SoftKey.at(realm);
        under(
                Map.of("webAuthnPolicyPasswordlessRpId", OTHER_DOMAIN),
                () -> {
                    SignedIn person = userWith(securityKey, passkey);
                    PasskeyApi keys = PasskeyApi.of(person);
                    JsonNode options = PasskeyApi.options(keys.beginStepUp());
                    assertThat(options.path("rpId").asText()).isEqualTo("localhost");
                    assertThat(allowed(options)).containsExactly(securityKey.id());
                    keys.stepUp(securityKey).assertStatus(200);

                    String id = key(keys, "security_key").path("id").asText();
                    person.api().delete("/v1/passkeys/" + id).assertStatus(204);
                    options = PasskeyApi.options(keys.beginStepUp());
                    assertThat(options.path("rpId").asText()).isEqualTo(OTHER_DOMAIN);
                    assertThat(allowed(options)).containsExactly(passkey.id());
                    keys.stepUp(passkey.copy().rpId("localhost"))
                            .assertError(401, "passkey.mfa_failed");
                    return keys.stepUp(passkey).assertStatus(200);
                });
    }

    @Test
    void keysOfOneDomainAreAskedForTogether() {
        SoftKey securityKey = SoftKey.at(realm);
        SoftKey passkey = SoftKey.at(realm);
        under(
                Map.of(
                        "webAuthnPolicyUserVerificationRequirement", "discouraged",
                        "webAuthnPolicyPasswordlessUserVerificationRequirement", "required"),
                () -> {
                    PasskeyApi keys = PasskeyApi.of(userWith(securityKey, passkey));
                    JsonNode options = PasskeyApi.options(keys.beginStepUp());
                    assertThat(allowed(options))
                            .containsExactlyInAnyOrder(securityKey.id(), passkey.id());
                    // A passkey that is not told to verify its user would be refused.
                    assertThat(options.path("userVerification").asText()).isEqualTo("preferred");
                    keys.stepUp(securityKey.userVerified(false)).assertStatus(200);
                    return keys.stepUp(passkey).assertStatus(200);
                });
    }

    @Test
    void ceremonyStaysGoodIfItsUserHasToWait() {
        SoftKey securityKey = SoftKey.at(realm);
        PasskeyApi keys = PasskeyApi.of(userWith(securityKey, SoftKey.at(realm)));
        Answer begun = keys.beginStepUp();
        Map<String, Object> signed = securityKey.get(PasskeyApi.options(begun));
        realm.updateSettings(
                Map.of("sensitive_rate", List.of("0.001"), "sensitive_burst", List.of("1")));
        try {
            Answer other = keys.beginStepUp();
            keys.finishStepUp(other, SoftKey.at(realm).get(PasskeyApi.options(other)))
                    .assertError(401, "passkey.mfa_failed");
            keys.finishStepUp(begun, signed).assertLimited();
            // What is limited is not looked at.
            keys.finishStepUp(other, signed).assertLimited();
        } finally {
            realm.updateSettings(
                    Map.of("sensitive_rate", List.of("0"), "sensitive_burst", List.of()));
        }
        keys.finishStepUp(begun, signed).assertStatus(200);
        keys.finishStepUp(begun, signed).assertError(400, "auth.session_expired");
    }

    @Test
    void unknownCeremoniesCostNoAttempts() {
        SoftKey securityKey = SoftKey.at(realm);
        PasskeyApi keys = PasskeyApi.of(userWith(securityKey, SoftKey.at(realm)));
        PasskeyApi of = PasskeyApi.of(userWith(SoftKey.at(realm), SoftKey.at(realm)));
        Answer begun = keys.beginStepUp();
        Map<String, Object> signed = securityKey.get(PasskeyApi.options(begun));
        for (int i = 0; i < ATTEMPTS; i++) {
            String id = new UUID(0, i).toString();
            Map<String, Object> unknown = Map.of("session_id", id, "credential", signed);
            keys.api()
                    .post("/v1/mfa/webauthn/verify", unknown)
                    .assertError(400, "auth.session_expired");
        }
        keys.finishStepUp(of.beginStepUp(), signed).assertError(400, "passkey.session_mismatch");
        keys.finishStepUp(begun, signed).assertStatus(200);
    }

    @Test
    void ceremonyStaysGoodWhileTheUserHasNoAttempts() {
        SoftKey securityKey = SoftKey.at(realm);
        PasskeyApi keys = PasskeyApi.of(userWith(securityKey, SoftKey.at(realm)));
        Answer begun = keys.beginStepUp();
        Map<String, Object> signed = securityKey.get(PasskeyApi.options(begun));
        for (int i = 0; i < ATTEMPTS; i++) {
            keys.stepUp(SoftKey.at(realm)).assertError(401, "passkey.mfa_failed");
        }
        for (int i = 0; i < 2; i++) {
            keys.finishStepUp(begun, signed).assertError(429, "auth.account_locked");
        }
        // One more attempt than are gone.
        realm.updateSettings(Map.of("factor_max_attempts", List.of("" + (ATTEMPTS + 1))));
        try {
            keys.finishStepUp(begun, signed).assertStatus(200);
        } finally {
            realm.updateSettings(Map.of("factor_max_attempts", List.of()));
        }
        keys.finishStepUp(begun, signed).assertError(400, "auth.session_expired");
    }

    private static JsonNode key(PasskeyApi keys, String kind) {
        return keys.list().stream()
                .filter(key -> key.path("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow();
    }
}
