package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sign-up with a passkey in place of a password, and the document of related origins. */
class PasskeySignUpIT {

    private static final String BEGIN = "/v1/signup/passkey/begin";
    private static final String FINISH = "/v1/signup/passkey/finish";

    @RegisterExtension static final TestRealm realm = TestRealm.fresh();

    @RegisterExtension
    static final TestRealm defaultTenant = TestRealm.named(TestServer.DEFAULT_TENANT);

    private final PasskeyApi api = PasskeyApi.anonymous(realm);

    private static Answer begin(String email) {
        return realm.api().post(BEGIN, Map.of("email", email, "display_name", "Maria Acme"));
    }

    private Answer finish(Answer begun, Object credential) {
        return api.finish(FINISH, begun, credential, "first");
    }

    private Answer signUp(String email, SoftKey key) {
        Answer begun = begin(email);
        return finish(begun, key.create(PasskeyApi.options(begun)));
    }

    @PrivateApi
    @Test
    void newAccountHasAPasskeyAndNoPassword() {
        String email = TestRealm.newEmail();
        SoftKey key = SoftKey.at(realm);
        Answer begun = begin(email);
        JsonNode options = PasskeyApi.options(begun);
        assertThat(options.at("/user/name").asText()).isEqualTo(email);
        assertThat(options.at("/user/displayName").asText()).isEqualTo("Maria Acme");
        assertThat(realm.usersWithEmail(email)).isEmpty();
        Answer finished = finish(begun, key.create(options));
        Tokens tokens = finished.assertTokens(201);
        String id = finished.text("user_id");
        assertThat(options.at("/user/id").asText()).isEqualTo(SoftKey.handle(id));

        Api own = realm.api().bearer(tokens);
        assertThat(own.get("/v1/me").text("email")).isEqualTo(email);
        assertThat(own.get("/v1/me").text("display_name")).isEqualTo("Maria Acme");
        assertThat(own.get("/v1/me").text("email_verified_at")).isNull();
        assertThat(own.get("/v1/auth/password").json().toString()).contains("false");
        assertThat(new PasskeyApi(own).list())
                .singleElement()
                .satisfies(
                        item -> {
                            assertThat(item.path("name").asText()).isEqualTo("first");
                            assertThat(item.path("user_id").asText()).isEqualTo(id);
                        });
        TestUser user = new TestUser(id, email, null);
        assertThat(realm.events("REGISTER", user)).singleElement().hasNoError();
        realm.api().refresh(tokens.refresh()).assertTokens();
        // The key knows the id that the account really has.
        assertThat(api.signIn(key).assertTokens().userId()).isEqualTo(id);
        realm.api().login(email, "anything at all").assertError(401, "auth.invalid_credentials");
    }

    private static final String HOSTED = "/v1/register/passkey/";

    private static Answer beginHosted(Api client, Object tenantId, String email) {
        return client.post(HOSTED + "begin", Map.of("tenant_id", tenantId, "email", email));
    }

    /** The id of the realm's tenant. */
    private static String tenantId() {
        return realm.signIn(realm.user()).tenantId();
    }

    @PrivateApi
    @Test
    void pageSignsUpWithCookies() {
        String tenantId = tenantId();
        realm.awaitAtRoot();
        Browser.createClient(realm);
        for (Api client : List.of(realm.api(), TestServer.root())) {
            HostedPage page = new HostedPage(realm, client.with("Origin", HostedPage.ORIGIN));
            String email = TestRealm.newEmail();
            SoftKey key = SoftKey.at(realm);
            Answer begun = beginHosted(page.client(), tenantId.toUpperCase(Locale.ROOT), email);
            Answer finished =
                    page.keep(
                            new PasskeyApi(page.client())
                                    .finish(
                                            HOSTED + "finish",
                                            begun,
                                            key.create(PasskeyApi.options(begun)),
                                            "first"));
            String id = realm.usersWithEmail(email).get(0).path("id").asText();
            assertThat(finished.assertStatus(201).json())
                    .isEqualTo(Answer.JSON.valueToTree(Map.of("user_id", id)));
            assertThat(page.cookie(HostedPage.SESSION)).isNotBlank();
            assertThat(page.isSignedInAtKeycloak()).isTrue();
            assertThat(realm.sessionIds(new TestUser(id, email, null))).hasSize(1);
            assertThat(api.signIn(key).assertTokens().userId()).isEqualTo(id);
        }
    }

    @Test
    void signUpOfAPageIsAsStrictAsAnyOther() {
        String tenantId = tenantId();
        Api client = realm.api();
        String email = TestRealm.newEmail();
        client.post(HOSTED + "begin", Map.of("email", email)).assertError(400, "bad_request");
        for (Object odd : List.of("x", 7, List.of(tenantId), tenantId + "0")) {
            beginHosted(client, odd, email).assertError(400, "bad_request");
        }
        client.post(HOSTED + "begin", Map.of("tenant_id", tenantId))
                .assertError(422, "auth.email_required");
        beginHosted(client, tenantId, "x").assertInvalidField("email", "invalid_email");
        for (Api any : List.of(client, TestServer.root())) {
            beginHosted(any, UUID.randomUUID(), email)
                    .assertError(403, "auth.self_registration_disabled");
        }
        Api foreign = client.with("Origin", "https://evil.example.test");
        beginHosted(foreign, tenantId, email).assertError(403, "csrf_failed");
        Answer begun = beginHosted(client, tenantId, email);
        Map<String, Object> made = SoftKey.at(realm).create(PasskeyApi.options(begun));
        new PasskeyApi(foreign)
                .finish(HOSTED + "finish", begun, made, null)
                .assertError(403, "csrf_failed");
        for (Object credential : HostileKeys.malformed(made, "attestationObject")) {
            api.finish(HOSTED + "finish", begun, credential, null)
                    .assertError(400, "passkey.attestation_invalid");
        }
        assertThat(realm.usersWithEmail(email)).isEmpty();
        // Of many at once, one account and one session are left.
        List<Answer> answers =
                Parallel.run(8, 8, i -> api.finish(HOSTED + "finish", begun, made, null));
        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 201)
                .allSatisfy(
                        answer -> {
                            answer.assertError(400, "auth.session_expired");
                            assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
                        });
        TestUser user = realm.user();
        Answer taken = beginHosted(client, tenantId, user.email());
        Answer refused =
                api.finish(
                        HOSTED + "finish",
                        taken,
                        SoftKey.at(realm).create(PasskeyApi.options(taken)),
                        null);
        refused.assertError(422, "unprocessable");
        assertThat(refused.headers().allValues("Set-Cookie")).isEmpty();
        realm.updateRealm(r -> r.put("registrationAllowed", false));
        try {
            beginHosted(client, tenantId, TestRealm.newEmail())
                    .assertError(403, "auth.self_registration_disabled");
        } finally {
            realm.updateRealm(r -> r.put("registrationAllowed", true));
        }
    }

    @Test
    void addressThatIsTakenLooksFreeUntilAPasskeyIsMade() {
        TestUser user = realm.user();
        ObjectNode taken = PasskeyApi.options(begin(user.email()));
        ObjectNode free = PasskeyApi.options(begin(TestRealm.newEmail()));
        for (ObjectNode options : List.of(taken, free)) {
            options.remove(List.of("challenge", "user"));
        }
        assertThat(taken).isEqualTo(free);
        signUp(user.email(), SoftKey.at(realm)).assertError(422, "unprocessable");
        signUp(user.email().toUpperCase(Locale.ROOT), SoftKey.at(realm))
                .assertError(422, "unprocessable");
        // A client without a passkey learns nothing.
        for (String email : List.of(user.email(), TestRealm.newEmail())) {
            signUp(email, SoftKey.at(realm).origin("https://evil.example.test"))
                    .assertError(400, "passkey.attestation_invalid");
            assertThat(realm.usersWithEmail(email).size()).isLessThan(2);
        }
        assertThat(realm.credentials(user, "webauthn-passwordless")).isEmpty();
    }

    @Test
    void refusedPasskeyLeavesNothingBehind() {
        String email = TestRealm.newEmail();
        int users = realm.numberOfUsers();
        Answer begun = begin(email);
        SoftKey liar = SoftKey.at(realm).rpId("evil.example.test");
        finish(begun, liar.create(PasskeyApi.options(begun)))
                .assertError(400, "passkey.attestation_invalid");
        finish(begun, SoftKey.at(realm).create(PasskeyApi.options(begun)))
                .assertError(400, "auth.session_expired");
        begun = begin(email);
        Map<String, Object> made =
                new HashMap<>(SoftKey.at(realm).create(PasskeyApi.options(begun)));
        made.put("id", "AAAA");
        made.put("rawId", "AAAA");
        finish(begun, made).assertError(400, "passkey.attestation_invalid");
        assertThat(realm.usersWithEmail(email)).isEmpty();
        assertThat(realm.numberOfUsers()).isEqualTo(users);
        signUp(email, SoftKey.at(realm)).assertTokens(201);
    }

    @Test
    void oneAccountComesOfTenSignUpsAtOnce() {
        String email = TestRealm.newEmail();
        List<Answer> begun = Parallel.run(10, 10, i -> begin(email));
        List<Integer> statuses =
                Parallel.run(
                        10,
                        10,
                        i ->
                                finish(
                                                begun.get(i),
                                                SoftKey.at(realm)
                                                        .create(PasskeyApi.options(begun.get(i))))
                                        .status());
        assertThat(statuses).filteredOn(status -> status == 201).hasSize(1);
        assertThat(statuses).filteredOn(status -> status == 422).hasSize(9);
        assertThat(realm.usersWithEmail(email)).hasSize(1);
    }

    @Test
    void badInputIsRefused() {
        Api anonymous = realm.api();
        anonymous.post(BEGIN).assertError(422, "auth.email_required");
        anonymous.post(BEGIN, Map.of()).assertError(422, "auth.email_required");
        anonymous.post(BEGIN, Map.of("email", " ")).assertError(422, "auth.email_required");
        anonymous.post(BEGIN, Map.of("email", "x")).assertInvalidField("email", "invalid_email");
        anonymous.post(BEGIN, Map.of("email", 1)).assertError(400, "bad_request");
        for (String address : HostileInput.addresses(TestRealm.newEmail())) {
            anonymous.post(BEGIN, Map.of("email", address)).assertErrorEnvelope();
        }
        anonymous
                .post(BEGIN, Map.of("email", "a@b.test", "display_name", "x".repeat(201)))
                .assertInvalidField("display_name", "too_long");
        Answer begun = begin(TestRealm.newEmail());
        Map<String, Object> good = SoftKey.at(realm).create(PasskeyApi.options(begun));
        for (Object credential : HostileKeys.malformed(good, "attestationObject")) {
            finish(begun, credential).assertError(400, "passkey.attestation_invalid");
        }
        anonymous.post(FINISH, Map.of()).assertInvalidField("credential", "required");
        anonymous
                .post(FINISH, Map.of("session_id", UUID.randomUUID(), "credential", good))
                .assertError(400, "auth.session_expired");
        Answer signIn = api.beginSignIn();
        finish(signIn, good).assertError(400, "passkey.session_invalid");
        finish(begun, good).assertTokens(201);
    }

    @Test
    void hostileNameIsOnlyAName() {
        String email = TestRealm.newEmail();
        Answer begun =
                realm.api().post(BEGIN, Map.of("email", email, "display_name", HostileInput.NAME));
        if (begun.status() == 200) {
            Answer finished = finish(begun, SoftKey.at(realm).create(PasskeyApi.options(begun)));
            assertThat(finished.status()).as(finished.toString()).isLessThan(500);
        }
    }

    @Test
    void signUpCanBeSwitchedOff() {
        Answer begun = begin(TestRealm.newEmail());
        Map<String, Object> made = SoftKey.at(realm).create(PasskeyApi.options(begun));
        realm.updateSettings(Map.of("passkeys", List.of("false")));
        try {
            begin(TestRealm.newEmail()).assertError(403, "auth.method_disabled");
            finish(begun, made).assertError(403, "auth.method_disabled");
        } finally {
            realm.updateSettings(Map.of("passkeys", List.of()));
        }
        realm.updateRealm(r -> r.put("registrationAllowed", false));
        try {
            begin(TestRealm.newEmail()).assertError(403, "auth.self_registration_disabled");
            finish(begun, made).assertError(403, "auth.self_registration_disabled");
        } finally {
            realm.updateRealm(r -> r.put("registrationAllowed", true));
        }
    }

    @Test
    void rootNamesTheOriginsThatMayUseItsKeys() {
        defaultTenant.updateRealm(
                r -> {
                    r.putArray("webAuthnPolicyExtraOrigins").add("https://app.example.test");
                    r.putArray("webAuthnPolicyPasswordlessExtraOrigins")
                            .add("https://app.example.test")
                            .add("https://shop.example.test");
                });
        Answer answer = TestServer.root().get("/.well-known/webauthn").assertStatus(200);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.json()).hasSize(1);
        assertThat(answer.json().path("origins"))
                .extracting(JsonNode::asText)
                .hasSize(3)
                .contains("https://app.example.test", "https://shop.example.test")
                .anyMatch(origin -> origin.startsWith("http://localhost:"));
        TestServer.root().post("/.well-known/webauthn").assertError(404, "not_found");
    }
}
