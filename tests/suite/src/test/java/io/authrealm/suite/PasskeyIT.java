package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Keys of signed-in users: how they are registered, and how they are listed, renamed, removed. */
class PasskeyIT {

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh().with(r -> r.put("webAuthnPolicyPasswordlessPasskeysEnabled", true));

    @BeforeAll
    static void createClient() {
        Browser.createClient(realm);
    }

    private static List<Credential> stored(SignedIn person, String type) {
        return realm.credentials(person.user(), type);
    }

    /** The model says so itself, and the name comes from the server's list. */
    @PrivateApi
    @Test
    void passwordManagerThatHoldsAKeyIsNamed() {
        UUID google = UUID.fromString("ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4");
        SignedIn person =
                PasskeyApi.userWith(realm, SoftKey.at(realm).model(google).withoutCounter());
        assertThat(PasskeyApi.of(person).list().get(0).path("device_label").asText())
                .isEqualTo("Google Password Manager");
        SignedIn other = PasskeyApi.userWith(realm, SoftKey.at(realm).model(UUID.randomUUID()));
        assertThat(PasskeyApi.of(other).list().get(0).path("device_label").isNull()).isTrue();
    }

    @PrivateApi
    @Test
    void passkeyIsListedRenamedAndRemoved() {
        SignedIn person = SignedIn.newIn(realm);
        PasskeyApi keys = PasskeyApi.of(person);
        assertThat(keys.list()).isEmpty();
        SoftKey key = SoftKey.at(realm);
        Instant before = Instant.now().minus(Duration.ofSeconds(2));
        assertThat(keys.register(key, "phone").assertStatus(204).body()).isEmpty();

        JsonNode listed = keys.list().get(0);
        assertThat(keys.list()).hasSize(1);
        String id = listed.path("id").asText();
        assertThat(UUID.fromString(id)).hasToString(id);
        assertThat(listed.path("user_id").asText()).isEqualTo(person.user().id());
        assertThat(listed.path("name").asText()).isEqualTo("phone");
        assertThat(listed.path("kind").asText()).isEqualTo("passkey");
        assertThat(listed.path("credential_id").asText()).isEqualTo(key.id());
        assertThat(listed.path("transports"))
                .extracting(JsonNode::asText)
                .containsExactly("hybrid", "internal");
        assertThat(listed.path("last_used_at").isNull()).isTrue();
        assertThat(listed.path("device_label").isNull()).as(listed.toString()).isTrue();
        assertThat(Instant.parse(listed.path("created_at").asText()))
                .isBetween(before, Instant.now().plus(Duration.ofSeconds(2)));
        // It is Keycloak's own credential.
        assertThat(stored(person, "webauthn-passwordless"))
                .extracting(Credential::id)
                .containsExactly(id);
        assertThat(realm.awaitEvents("UPDATE_CREDENTIAL", person.user()))
                .singleElement()
                .hasNoError()
                .hasSession(person.tokens().sessionId())
                .hasDetail("credential_type", "webauthn-passwordless");

        Answer renamed =
                person.api().patch("/v1/passkeys/" + id, Map.of("name", "\uD83D\uDD11 old phone"));
        assertThat(renamed.assertStatus(200).text("name")).isEqualTo("\uD83D\uDD11 old phone");
        assertThat(keys.list().get(0).path("name").asText()).isEqualTo("\uD83D\uDD11 old phone");

        SignedIn other = SignedIn.newIn(realm);
        other.api()
                .patch("/v1/passkeys/" + id, Map.of("name", "mine"))
                .assertError(404, "not_found");
        other.api().delete("/v1/passkeys/" + id).assertError(404, "not_found");
        String password = realm.password(person.user()).id();
        person.api().delete("/v1/passkeys/" + password).assertError(404, "not_found");

        // It is the last factor.
        person.api().delete("/v1/passkeys/" + id).assertError(403, "step_up_required");
        assertThat(keys.list()).hasSize(1);
        keys.stepUp(key).assertStatus(200);
        person.api().delete("/v1/passkeys/" + id).assertStatus(204);
        person.api().delete("/v1/passkeys/" + id).assertError(404, "not_found");
        assertThat(keys.list()).isEmpty();
        assertThat(stored(person, "webauthn-passwordless")).isEmpty();
        realm.signIn(person.user());
        assertThat(realm.awaitEvents("REMOVE_CREDENTIAL", person.user()))
                .singleElement()
                .hasDetail("credential_type", "webauthn-passwordless");
    }

    @Test
    void optionsAreThoseOfTheContract() {
        SignedIn person = SignedIn.newIn(realm);
        Answer begun = PasskeyApi.of(person).beginRegistration();
        JsonNode options = PasskeyApi.options(begun);
        assertThat(UUID.fromString(begun.text("session_id"))).isNotNull();
        assertThat(options.at("/rp/id").asText()).isEqualTo("localhost");
        assertThat(options.at("/user/id").asText()).isEqualTo(SoftKey.handle(person.user().id()));
        assertThat(options.at("/user/name").asText()).isEqualTo(person.user().email());
        assertThat(options.at("/authenticatorSelection/residentKey").asText())
                .isEqualTo("required");
        assertThat(options.at("/authenticatorSelection/requireResidentKey").asBoolean()).isTrue();
        assertThat(options.at("/pubKeyCredParams/0/alg").asInt()).isEqualTo(-7);
        assertThat(options.path("excludeCredentials")).isEmpty();
        assertThat(options.path("challenge").asText()).hasSize(43);
        JsonNode again = PasskeyApi.options(PasskeyApi.of(person).beginRegistration());
        assertThat(again.path("challenge")).isNotEqualTo(options.path("challenge"));
    }

    @PrivateApi
    @Test
    void passkeyOfTheApiSignsInOnTheLoginPage() {
        SoftKey key = SoftKey.at(realm);
        PasskeyApi.userWith(realm, key);
        KeyPages.assertSignedIn(KeyPages.signIn(realm, key));
    }

    @PrivateApi
    @Test
    void securityKeyOfTheApiIsAskedForOnTheLoginPage() {
        SoftKey key = SoftKey.at(realm);
        SignedIn person = SignedIn.newIn(realm);
        PasskeyApi keys = PasskeyApi.of(person);
        Answer begun = keys.beginRegistration("security_key").assertStatus(200);
        assertThat(
                        begun.json()
                                .at("/publicKey/authenticatorSelection/requireResidentKey")
                                .asBoolean())
                .isFalse();
        keys.finishRegistration(begun, key.create(PasskeyApi.options(begun)), null)
                .assertStatus(204);
        assertThat(keys.list().get(0).path("kind").asText()).isEqualTo("security_key");
        assertThat(keys.list().get(0).path("name").isNull()).isTrue();
        assertThat(stored(person, "webauthn")).hasSize(1);
    }

    @PrivateApi
    @Test
    void passkeyOfThePagesIsListed() {
        SoftKey key = SoftKey.at(realm);
        TestUser user = KeyPages.userWith(realm, key);
        JsonNode listed = PasskeyApi.of(SignedIn.of(realm, user)).list().get(0);
        assertThat(listed.path("name").asText()).isEqualTo("from the page");
        assertThat(listed.path("credential_id").asText()).isEqualTo(key.id());
        assertThat(listed.path("last_used_at").isNull()).isTrue();
    }

    @Test
    void nameThatIsTakenGetsANumber() {
        SignedIn person = SignedIn.newIn(realm);
        PasskeyApi keys = PasskeyApi.of(person);
        keys.register(SoftKey.at(realm), "phone").assertStatus(204);
        String id = keys.list().get(0).path("id").asText();
        // Its own name is not taken.
        person.api().patch("/v1/passkeys/" + id, Map.of("name", " phone ")).assertStatus(200);
        assertThat(keys.list().get(0).path("name").asText()).isEqualTo("phone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"name\":\"\"}", "{\"name\":\"  \"}", "{\"name\":null}"})
    void nameCannotBeTakenAway(String body) {
        SignedIn person = SignedIn.newIn(realm);
        person.api()
                .patch("/v1/passkeys/" + UUID.randomUUID(), body)
                .assertInvalidField("name", "required");
    }

    @Test
    void badIdsAndNamesAreRefused() {
        SignedIn person = SignedIn.newIn(realm);
        Api api = person.api();
        api.patch("/v1/passkeys/nothing", Map.of("name", "x")).assertError(400, "bad_request");
        api.delete("/v1/passkeys/nothing").assertError(400, "bad_request");
        String unknown = "/v1/passkeys/" + UUID.randomUUID();
        api.patch(unknown, Map.of("name", "x")).assertError(404, "not_found");
        api.patch(unknown, Map.of("name", "x".repeat(101))).assertInvalidField("name", "too_long");
        api.patch(unknown, Map.of("name", 1)).assertError(400, "bad_request");
        api.patch(unknown, Map.of("name", "x", "more", 1)).assertError(400, "bad_request");
        api.post("/v1/passkeys/register/begin", Map.of("kind", "card"))
                .assertInvalidField("kind", "not_allowed");
        realm.api().get("/v1/passkeys").assertError(401, "unauthorized");
        realm.api().post("/v1/passkeys/register/begin").assertError(401, "unauthorized");
    }

    @Test
    void ceremonyBelongsToOneSession() {
        SignedIn person = SignedIn.newIn(realm);
        SignedIn other = SignedIn.newIn(realm);
        SignedIn elsewhere = SignedIn.of(realm, person.user());
        for (SignedIn thief : List.of(other, elsewhere)) {
            Answer begun = PasskeyApi.of(person).beginRegistration();
            Map<String, Object> made = SoftKey.at(realm).create(PasskeyApi.options(begun));
            PasskeyApi.of(thief)
                    .finishRegistration(begun, made, "stolen")
                    .assertError(400, "passkey.session_mismatch");
            PasskeyApi.of(person)
                    .finishRegistration(begun, made, "too late")
                    .assertError(400, "auth.session_expired");
        }
        assertThat(PasskeyApi.of(person).list()).isEmpty();
        assertThat(PasskeyApi.of(other).list()).isEmpty();
    }

    @Test
    void twentyAnswersAtOnceRegisterOneKey() {
        SignedIn person = SignedIn.newIn(realm);
        Answer begun = PasskeyApi.of(person).beginRegistration();
        Map<String, Object> made = SoftKey.at(realm).create(PasskeyApi.options(begun));
        List<Integer> statuses =
                Parallel.run(
                        20,
                        20,
                        i ->
                                PasskeyApi.of(person)
                                        .finishRegistration(begun, made, "key " + i)
                                        .status());
        assertThat(statuses).filteredOn(status -> status == 204).hasSize(1);
        assertThat(statuses).filteredOn(status -> status == 400).hasSize(19);
        assertThat(PasskeyApi.of(person).list()).hasSize(1);
    }

    @Test
    void secondKeyNeedsStepUpHoweverEarlyItsRegistrationBegan() {
        SignedIn person = SignedIn.newIn(realm);
        PasskeyApi keys = PasskeyApi.of(person);
        List<Answer> begun = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            begun.add(keys.beginRegistration().assertStatus(200));
        }
        List<Integer> statuses =
                Parallel.run(
                        begun.size(),
                        begun.size(),
                        i ->
                                keys.finishRegistration(
                                                begun.get(i),
                                                SoftKey.at(realm)
                                                        .create(PasskeyApi.options(begun.get(i))),
                                                "key " + i)
                                        .status());
        assertThat(statuses).filteredOn(status -> status == 204).hasSize(1);
        assertThat(statuses).filteredOn(status -> status == 403).hasSize(4);
        keys.beginRegistration().assertError(403, "step_up_required");
        assertThat(keys.list()).hasSize(1);
    }

    @Test
    void registrationGoesOnAfterAStepUp() {
        SignedIn person = SignedIn.newIn(realm);
        PasskeyApi keys = PasskeyApi.of(person);
        Answer begun = keys.beginRegistration().assertStatus(200);
        Map<String, Object> made = SoftKey.at(realm).create(PasskeyApi.options(begun));
        SoftKey first = SoftKey.at(realm);
        keys.register(first, "first").assertStatus(204);
        for (int i = 0; i < 2; i++) {
            keys.finishRegistration(begun, made, "second").assertError(403, "step_up_required");
        }
        PasskeyApi.of(SignedIn.of(realm, person.user())).stepUp(first).assertStatus(200);
        keys.finishRegistration(begun, made, "second").assertError(403, "step_up_required");
        keys.stepUp(first).assertStatus(200);
        keys.finishRegistration(begun, made, "second").assertStatus(204);
        keys.finishRegistration(begun, made, "second").assertError(400, "auth.session_expired");
        assertThat(keys.list())
                .extracting(key -> key.path("name").asText())
                .containsExactlyInAnyOrder("first", "second");
    }

    static Stream<Arguments> lies() {
        return Stream.of(
                lie("another origin", key -> key.origin("https://evil.example.test")),
                lie("another port", key -> key.origin("http://localhost:1")),
                lie("another domain", key -> key.rpId("evil.example.test")),
                lie("another challenge", key -> key.challenge(SoftKey.base64Url(new byte[32]))),
                lie("no challenge", key -> key.challenge("")),
                lie("backed up, but not eligible", key -> key.backup(false, true)),
                lie("an attestation without its statement", key -> key.attestation("fido-u2f")));
    }

    private static Arguments lie(String name, Consumer<SoftKey> lie) {
        return Arguments.of(Named.of(name, lie));
    }

    @ParameterizedTest
    @MethodSource("lies")
    void keyThatLiesIsRefused(Consumer<SoftKey> lie) {
        SignedIn person = SignedIn.newIn(realm);
        SoftKey key = SoftKey.at(realm);
        lie.accept(key);
        PasskeyApi.of(person).register(key, "lie").assertError(400, "passkey.attestation_invalid");
        assertThat(PasskeyApi.of(person).list()).isEmpty();
        assertThat(realm.awaitEvents("UPDATE_CREDENTIAL_ERROR", person.user()))
                .singleElement()
                .hasError("invalid_registration")
                .hasDetail("credential_type", "webauthn-passwordless");
        // The user goes on as before.
        PasskeyApi.of(person).register(SoftKey.at(realm), "true").assertStatus(204);
    }

    @Test
    void idThatIsNotThatOfTheAttestationIsRefused() {
        SignedIn person = SignedIn.newIn(realm);
        Answer begun = PasskeyApi.of(person).beginRegistration();
        Map<String, Object> made =
                new HashMap<>(SoftKey.at(realm).create(PasskeyApi.options(begun)));
        made.put("id", "AAAA");
        made.put("rawId", "AAAA");
        PasskeyApi.of(person)
                .finishRegistration(begun, made, "lie")
                .assertError(400, "passkey.attestation_invalid");
        assertThat(PasskeyApi.of(person).list()).isEmpty();
    }

    @PrivateApi
    @Test
    void policyOfTheRealmDecides() {
        SignedIn person = SignedIn.newIn(realm);
        JsonNode before = realm.get("");
        realm.updateRealm(
                r ->
                        r.put("webAuthnPolicyPasswordlessAttestationConveyancePreference", "direct")
                                .put(
                                        "webAuthnPolicyPasswordlessUserVerificationRequirement",
                                        "required")
                                .put("webAuthnPolicyPasswordlessCreateTimeout", 33)
                                .put("webAuthnPolicyPasswordlessRpEntityName", "Acme"));
        try {
            PasskeyApi keys = PasskeyApi.of(person);
            JsonNode options = PasskeyApi.options(keys.beginRegistration());
            assertThat(options.path("attestation").asText()).isEqualTo("direct");
            assertThat(options.path("timeout").asInt()).isEqualTo(33_000);
            assertThat(options.at("/rp/name").asText()).isEqualTo("Acme");
            assertThat(options.at("/authenticatorSelection/userVerification").asText())
                    .isEqualTo("required");
            keys.register(SoftKey.at(realm), "without attestation")
                    .assertError(400, "passkey.attestation_invalid");
            keys.register(SoftKey.at(realm).attestation("packed").userVerified(false), "locked")
                    .assertError(400, "passkey.attestation_invalid");
            keys.register(SoftKey.at(realm).attestation("packed"), "good").assertStatus(204);
        } finally {
            realm.updateRealm(
                    r ->
                            List.of(
                                            "webAuthnPolicyPasswordlessAttestationConveyancePreference",
                                            "webAuthnPolicyPasswordlessUserVerificationRequirement",
                                            "webAuthnPolicyPasswordlessCreateTimeout",
                                            "webAuthnPolicyPasswordlessRpEntityName")
                                    .forEach(name -> r.set(name, before.path(name))));
        }
    }

    @Test
    void pageOfAnotherOriginIsAllowedByThePolicy() {
        realm.updateRealm(
                r ->
                        r.putArray("webAuthnPolicyPasswordlessExtraOrigins")
                                .add("https://app.example.test"));
        try {
            SignedIn person = SignedIn.newIn(realm);
            PasskeyApi.of(person)
                    .register(SoftKey.at(realm).origin("https://app.example.test"), "app")
                    .assertStatus(204);
        } finally {
            realm.updateRealm(r -> r.putArray("webAuthnPolicyPasswordlessExtraOrigins"));
        }
    }

    @Test
    void passkeysThatAreSwitchedOffCannotBeRegistered() {
        SignedIn person = SignedIn.newIn(realm);
        Answer begun = PasskeyApi.of(person).beginRegistration();
        realm.updateSettings(Map.of("passkeys", List.of("false")));
        try {
            PasskeyApi keys = PasskeyApi.of(person);
            keys.beginRegistration().assertError(403, "auth.method_disabled");
            keys.finishRegistration(begun, SoftKey.at(realm).create(PasskeyApi.options(begun)), "x")
                    .assertError(403, "auth.method_disabled");
            keys.beginRegistration("security_key").assertStatus(200);
        } finally {
            realm.updateSettings(Map.of("passkeys", List.of()));
        }
    }

    @Test
    void malformedAnswersAreRefused() {
        SignedIn person = SignedIn.newIn(realm);
        PasskeyApi keys = PasskeyApi.of(person);
        Answer begun = keys.beginRegistration();
        Map<String, Object> good = SoftKey.at(realm).create(PasskeyApi.options(begun));
        for (Object credential : HostileKeys.malformed(good, "attestationObject")) {
            keys.finishRegistration(begun, credential, null)
                    .assertError(400, "passkey.attestation_invalid");
        }
        String path = "/v1/passkeys/register/finish";
        Api api = person.api();
        api.post(path, Map.of("session_id", "x")).assertInvalidField("credential", "required");
        api.post(path, Map.of("credential", good)).assertInvalidField("session_id", "required");
        api.post(path, Map.of("session_id", "x".repeat(65), "credential", good))
                .assertInvalidField("session_id", "too_long");
        api.post(path, Map.of("session_id", "x", "credential", good))
                .assertError(400, "auth.session_expired");
        api.post(path, Map.of("session_id", UUID.randomUUID(), "credential", good))
                .assertError(400, "auth.session_expired");
        api.post(path, Map.of("session_id", "x", "credential", "text"))
                .assertError(400, "bad_request");
        api.post(path, Map.of("session_id", "x", "credential", List.of()))
                .assertError(400, "bad_request");
        api.post(path, Map.of("session_id", "x", "credential", Map.of("id", "A".repeat(98_304))))
                .assertInvalidField("credential", "too_long");
        api.post(path, Map.of("session_id", "x", "credential", good, "name", "x".repeat(101)))
                .assertInvalidField("name", "too_long");
        // None of them used the ceremony up.
        keys.finishRegistration(begun, good, "at last").assertStatus(204);
    }
}
