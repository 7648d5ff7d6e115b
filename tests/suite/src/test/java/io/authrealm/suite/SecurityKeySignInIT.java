package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Security keys and passkeys as second factors, in Keycloak's own steps. */
@PrivateApi
class SecurityKeySignInIT {

    private static final String PASSKEY_REQUIRED = "password and passkey";

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh()
                    .with(SecurityKeySignInIT::addFlow)
                    .with(it -> it.put("bruteForceProtected", false));

    private static void addFlow(ObjectNode realm) {
        ArrayNode steps =
                realm.withArray("authenticationFlows")
                        .addObject()
                        .put("alias", PASSKEY_REQUIRED)
                        .put("providerId", "basic-flow")
                        .put("topLevel", true)
                        .putArray("authenticationExecutions");
        for (String step : List.of("authrealm-password", "webauthn-authenticator-passwordless")) {
            steps.addObject()
                    .put("authenticator", step)
                    .put("requirement", "REQUIRED")
                    .put("priority", steps.size());
        }
    }

    @BeforeAll
    static void switchOnKeys() {
        realm.setRequirement("browser", "webauthn-authenticator", "ALTERNATIVE");
        realm.bindFlow("browser");
    }

    /** A user with a password and this key. */
    private static TestUser userWith(SoftKey key, String kind) {
        SignedIn person = SignedIn.newIn(realm);
        register(person, key, kind);
        return person.user();
    }

    private static void register(SignedIn person, SoftKey key, String kind) {
        PasskeyApi keys = PasskeyApi.of(person);
        Answer begun = keys.beginRegistration(kind).assertStatus(200);
        keys.finishRegistration(begun, key.create(PasskeyApi.options(begun)), "key")
                .assertStatus(204);
    }

    private static TestUser userWith(SoftKey key) {
        return userWith(key, "security_key");
    }

    private static String challenge(TestUser user, String... methods) {
        return realm.api().login(user.email(), user.password()).assertChallenge(methods);
    }

    private static Answer prompt(String challenge, String method) {
        return realm.api()
                .post("/v1/auth/mfa/challenge", Map.of("mfa_token", challenge, "method", method));
    }

    private static JsonNode options(String challenge, String method) {
        Answer answer = prompt(challenge, method).assertStatus(200);
        assertThat(answer.text("session_id")).isEqualTo(challenge);
        return answer.json().path("publicKey");
    }

    private static Answer answer(String challenge, Object credential) {
        return realm.api()
                .post("/v1/auth/mfa", Map.of("mfa_token", challenge, "credential", credential));
    }

    @Test
    void keySignsIn() {
        SoftKey key = SoftKey.at(realm);
        TestUser user = userWith(key);
        String challenge = challenge(user, "webauthn");
        JsonNode options = options(challenge, "webauthn");
        assertThat(options.path("allowCredentials")).hasSize(1);
        assertThat(options.at("/allowCredentials/0/id").asText()).isEqualTo(key.id());
        Tokens tokens = answer(challenge, key.get(options)).assertTokens();
        assertThat(tokens.userId()).isEqualTo(user.id());
        assertThat(Jwt.payload(tokens.access()).path("amr"))
                .extracting(JsonNode::asText)
                .containsExactly("pwd", "hwk", "mfa");
        answer(challenge, key.get(options)).assertError(401, "auth.mfa_challenge_expired");
        realm.api().refresh(tokens.refresh()).assertTokens();
    }

    @Test
    void answerThatIsNotTheKeysIsRefused() {
        SoftKey key = SoftKey.at(realm);
        TestUser user = userWith(key);
        SoftKey ofAnother = SoftKey.at(realm);
        userWith(ofAnother);
        List<String> sessions = realm.sessionIds(user);
        String early = challenge(user, "webauthn");
        // There is nothing to sign yet.
        JsonNode none = Answer.JSON.createObjectNode().put("challenge", "AAAA").put("rpId", "a");
        answer(early, key.copy().get(none)).assertError(401, "passkey.mfa_failed");
        JsonNode asked = options(early, "webauthn");
        Map<String, Object> replayed = key.copy().get(asked);
        answer(early, ofAnother.get(asked)).assertError(401, "passkey.mfa_failed");
        // That attempt has used up what there was to sign.
        answer(early, replayed).assertError(401, "passkey.mfa_failed");

        List<Consumer<SoftKey>> lies =
                List.of(
                        lying -> lying.origin("https://evil.example.test"),
                        lying -> lying.rpId("evil.example.test"),
                        lying -> lying.challenge(SoftKey.base64Url(new byte[32])));
        String challenge = challenge(user, "webauthn");
        for (Consumer<SoftKey> lie : lies) {
            SoftKey lying = key.copy();
            lie.accept(lying);
            answer(challenge, lying.get(options(challenge, "webauthn")))
                    .assertError(401, "passkey.mfa_failed");
        }
        options(challenge, "webauthn");
        answer(challenge, replayed).assertError(401, "passkey.mfa_failed");
        assertThat(realm.sessionIds(user)).isEqualTo(sessions);
        realm.api()
                .post(
                        "/v1/auth/mfa",
                        Map.of(
                                "mfa_token",
                                challenge,
                                "credential",
                                key.get(options(challenge, "webauthn")),
                                "method",
                                "webauthn"))
                .assertTokens();
    }

    @Test
    void misshapenAnswersCostNothing() {
        SoftKey key = SoftKey.at(realm);
        TestUser user = userWith(key);
        String challenge = challenge(user, "webauthn");
        JsonNode options = options(challenge, "webauthn");
        Map<String, Object> good = key.get(options);
        Map<String, Object> longId = new HashMap<>(good);
        longId.put("id", "A".repeat(2000));
        Map<String, Object> otherType = new HashMap<>(good);
        otherType.put("type", "password");
        Map<String, Object> noResponse = new HashMap<>(good);
        noResponse.put("response", Map.of("signature", "+/+/"));
        for (Map<String, Object> bad :
                List.of(longId, otherType, noResponse, new HashMap<String, Object>())) {
            answer(challenge, bad).assertError(400, "passkey.assertion_invalid");
        }
        answer(challenge, "text").assertErrorEnvelope();
        realm.api()
                .post(
                        "/v1/auth/mfa",
                        Map.of("mfa_token", challenge, "credential", good, "code", "123456"))
                .assertInvalidField("code", "not_allowed");
        answer(challenge, good).assertTokens();
    }

    @Test
    void promptsAreOnlyForWhatIsOffered() {
        SoftKey key = SoftKey.at(realm);
        String challenge = challenge(userWith(key), "webauthn");
        for (String method : List.of("totp", "passkey", "email", "sms", "recovery_code")) {
            prompt(challenge, method).assertError(400, "mfa.factor_not_confirmed");
        }
        prompt(challenge, "fax").assertInvalidField("method", "not_allowed");
        realm.api()
                .post("/v1/auth/mfa/challenge", Map.of("mfa_token", challenge))
                .assertInvalidField("method", "required");
        prompt("no-uuid", "webauthn").assertError(400, "auth.session_invalid");
        prompt(UUID.randomUUID().toString(), "webauthn")
                .assertError(401, "auth.mfa_challenge_expired");
        String withApp = challenge(realm.userWithTotp(Totp.newSecret()), "totp");
        prompt(withApp, "totp").assertInvalidField("method", "not_allowed");
        // Each prompt has a challenge of its own, and the last one counts.
        JsonNode first = options(challenge, "webauthn");
        JsonNode last = options(challenge, "webauthn");
        assertThat(first.path("challenge")).isNotEqualTo(last.path("challenge"));
        answer(challenge, key.get(last)).assertTokens();
    }

    @Test
    void oneOfManyAnswersAtOnceSignsIn() {
        SoftKey key = SoftKey.at(realm);
        TestUser user = userWith(key);
        int before = realm.sessionIds(user).size();
        String challenge = challenge(user, "webauthn");
        Map<String, Object> signed = key.get(options(challenge, "webauthn"));
        List<Answer> answers = Parallel.run(10, 10, i -> answer(challenge, signed));
        assertThat(answers).filteredOn(it -> it.status() == 200).hasSize(1);
        assertThat(realm.sessionIds(user)).hasSize(before + 1);
    }

    @Test
    void codeAfterAKeyThatFailed() {
        String secret = Totp.newSecret();
        TestUser user = realm.userWithTotp(secret);
        Tokens tokens =
                realm.api().mfa(challenge(user, "totp"), Totp.codeNow(secret)).assertTokens();
        // The code at sign-in has opened the window in which factors can be added.
        SoftKey key = SoftKey.at(realm);
        register(new SignedIn(realm, user, tokens), key, "security_key");

        String challenge = challenge(user, "totp", "webauthn");
        SoftKey lying = key.copy().origin("https://evil.example.test");
        answer(challenge, lying.get(options(challenge, "webauthn")))
                .assertError(401, "passkey.mfa_failed");
        realm.api().mfa(challenge, Totp.wrongCode(secret)).assertError(401, "mfa.code_invalid");
        realm.api().mfa(challenge, Totp.codeAfter(secret)).assertTokens();

        String next = challenge(user, "totp", "webauthn");
        realm.api().mfa(next, Totp.wrongCode(secret)).assertError(401, "mfa.code_invalid");
        answer(next, key.get(options(next, "webauthn"))).assertTokens();
    }

    @Test
    void passkeyAfterThePassword() {
        SoftKey key = SoftKey.at(realm);
        TestUser user = userWith(key, "passkey");
        realm.bindFlow(PASSKEY_REQUIRED);
        try {
            String challenge = challenge(user, "passkey");
            Tokens tokens =
                    answer(challenge, key.get(options(challenge, "passkey"))).assertTokens();
            assertThat(Jwt.payload(tokens.access()).path("amr"))
                    .extracting(JsonNode::asText)
                    .containsExactly("pwd", "hwk", "mfa");
        } finally {
            realm.bindFlow("browser");
        }
    }
}
