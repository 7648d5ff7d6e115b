package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sign-in and step-up with a key, honest and not. */
class PasskeySignInIT {

    private static final String VERIFICATION =
            "webAuthnPolicyPasswordlessUserVerificationRequirement";

    private static final String MEDIATION = "webAuthnPolicyPasswordlessMediation";

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh()
                    .with(
                            r ->
                                    r.put("webAuthnPolicyPasswordlessPasskeysEnabled", true)
                                            .put(VERIFICATION, "preferred"));

    @RegisterExtension static final TestRealm another = TestRealm.fresh();

    private static PasskeyApi api;

    @BeforeAll
    static void prepare() {
        Browser.createClient(realm);
        api = PasskeyApi.anonymous(realm);
    }

    @PrivateApi
    @Test
    void passkeyIsEnoughToSignIn() {
        SoftKey key = SoftKey.at(realm);
        SignedIn person = PasskeyApi.userWith(realm, key);
        Instant before = Instant.now().minus(Duration.ofSeconds(2));
        Answer begun = api.beginSignIn();
        assertThat(UUID.fromString(begun.text("session_id"))).isNotNull();
        assertThat(begun.text("publicKey.rpId")).isEqualTo("localhost");
        assertThat(begun.json().at("/publicKey/allowCredentials")).isEmpty();
        Tokens tokens = api.finishSignIn(begun, key.get(PasskeyApi.options(begun))).assertTokens();
        realm.api().refresh(tokens.refresh()).assertTokens();
        Api signedIn = realm.api().bearer(tokens);
        assertThat(signedIn.get("/v1/me").text("id")).isEqualTo(person.user().id());
        JsonNode listed = new PasskeyApi(signedIn).list().get(0);
        assertThat(Instant.parse(listed.path("last_used_at").asText()))
                .isBetween(before, Instant.now().plus(Duration.ofSeconds(2)));
        assertThat(realm.events("LOGIN", person.user()))
                .withSession(tokens.sessionId())
                .singleElement()
                .hasNoError()
                .hasDetail("auth_type", "passkey");
        // A key that has verified its user opens the window too.
        new PasskeyApi(signedIn).beginRegistration().assertStatus(200);
    }

    @Test
    void addressNamesTheKeysOfItsAccount() {
        SoftKey key = SoftKey.at(realm).withoutCounter();
        SignedIn person = PasskeyApi.userWith(realm, key);
        Answer begun = api.beginSignIn(person.user().email().toUpperCase(Locale.ROOT));
        JsonNode allowed = begun.assertStatus(200).json().at("/publicKey/allowCredentials");
        assertThat(allowed).hasSize(1);
        assertThat(allowed.at("/0/id").asText()).isEqualTo(key.id());
        assertThat(allowed.at("/0/type").asText()).isEqualTo("public-key");
        assertThat(allowed.at("/0/transports")).isNotEmpty();
        api.finishSignIn(begun, key.get(PasskeyApi.options(begun))).assertTokens();
        // A key that does not count is good again.
        api.signIn(key).assertTokens();
    }

    /** A page of the app holds the session by cookies too; another client gets tokens alone. */
    @PrivateApi
    @Test
    void pageOfTheAppGetsCookiesBesides() {
        SoftKey key = SoftKey.at(realm);
        SignedIn person = PasskeyApi.userWith(realm, key);
        HostedPage page = new HostedPage(realm);
        Answer begun = api.beginSignIn();
        Answer finished =
                page.keep(
                        new PasskeyApi(page.client().with("Origin", HostedPage.ORIGIN))
                                .finishSignIn(begun, key.get(PasskeyApi.options(begun))));
        Tokens tokens = finished.assertTokens();
        assertThat(HostedPage.setCookie(finished, HostedPage.SESSION)).contains("HttpOnly");
        Answer redirect = page.singleSignOn();
        assertThat(redirect.header("Location")).contains("code=");
        assertThat(Jwt.payload(Browser.tokenFor(realm, redirect)).path("sid").asText())
                .isEqualTo(tokens.sessionId());
        page.signOut().assertStatus(200);
        realm.api().refresh(tokens.refresh()).assertError(401, "auth.session_revoked");

        for (String origin : List.of("https://evil.example.test", "null", "")) {
            Answer other = api.beginSignIn();
            Answer signedIn =
                    new PasskeyApi(realm.api().with("Origin", origin))
                            .finishSignIn(other, key.get(PasskeyApi.options(other)));
            signedIn.assertTokens();
            assertThat(signedIn.headers().allValues("Set-Cookie")).as(origin).isEmpty();
        }
        assertThat(api.signIn(key).headers().allValues("Set-Cookie")).isEmpty();
        // After required actions, the client that answers them may be another one.
        realm.updateUser(person.user(), u -> u.putArray("requiredActions").add("UPDATE_PASSWORD"));
        Answer third = api.beginSignIn();
        String challenge =
                new PasskeyApi(realm.api().with("Origin", HostedPage.ORIGIN))
                        .finishSignIn(third, key.get(PasskeyApi.options(third)))
                        .assertActionRequired("UPDATE_PASSWORD");
        Answer done =
                realm.api()
                        .with("Origin", "https://evil.example.test")
                        .post(
                                "/v1/auth/actions/update_password",
                                Map.of(
                                        "challenge_id",
                                        challenge,
                                        "new_password",
                                        "a-new-horse-battery"));
        done.assertTokens();
        assertThat(done.headers().allValues("Set-Cookie")).isEmpty();
    }

    /** Keycloak has it since 26.7. */
    @Test
    void policySaysHowTheBrowserAsks() {
        assertThat(api.beginSignIn().assertStatus(200).json().has("mediation")).isFalse();
        if (!TestServer.isSince("26.7")) {
            return; // A realm of an older server refuses the setting.
        }
        for (String mediation : List.of("optional", "none")) {
            realm.updateRealm(r -> r.put(MEDIATION, mediation));
            try {
                boolean isKept = realm.get("").path(MEDIATION).asText().equals(mediation);
                Answer begun = api.beginSignIn().assertStatus(200);
                assertThat(begun.text("mediation"))
                        .isEqualTo(isKept && !mediation.equals("none") ? mediation : null);
                assertThat(api.beginSignIn(TestRealm.newEmail()).json().has("mediation")).isFalse();
            } finally {
                realm.updateRealm(r -> r.putNull(MEDIATION));
            }
        }
    }

    @PrivateApi
    @Test
    void passkeyOfThePagesSignsInHere() {
        SoftKey key = SoftKey.at(realm);
        TestUser user = KeyPages.userWith(realm, key);
        Tokens tokens = api.signIn(key).assertTokens();
        assertThat(realm.sessionIds(user)).contains(tokens.sessionId());
    }

    // Anonymity

    private static List<JsonNode> allowed(PasskeyApi client, String email) {
        return TestRealm.list(
                client.beginSignIn(email)
                        .assertStatus(200)
                        .json()
                        .at("/publicKey/allowCredentials"));
    }

    @Test
    void addressesWithoutAPasskeyHaveKeysThatDoNotChange() {
        SignedIn deleted = PasskeyApi.userWith(realm, SoftKey.at(realm));
        realm.as(realm.admin("manage-users"))
                .delete("/v1/users/" + deleted.user().id())
                .assertStatus(204);
        List<String> addresses = new ArrayList<>();
        addresses.add(deleted.user().email());
        addresses.add(realm.user().email());
        for (int i = 0; i < 20; i++) {
            addresses.add(TestRealm.newEmail());
        }
        addresses.add("no address at all");
        List<List<JsonNode>> all = new ArrayList<>();
        for (String address : addresses) {
            List<JsonNode> keys = allowed(api, address);
            assertThat(keys).hasSizeBetween(1, 2);
            for (JsonNode key : keys) {
                assertThat(Base64.getUrlDecoder().decode(key.path("id").asText()).length)
                        .isIn(16, 20, 32);
                assertThat(key.path("type").asText()).isEqualTo("public-key");
                assertThat(key.path("transports")).isNotEmpty();
            }
            assertThat(allowed(api, address)).isEqualTo(keys);
            assertThat(allowed(api, ' ' + address.toUpperCase(Locale.ROOT) + ' ')).isEqualTo(keys);
            assertThat(allowed(PasskeyApi.anonymous(another), address)).isNotEqualTo(keys);
            all.add(keys);
        }
        assertThat(all).doesNotHaveDuplicates();
        assertThat(all).extracting(List::size).contains(1, 2);
    }

    @Test
    void keyIsRefusedAtACeremonyForAnotherAddress() {
        SoftKey key = SoftKey.at(realm);
        PasskeyApi.userWith(realm, key);
        SignedIn other = PasskeyApi.userWith(realm, SoftKey.at(realm));
        for (String email : List.of(other.user().email(), realm.user().email(), "nobody@x.test")) {
            Answer begun = api.beginSignIn(email);
            api.finishSignIn(begun, key.get(PasskeyApi.options(begun)))
                    .assertError(401, "passkey.login_failed");
        }
        api.signIn(key).assertTokens();
    }

    // What the account and the flow say

    @Test
    void disabledUserIsToldSoOnlyByTheRightKey() {
        SoftKey key = SoftKey.at(realm);
        SignedIn person = PasskeyApi.userWith(realm, key);
        realm.disable(person.user());
        api.signIn(key).assertError(403, "auth.account_inactive");
        api.signIn(key.challenge("AAAA")).assertError(401, "passkey.login_failed");
        assertThat(realm.awaitEvents("LOGIN_ERROR", person.user()))
                .extracting(event -> event.path("error").asText())
                .containsExactly("invalid_user_credentials", "user_disabled");
    }

    @Test
    void deletedUserIsNobody() {
        SoftKey key = SoftKey.at(realm);
        SignedIn person = PasskeyApi.userWith(realm, key);
        realm.as(realm.admin("manage-users"))
                .delete("/v1/users/" + person.user().id())
                .assertStatus(204);
        api.signIn(key).assertError(401, "passkey.login_failed");
    }

    @Test
    void removedKeyIsRefused() {
        SoftKey key = SoftKey.at(realm);
        SignedIn person = PasskeyApi.userWith(realm, key);
        PasskeyApi own = PasskeyApi.of(person);
        String id = own.list().get(0).path("id").asText();
        own.stepUp(key).assertStatus(200);
        person.api().delete("/v1/passkeys/" + id).assertStatus(204);
        api.signIn(key).assertError(401, "passkey.login_failed");
    }

    @Test
    void requiredActionsStandInTheWay() {
        SoftKey key = SoftKey.at(realm);
        SignedIn person = PasskeyApi.userWith(realm, key);
        realm.updateUser(person.user(), u -> u.putArray("requiredActions").add("UPDATE_PASSWORD"));
        api.signIn(key).assertActionRequired("UPDATE_PASSWORD");
        assertThat(realm.sessionIds(person.user())).hasSize(1);
    }

    @PrivateApi
    @Test
    void onlyAKeyThatVerifiesItsUserReplacesTheSecondFactor() {
        SoftKey key = SoftKey.at(realm);
        SignedIn person = PasskeyApi.userWith(realm, key);
        realm.as(realm.admin("manage-users"))
                .send(
                        "PUT",
                        "/v1/users/" + person.user().id() + "/mfa-required",
                        Map.of("required", true))
                .assertStatus(200);
        api.signIn(key.userVerified(false)).assertError(403, "auth.redirect_to_web");
        Tokens tokens = api.signIn(key.userVerified(true)).assertTokens();
        new PasskeyApi(realm.api().bearer(tokens)).beginRegistration().assertStatus(200);
        realm.updateRealm(r -> r.put(VERIFICATION, "required"));
        try {
            api.signIn(key.userVerified(false)).assertError(401, "passkey.login_failed");
        } finally {
            realm.updateRealm(r -> r.put(VERIFICATION, "preferred"));
        }
    }

    @Test
    void passkeysCanBeSwitchedOff() {
        SoftKey key = SoftKey.at(realm);
        PasskeyApi.userWith(realm, key);
        Answer begun = api.beginSignIn();
        realm.updateSettings(Map.of("passkeys", List.of("false")));
        try {
            api.beginSignIn().assertError(403, "auth.method_disabled");
            api.beginSignIn("nobody@x.test").assertError(403, "auth.method_disabled");
            api.finishSignIn(begun, key.get(PasskeyApi.options(begun)))
                    .assertError(403, "auth.method_disabled");
        } finally {
            realm.updateSettings(Map.of("passkeys", List.of()));
        }
    }

    // Attacks

    static Stream<Arguments> lies() {
        return Stream.of(
                lie("another origin", key -> key.origin("https://evil.example.test")),
                lie("another domain", key -> key.rpId("evil.example.test")),
                lie("another challenge", key -> key.challenge(SoftKey.base64Url(new byte[32]))),
                lie("the counter of the last use", key -> key.counter(4)),
                lie("a counter from before", key -> key.counter(2)),
                lie("no counter", SoftKey::withoutCounter),
                lie("a key that can be copied now", key -> key.backup(true, false)),
                lie("another key", key -> key.id(new byte[16])),
                lie("nobody's handle", key -> key.userHandle(UUID.randomUUID().toString())),
                lie("no user's handle", key -> key.userHandle("\u0000\uFFFF' or 1=1 --")));
    }

    private static Arguments lie(String name, Consumer<SoftKey> lie) {
        return Arguments.of(Named.of(name, lie));
    }

    @PrivateApi
    @ParameterizedTest
    @MethodSource("lies")
    void keyThatLiesIsRefused(Consumer<SoftKey> lie) {
        SoftKey key = SoftKey.at(realm).counter(4);
        SignedIn person = PasskeyApi.userWith(realm, key);
        api.signIn(key).assertTokens();
        int sessions = realm.sessionIds(person.user()).size();
        SoftKey liar = key.copy();
        lie.accept(liar);
        api.signIn(liar).assertError(401, "passkey.login_failed");
        assertThat(realm.sessionIds(person.user())).hasSize(sessions);
        // The lie has changed nothing.
        api.signIn(key.counter(10)).assertTokens();
    }

    @Test
    void handleOfAnotherUserIsRefused() {
        SoftKey key = SoftKey.at(realm);
        SignedIn person = PasskeyApi.userWith(realm, key);
        SoftKey ofVictim = SoftKey.at(realm);
        SignedIn victim = PasskeyApi.userWith(realm, ofVictim);
        api.signIn(key.copy().userHandle(victim.user().id()))
                .assertError(401, "passkey.login_failed");
        api.signIn(key.copy().userHandle(victim.user().id()).id(ofVictim.idBytes()))
                .assertError(401, "passkey.login_failed");
        assertThat(realm.sessionIds(victim.user())).hasSize(1);
        assertThat(realm.sessionIds(person.user())).hasSize(1);
    }

    @Test
    void signatureThatWasChangedIsRefused() {
        SoftKey key = SoftKey.at(realm);
        PasskeyApi.userWith(realm, key);
        for (String part : List.of("signature", "authenticatorData", "clientDataJSON")) {
            Answer begun = api.beginSignIn();
            Map<String, Object> signed = key.get(PasskeyApi.options(begun));
            String value = (String) ((Map<?, ?>) signed.get("response")).get(part);
            byte[] bytes = Base64.getUrlDecoder().decode(value);
            bytes[bytes.length - 1] ^= 1;
            Map<String, Object> changed =
                    HostileKeys.withResponse(signed, part, SoftKey.base64Url(bytes));
            api.finishSignIn(begun, changed).assertError(401, "passkey.login_failed");
        }
    }

    @Test
    void otherRealmsKeysAndCeremoniesAreWorthless() {
        SoftKey key = SoftKey.at(realm);
        PasskeyApi.userWith(realm, key);
        PasskeyApi elsewhere = PasskeyApi.anonymous(another);
        elsewhere.signIn(key).assertError(401, "passkey.login_failed");
        Answer begun = api.beginSignIn();
        Map<String, Object> signed = key.get(PasskeyApi.options(begun));
        elsewhere.finishSignIn(begun, signed).assertError(400, "auth.session_expired");
        // Nor could the other realm end it.
        api.finishSignIn(begun, signed).assertTokens();
    }

    @Test
    void ceremoniesOfOneKindAreWorthlessForAnother() {
        SoftKey key = SoftKey.at(realm);
        SignedIn person = PasskeyApi.userWith(realm, key);
        PasskeyApi own = PasskeyApi.of(person);
        Answer stepUp = own.beginStepUp();
        api.finishSignIn(stepUp, key.get(PasskeyApi.options(stepUp)))
                .assertError(400, "passkey.session_invalid");
        own.finishStepUp(stepUp, key.get(PasskeyApi.options(stepUp)))
                .assertError(400, "auth.session_expired");
        Answer signIn = api.beginSignIn();
        own.finishStepUp(signIn, key.get(PasskeyApi.options(signIn)))
                .assertError(400, "passkey.session_mismatch");
    }

    @Test
    void signatureCountsOnceAlsoForTwentyAtOnce() {
        SoftKey key = SoftKey.at(realm).withoutCounter();
        PasskeyApi.userWith(realm, key);
        Answer begun = api.beginSignIn();
        Map<String, Object> signed = key.get(PasskeyApi.options(begun));
        List<Answer> answers = Parallel.run(20, 20, i -> api.finishSignIn(begun, signed));
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .extracting(Answer::errorCode)
                .containsOnly("auth.session_expired");
        api.finishSignIn(begun, signed).assertError(400, "auth.session_expired");
    }

    @Test
    void failedAnswerUsesTheCeremonyUp() {
        SoftKey key = SoftKey.at(realm);
        PasskeyApi.userWith(realm, key);
        Answer begun = api.beginSignIn();
        JsonNode options = PasskeyApi.options(begun);
        api.finishSignIn(begun, key.copy().challenge("AAAA").get(options))
                .assertError(401, "passkey.login_failed");
        api.finishSignIn(begun, key.get(options)).assertError(400, "auth.session_expired");
    }

    @Test
    void malformedAnswersAreRefused() {
        SoftKey key = SoftKey.at(realm);
        PasskeyApi.userWith(realm, key);
        Answer begun = api.beginSignIn();
        Map<String, Object> good = key.get(PasskeyApi.options(begun));
        for (Object credential : HostileKeys.malformed(good, "authenticatorData")) {
            api.finishSignIn(begun, credential).assertError(400, "passkey.assertion_invalid");
        }
        for (Object handle : List.of(1, "%%%", SoftKey.base64Url(new byte[65]))) {
            api.finishSignIn(begun, HostileKeys.withResponse(good, "userHandle", handle))
                    .assertError(400, "passkey.assertion_invalid");
        }
        String path = "/v1/passkeys/login/finish";
        realm.api().post(path, Map.of()).assertInvalidField("session_id", "required");
        realm.api()
                .post(path, Map.of("session_id", "x", "credential", good))
                .assertError(400, "auth.session_expired");
        realm.api().post(path, "{").assertError(400, "bad_request");
        realm.api()
                .post("/v1/passkeys/login/begin", Map.of("email", 1))
                .assertError(400, "bad_request");
        realm.api()
                .post("/v1/passkeys/login/begin", Map.of("email", "x".repeat(1_025)))
                .assertInvalidField("email", "too_long");
        // Public routes ignore members that they do not know.
        Map<String, Object> body = new HashMap<>();
        body.put("session_id", begun.text("session_id").toUpperCase(Locale.ROOT));
        body.put("credential", good);
        body.put("more", true);
        realm.api().post(path, body).assertTokens();
    }

    // Step-up

    @Test
    void keyOpensTheWindow() {
        SoftKey key = SoftKey.at(realm);
        SignedIn person = PasskeyApi.userWith(realm, key);
        PasskeyApi own = PasskeyApi.of(person);
        PasskeyApi other = PasskeyApi.of(SignedIn.of(realm, person.user()));
        own.beginRegistration().assertError(403, "step_up_required");
        Answer begun = own.beginStepUp();
        assertThat(begun.json().at("/publicKey/allowCredentials/0/id").asText())
                .isEqualTo(key.id());
        Answer verified = own.finishStepUp(begun, key.get(PasskeyApi.options(begun)));
        assertThat(verified.assertStatus(200).json().path("verified").asBoolean()).isTrue();
        own.register(key, "again").assertError(409, "passkey.already_registered");
        SoftKey second = SoftKey.at(realm);
        Answer registration = own.beginRegistration("security_key").assertStatus(200);
        own.finishRegistration(
                        registration, second.create(PasskeyApi.options(registration)), "my key")
                .assertStatus(204);
        assertThat(own.list())
                .extracting(item -> item.path("name").asText())
                .containsExactlyInAnyOrder("my key", "my key 2");
        // The other session of the user has gained nothing.
        other.beginRegistration().assertError(403, "step_up_required");
        // The security key is good for a step-up, and not in place of the password.
        other.stepUp(second).assertStatus(200);
        api.signIn(second).assertError(401, "passkey.login_failed");
    }

    @Test
    void stepUpIsRefused() {
        SoftKey key = SoftKey.at(realm);
        SignedIn person = PasskeyApi.userWith(realm, key);
        PasskeyApi own = PasskeyApi.of(person);
        own.stepUp(key.copy().challenge("AAAA")).assertError(401, "passkey.mfa_failed");
        own.stepUp(key.copy().userHandle("somebody")).assertError(401, "passkey.mfa_failed");
        own.stepUp(SoftKey.at(realm).userHandle(person.user().id()))
                .assertError(401, "passkey.mfa_failed");
        own.beginRegistration().assertError(403, "step_up_required");
        SignedIn other = SignedIn.newIn(realm);
        PasskeyApi.of(other).beginStepUp().assertError(400, "passkey.no_credentials");
        Answer begun = own.beginStepUp();
        PasskeyApi.of(other)
                .finishStepUp(begun, key.get(PasskeyApi.options(begun)))
                .assertError(400, "passkey.session_mismatch");
        Api api = person.api();
        api.post("/v1/mfa/webauthn/verify", Map.of("session_id", "x", "credential", Map.of()))
                .assertError(400, "passkey.assertion_invalid");
        api.post("/v1/mfa/webauthn/verify", Map.of("session_id", "x", "more", 1))
                .assertError(400, "bad_request");
        realm.api().post("/v1/mfa/webauthn/challenge").assertError(401, "unauthorized");
        realm.api().post("/v1/mfa/webauthn/verify", Map.of()).assertError(401, "unauthorized");
        // Wrong proofs count for the lock of the second factor.
        for (int i = 0; i < 2; i++) {
            own.stepUp(key.copy().challenge("AAAA")).assertError(401, "passkey.mfa_failed");
        }
        own.stepUp(key).assertError(429, "auth.account_locked");
    }
}
