package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.authrealm.suite.OtpFactors.Channel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Users who add a key, or set up codes, on the way in. */
@PrivateApi
@ResourceLock(value = TestServer.SMS_LOCK, mode = ResourceAccessMode.READ)
class FactorsOnTheWayIT {

    private static final String BEGIN = "/v1/passkeys/register/begin";
    private static final String FINISH = "/v1/passkeys/register/finish";
    private static final String EXPIRED = "auth.mfa_challenge_expired";
    private static final String NEW = "a-new-horse-battery";

    /** The kinds of keys. */
    enum Kind {
        SECURITY_KEY("webauthn-register", "webauthn"),
        PASSKEY("webauthn-register-passwordless", "webauthn-passwordless");

        private final String alias;
        private final String type;

        Kind(String alias, String type) {
            this.alias = alias;
            this.type = type;
        }

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh()
                    .with(mailbox::serve)
                    .with(r -> r.put("bruteForceProtected", false))
                    .with(FactorsOnTheWayIT::addFlow);

    @RegisterExtension static final TestRealm otherRealm = TestRealm.fresh();

    private static Api admin;

    /** A flow that asks for the app, and for no other factor. */
    private static void addFlow(ObjectNode realm) {
        ObjectNode flow =
                realm.withArray("authenticationFlows")
                        .addObject()
                        .put("alias", "app only")
                        .put("providerId", "basic-flow")
                        .put("topLevel", true);
        flow.putArray("authenticationExecutions")
                .addObject()
                .put("authenticator", "authrealm-password")
                .put("requirement", "REQUIRED")
                .put("priority", 1);
    }

    @BeforeAll
    static void signInAdmin() {
        admin = realm.as(realm.admin("manage-users"));
    }

    private static TestUser demanded() {
        TestUser user = realm.user();
        admin.send("PUT", "/v1/users/" + user.id() + "/mfa-required", Map.of("required", true))
                .assertStatus(200);
        return user;
    }

    private static Consumer<ObjectNode> actions(String... actions) {
        return user -> List.of(actions).forEach(user.putArray("requiredActions")::add);
    }

    private static TestUser userWith(String... actions) {
        return realm.user(actions(actions));
    }

    private static Answer logIn(TestUser user) {
        return realm.api().login(user.email(), user.password());
    }

    private static JsonNode action(Answer answer, String name) {
        JsonNode json = answer.json();
        JsonNode all =
                json.has("error") ? json.at("/error/metadata/actions") : json.path("actions");
        return TestRealm.list(all).stream()
                .filter(action -> action.path("action").asText().equals(name))
                .findAny()
                .orElseThrow(() -> new AssertionError("no action " + name + " in " + answer));
    }

    private static Answer begin(String challenge, Kind kind) {
        return realm.api().post(BEGIN, Map.of("mfa_token", challenge, "kind", kind.wire()));
    }

    private static Answer finish(Api api, String challenge, Answer begun, Object credential) {
        return finish(api, challenge, begun.text("session_id"), credential);
    }

    private static Answer finish(Api api, String challenge, String ceremony, Object credential) {
        Map<String, Object> body = new HashMap<>();
        body.put("mfa_token", challenge);
        body.put("session_id", ceremony);
        body.put("credential", credential);
        body.put("name", "my key");
        return api.post(FINISH, body);
    }

    private static Answer finish(String challenge, Answer begun, SoftKey key) {
        return finish(realm.api(), challenge, begun, key.create(PasskeyApi.options(begun)));
    }

    private static Answer register(String challenge, Kind kind, SoftKey key) {
        return finish(challenge, begin(challenge, kind), key);
    }

    private static Answer add(String challenge, Channel channel, String destination) {
        return realm.api()
                .post(
                        OtpFactors.PATH,
                        Map.of(
                                "mfa_token", challenge,
                                "channel", channel.wire(),
                                "destination", destination));
    }

    private static Answer confirm(String challenge, String factor, String code) {
        return realm.api()
                .post(
                        OtpFactors.PATH + "/" + factor + "/confirm",
                        Map.of("mfa_token", challenge, "code", code));
    }

    private static String code(Channel channel, String destination, int which) {
        return switch (channel) {
            case EMAIL -> mailbox.await(destination, which).code();
            case SMS -> TextMessages.await(destination, which).code();
        };
    }

    private static void assertExpired(Answer answer) {
        answer.assertError(401, EXPIRED);
    }

    private static int stored(TestUser user, String type) {
        return realm.credentials(user, type).size();
    }

    private static void assertNoFactor(TestUser user) {
        for (Kind kind : Kind.values()) {
            assertThat(stored(user, kind.type)).as("keys of type %s", kind.type).isZero();
        }
        for (Channel channel : Channel.values()) {
            assertThat(stored(user, channel.type())).as("codes by %s", channel.wire()).isZero();
        }
    }

    private static String codeOfNewApp(String challenge) {
        Map<String, String> body = Map.of("mfa_token", challenge);
        String secret =
                realm.api()
                        .post("/v1/mfa/totp/enroll/start", body)
                        .assertStatus(200)
                        .text("secret");
        return Totp.codeNow(Totp.fromBase32(secret));
    }

    private static Answer setUpApp(String challenge) {
        return realm.api()
                .post(
                        "/v1/mfa/totp/enroll/confirm",
                        Map.of("mfa_token", challenge, "code", codeOfNewApp(challenge)));
    }

    // Keys that an admin asks for

    @ParameterizedTest
    @EnumSource
    void keyIsAddedOnTheWayIn(Kind kind) {
        TestUser user = userWith(kind.alias);
        Answer asked = logIn(user);
        String challenge = asked.assertActionRequired(kind.alias);
        JsonNode action = action(asked, "add_" + kind.wire());
        assertThat(action.path("endpoint").asText()).isEqualTo(BEGIN);
        assertThat(action.path("fields").path(0).asText()).isEqualTo("mfa_token");
        assertThat(action.has("alternatives")).isFalse();

        Answer begun = begin(challenge, kind);
        SoftKey key = SoftKey.at(realm);
        JsonNode options = PasskeyApi.options(begun);
        assertThat(options.at("/user/id").asText()).isEqualTo(SoftKey.handle(user.id()));
        Map<String, Object> wrong = SoftKey.at(realm).challenge("AAAA").create(options);
        finish(realm.api(), challenge, begun, wrong)
                .assertError(400, "passkey.attestation_invalid");
        finish(challenge, begun, key).assertError(400, "auth.session_expired");
        assertThat(stored(user, kind.type)).isZero();
        assertThat(realm.sessionIds(user)).isEmpty();

        Answer again = begin(challenge.toUpperCase(Locale.ROOT), kind);
        Map<String, Object> made = key.create(PasskeyApi.options(again));
        Tokens tokens = finish(realm.api(), challenge, again, made).assertTokens();
        assertThat(tokens.userId()).isEqualTo(user.id());
        assertThat(Jwt.payload(tokens.access()).path("amr"))
                .extracting(JsonNode::asText)
                .containsExactly("pwd", "hwk", "mfa");
        JsonNode listed = PasskeyApi.of(new SignedIn(realm, user, tokens)).list().get(0);
        assertThat(listed.path("name").asText()).isEqualTo("my key");
        assertThat(listed.path("kind").asText()).isEqualTo(kind.wire());
        assertThat(realm.get("/users/" + user.id()).path("requiredActions")).isEmpty();
        assertThat(realm.events("UPDATE_CREDENTIAL", user))
                .singleElement()
                .hasNoError()
                .hasDetail("credential_type", kind.type);
        realm.api().refresh(tokens.refresh()).assertTokens();

        assertExpired(finish(realm.api(), challenge, again, made));
        assertExpired(begin(challenge, kind));
        assertThat(stored(user, kind.type)).isEqualTo(1);
        Answer next = logIn(user);
        if (kind == Kind.SECURITY_KEY) {
            next.assertChallenge("webauthn");
        } else {
            PasskeyApi.anonymous(realm).signIn(key).assertTokens();
        }
    }

    @Test
    void whatElseIsMissingFollowsWithTheSameChallenge() {
        TestUser user = userWith(Kind.SECURITY_KEY.alias, Kind.PASSKEY.alias, "UPDATE_PASSWORD");
        Answer asked = logIn(user);
        String challenge = asked.text("error.metadata.challenge_id");
        Answer begunBefore = begin(challenge, Kind.PASSKEY);
        assertThat(
                        realm.api()
                                .action("update_password", challenge, "new_password", NEW)
                                .assertActionRequired(Kind.SECURITY_KEY.alias, Kind.PASSKEY.alias))
                .isEqualTo(challenge);
        register(challenge, Kind.SECURITY_KEY, SoftKey.at(realm))
                .assertActionRequired(Kind.PASSKEY.alias);
        finish(challenge, begunBefore, SoftKey.at(realm)).assertTokens();
        assertThat(stored(user, "webauthn")).isEqualTo(1);
        assertThat(stored(user, "webauthn-passwordless")).isEqualTo(1);
        realm.api().login(user.email(), NEW).assertStatus(200);
    }

    @Test
    void factorThatWasNotUsedStandsInTheWay() {
        TestUser user =
                realm.user(
                        u -> {
                            // The flow does not ask for it.
                            SecondFactors.addSecurityKey(u, "webauthn-passwordless");
                            actions(Kind.SECURITY_KEY.alias).accept(u);
                        });
        Answer asked = logIn(user);
        String challenge = asked.assertActionRequired(Kind.SECURITY_KEY.alias);
        assertThat(action(asked, "add_security_key").has("endpoint")).isFalse();
        assertExpired(begin(challenge, Kind.SECURITY_KEY));
        assertThat(stored(user, "webauthn")).isZero();

        // One that was used does not.
        String secret = Totp.newSecret();
        TestUser other =
                realm.user(
                        u -> {
                            SecondFactors.addTotp(u, secret);
                            actions(Kind.SECURITY_KEY.alias).accept(u);
                        });
        String factor = logIn(other).assertChallenge("totp");
        assertExpired(begin(factor, Kind.SECURITY_KEY));
        Answer proved = realm.api().mfa(factor, Totp.codeNow(secret));
        String waiting = proved.assertActionRequired(Kind.SECURITY_KEY.alias);
        assertThat(action(proved, "add_security_key").path("endpoint").asText()).isEqualTo(BEGIN);
        register(waiting, Kind.SECURITY_KEY, SoftKey.at(realm)).assertTokens();
        assertThat(stored(other, "webauthn")).isEqualTo(1);
    }

    @Test
    void simultaneousRequestsAddOneKey() {
        TestUser user = userWith(Kind.SECURITY_KEY.alias);
        List<String> challenges = new ArrayList<>();
        List<Answer> begun = new ArrayList<>();
        List<Map<String, Object>> made = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            challenges.add(logIn(user).assertActionRequired(Kind.SECURITY_KEY.alias));
            begun.add(begin(challenges.get(i), Kind.SECURITY_KEY));
            made.add(SoftKey.at(realm).create(PasskeyApi.options(begun.get(i))));
        }
        List<Answer> answers =
                Parallel.run(
                        9,
                        9,
                        i ->
                                finish(
                                        realm.api(),
                                        challenges.get(i % 3),
                                        begun.get(i % 3),
                                        made.get(i % 3)));
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .allSatisfy(FactorsOnTheWayIT::assertExpired);
        assertThat(stored(user, "webauthn")).isEqualTo(1);
        assertThat(realm.sessionIds(user)).hasSize(1);
    }

    @Test
    void ceremonyBelongsToItsSignIn() {
        TestUser user = userWith(Kind.SECURITY_KEY.alias);
        String first = logIn(user).assertActionRequired(Kind.SECURITY_KEY.alias);
        String second = logIn(user).assertActionRequired(Kind.SECURITY_KEY.alias);
        finish(second, begin(first, Kind.SECURITY_KEY), SoftKey.at(realm))
                .assertError(400, "passkey.session_mismatch");

        TestUser other = userWith(Kind.SECURITY_KEY.alias);
        String ofOther = logIn(other).assertActionRequired(Kind.SECURITY_KEY.alias);
        finish(ofOther, begin(first, Kind.SECURITY_KEY), SoftKey.at(realm))
                .assertError(400, "passkey.session_mismatch");

        SignedIn person = SignedIn.newIn(realm);
        Answer ofSession = PasskeyApi.of(person).beginRegistration("security_key");
        finish(first, ofSession, SoftKey.at(realm)).assertError(400, "passkey.session_mismatch");
        Answer ofSignIn = begin(first, Kind.SECURITY_KEY);
        PasskeyApi.of(person)
                .finishRegistration(
                        ofSignIn, SoftKey.at(realm).create(PasskeyApi.options(ofSignIn)), "x")
                .assertError(400, "passkey.session_mismatch");

        // A key of the other kind is not what the sign-in waits for.
        Answer passkey = PasskeyApi.of(person).beginRegistration("passkey");
        finish(first, passkey, SoftKey.at(realm)).assertError(400, "passkey.session_mismatch");
        begin(first, Kind.PASSKEY).assertError(409, "conflict");
        realm.api().post(BEGIN, Map.of("mfa_token", first)).assertError(409, "conflict");

        Answer login = PasskeyApi.anonymous(realm).beginSignIn();
        finish(realm.api(), first, login, SoftKey.at(realm).create(PasskeyApi.options(ofSignIn)))
                .assertError(400, "passkey.session_mismatch");
        assertNoFactor(user);
        assertNoFactor(other);
        assertNoFactor(person.user());
        register(first, Kind.SECURITY_KEY, SoftKey.at(realm)).assertTokens();
        assertThat(stored(user, "webauthn")).isEqualTo(1);
    }

    @Test
    void keyThatTheTenantDoesNotOfferHasNoRoute() {
        TestUser user = userWith(Kind.PASSKEY.alias);
        String before = logIn(user).assertActionRequired(Kind.PASSKEY.alias);
        Answer begun = begin(before, Kind.PASSKEY);
        realm.updateSettings(Map.of("passkeys", List.of("false"), "mail_codes", List.of("false")));
        try {
            Answer asked = logIn(user);
            String challenge = asked.assertActionRequired(Kind.PASSKEY.alias);
            assertThat(action(asked, "add_passkey").has("endpoint")).isFalse();
            begin(challenge, Kind.PASSKEY).assertError(403, "auth.method_disabled");
            finish(before, begun, SoftKey.at(realm)).assertError(403, "auth.method_disabled");
            assertThat(alternatives(logIn(demanded())))
                    .containsExactly("add_security_key", "add_sms_code");
        } finally {
            realm.updateSettings(Map.of("passkeys", List.of(), "mail_codes", List.of()));
        }
        assertNoFactor(user);
    }

    // Any factor, because one is demanded

    private static List<String> alternatives(Answer answer) {
        answer.assertEnrollment();
        return TestRealm.list(action(answer, "configure_totp").path("alternatives")).stream()
                .map(one -> one.path("action").asText())
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void codesMeetTheDemand(Channel channel) {
        TestUser user = demanded();
        Answer asked = logIn(user);
        String challenge = asked.assertEnrollment();
        assertThat(alternatives(asked))
                .containsExactly("add_security_key", "add_email_code", "add_sms_code");
        JsonNode way = action(asked, "configure_totp").at("/alternatives/1");
        assertThat(way.path("endpoint").asText()).isEqualTo(OtpFactors.PATH);
        assertThat(way.path("fields")).hasSize(3);

        String destination = channel.newDestination();
        String factor = add(challenge, channel, destination).assertStatus(201).text("factor_id");
        String code = code(channel, destination, 1);
        confirm(challenge, factor, OtpFactors.wrong(code, 0))
                .assertError(400, "mfa.otp_code_invalid");
        confirm(challenge, UUID.randomUUID().toString(), code).assertError(404, "not_found");
        assertNoFactor(user);
        assertThat(realm.sessionIds(user)).isEmpty();

        List<Answer> answers =
                Parallel.run(6, 6, i -> confirm(challenge, factor.toUpperCase(Locale.ROOT), code));
        List<Answer> done = answers.stream().filter(answer -> answer.status() == 200).toList();
        assertThat(done).as("successes among %s", answers).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .allSatisfy(FactorsOnTheWayIT::assertExpired);
        Tokens tokens = done.get(0).assertTokens();
        assertThat(tokens.userId()).isEqualTo(user.id());
        assertThat(Jwt.payload(tokens.access()).path("amr"))
                .extracting(JsonNode::asText)
                .contains("pwd", "otp", "mfa");
        assertThat(stored(user, channel.type())).isEqualTo(1);
        assertThat(realm.sessionIds(user)).hasSize(1);
        assertExpired(confirm(challenge, factor, code));
        assertExpired(add(challenge, channel, destination));
        assertThat(realm.get("/users/" + user.id()).path("requiredActions")).isEmpty();
        logIn(user).assertChallenge(channel.wire());
    }

    @Test
    void securityKeyMeetsTheDemand() {
        TestUser user = demanded();
        String challenge = logIn(user).assertEnrollment();
        // The flow does not ask for a passkey after the password.
        begin(challenge, Kind.PASSKEY).assertError(409, "conflict");
        SoftKey key = SoftKey.at(realm);
        register(challenge, Kind.SECURITY_KEY, key).assertTokens();
        logIn(user).assertChallenge("webauthn");
    }

    @Test
    void demandIsMetOnlyByWhatTheFlowAsksFor() {
        TestUser user = demanded();
        realm.bindFlow("app only");
        try {
            Answer asked = logIn(user);
            String challenge = asked.assertEnrollment();
            assertThat(alternatives(asked)).isEmpty();
            begin(challenge, Kind.SECURITY_KEY).assertError(409, "conflict");
            add(challenge, Channel.EMAIL, TestRealm.newEmail()).assertError(409, "conflict");
        } finally {
            realm.bindFlow("authrealm sign-in");
        }
        assertNoFactor(user);
    }

    @Test
    void noOtherFactorStandsInForTheAppOfAnAdmin() {
        TestUser user = userWith("CONFIGURE_TOTP");
        admin.send("PUT", "/v1/users/" + user.id() + "/mfa-required", Map.of("required", true))
                .assertStatus(200);
        for (TestUser each : List.of(user, userWith("CONFIGURE_TOTP"))) {
            Answer asked = logIn(each);
            String challenge = asked.assertEnrollment();
            assertThat(alternatives(asked)).isEmpty();
            begin(challenge, Kind.SECURITY_KEY).assertError(409, "conflict");
            add(challenge, Channel.EMAIL, TestRealm.newEmail()).assertError(409, "conflict");
            setUpApp(challenge).assertTokens();
            assertNoFactor(each);
        }
    }

    @Test
    void challengeIsWorthlessOnceThereIsAFactor() {
        TestUser user = demanded();
        List<String> challenges =
                List.of(
                        logIn(user).assertEnrollment(),
                        logIn(user).assertEnrollment(),
                        logIn(user).assertEnrollment(),
                        logIn(user).assertEnrollment());
        Answer begun = begin(challenges.get(0), Kind.SECURITY_KEY);
        String destination = TestRealm.newEmail();
        String factor = add(challenges.get(1), Channel.EMAIL, destination).text("factor_id");
        String code = code(Channel.EMAIL, destination, 1);
        setUpApp(logIn(user).assertEnrollment()).assertTokens();
        assertExpired(finish(challenges.get(0), begun, SoftKey.at(realm)));
        assertExpired(confirm(challenges.get(1), factor, code));
        assertExpired(begin(challenges.get(2), Kind.SECURITY_KEY));
        assertExpired(add(challenges.get(3), Channel.EMAIL, TestRealm.newEmail()));
        assertNoFactor(user);
        assertThat(realm.sessionIds(user)).hasSize(1);
    }

    /** Each tries to be the first factor of the user. */
    @Test
    void simultaneousFactorsOfAllKindsMakeOne() {
        TestUser user = demanded();
        String withKey = logIn(user).assertEnrollment();
        String withCode = logIn(user).assertEnrollment();
        Answer begun = begin(withKey, Kind.SECURITY_KEY);
        Map<String, Object> made = SoftKey.at(realm).create(PasskeyApi.options(begun));
        String destination = TestRealm.newEmail();
        String factor = add(withCode, Channel.EMAIL, destination).text("factor_id");
        String code = code(Channel.EMAIL, destination, 1);
        List<Answer> answers =
                Parallel.run(
                        8,
                        8,
                        i ->
                                i % 2 == 0
                                        ? finish(realm.api(), withKey, begun, made)
                                        : confirm(withCode, factor, code));
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(stored(user, "webauthn") + stored(user, Channel.EMAIL.type())).isEqualTo(1);
    }

    @Test
    void challengeDiesWithTheStateOfTheAccount() {
        Map<TestUser, Runnable> changes = new LinkedHashMap<>();
        TestUser revoked = demanded();
        changes.put(
                revoked, () -> admin.post("/v1/users/" + revoked.id() + "/sessions/revoke-all"));
        TestUser disabled = demanded();
        changes.put(disabled, () -> realm.disable(disabled));
        TestUser changed = demanded();
        changes.put(changed, () -> realm.setPassword(changed, NEW));
        changes.forEach(
                (user, change) -> {
                    String withKey = logIn(user).assertEnrollment();
                    String withCode = logIn(user).assertEnrollment();
                    Answer begun = begin(withKey, Kind.SECURITY_KEY);
                    String destination = TestRealm.newEmail();
                    String factor = add(withCode, Channel.EMAIL, destination).text("factor_id");
                    String code = code(Channel.EMAIL, destination, 1);
                    change.run();
                    assertExpired(finish(withKey, begun, SoftKey.at(realm)));
                    assertExpired(confirm(withCode, factor, code));
                    assertExpired(begin(withKey, Kind.SECURITY_KEY));
                    assertNoFactor(user);
                });
    }

    @Test
    void otherChallengesAndBadRequestsAreRefused() {
        String secret = Totp.newSecret();
        String factor = logIn(realm.userWithTotp(secret)).assertChallenge("totp");
        String none = UUID.randomUUID().toString();
        for (String challenge : List.of(factor, none)) {
            assertExpired(begin(challenge, Kind.SECURITY_KEY));
            assertExpired(add(challenge, Channel.EMAIL, TestRealm.newEmail()));
            assertExpired(confirm(challenge, none, "123456"));
        }
        realm.api().mfa(factor.toUpperCase(Locale.ROOT), Totp.codeNow(secret)).assertTokens();

        String actions = logIn(userWith("UPDATE_PASSWORD")).assertActionRequired("UPDATE_PASSWORD");
        begin(actions, Kind.SECURITY_KEY).assertError(409, "conflict");
        add(actions, Channel.SMS, TextMessages.newNumber()).assertError(409, "conflict");
        confirm(actions, none, "123456").assertError(409, "conflict");
        realm.api()
                .action("update_password", actions.toUpperCase(Locale.ROOT), "new_password", NEW)
                .assertTokens();

        String challenge = logIn(demanded()).assertEnrollment();
        add("no-uuid", Channel.EMAIL, TestRealm.newEmail())
                .assertError(400, "auth.session_invalid");
        begin("no-uuid", Kind.PASSKEY).assertError(400, "auth.session_invalid");
        begin("x".repeat(5000), Kind.PASSKEY).assertInvalidField("mfa_token", "too_long");
        add(challenge, Channel.EMAIL, "no address")
                .assertInvalidField("destination", "invalid_email");
        add(challenge, Channel.SMS, "12").assertInvalidField("destination", "invalid_phone");
        add(challenge, Channel.EMAIL, " ").assertError(422, "mfa.destination_required");
        realm.api()
                .post(OtpFactors.PATH, Map.of("mfa_token", challenge, "channel", "fax"))
                .assertError(422, "mfa.channel_invalid");
        realm.api()
                .post(BEGIN, Map.of("mfa_token", challenge, "kind", "door_key"))
                .assertInvalidField("kind", "not_allowed");
        confirm(challenge, "no-uuid", "123456").assertError(400, "bad_request");
        confirm(challenge, none, "1".repeat(65)).assertInvalidField("code", "too_long");
        finish(realm.api(), challenge, none, Map.of("id", "x"))
                .assertError(400, "passkey.attestation_invalid");
        Answer begun = begin(challenge, Kind.SECURITY_KEY);
        Map<String, Object> made = SoftKey.at(realm).create(PasskeyApi.options(begun));
        finish(realm.api(), challenge, none, made).assertError(400, "auth.session_expired");
        realm.api()
                .post(FINISH, Map.of("mfa_token", challenge, "credential", made))
                .assertInvalidField("session_id", "required");

        String confirm = OtpFactors.PATH + "/" + none + "/confirm";
        Api signedIn = SignedIn.newIn(realm).api();
        for (String path : List.of(BEGIN, FINISH, OtpFactors.PATH, confirm)) {
            realm.api().post(path).assertError(401, "unauthorized");
            realm.api().post(path, Map.of("kind", "passkey")).assertError(401, "unauthorized");
            realm.api().post(path, "[").assertError(400, "bad_request");
            realm.api().post(path, Map.of("mfa_token", 7)).assertError(400, "bad_request");
            Map<String, String> withToken = Map.of("mfa_token", challenge);
            signedIn.post(path, withToken).assertError(400, "bad_request");
            realm.api()
                    .with("Authorization", "Bearer none")
                    .post(path, withToken)
                    .assertError(401, "unauthorized");
        }
        finish(realm.api(), challenge, begun, made).assertTokens();
    }

    @Test
    void rootFindsTheTenantByTheChallengeAndOthersDoNot() {
        realm.awaitAtRoot();
        String challenge = logIn(demanded()).assertEnrollment();
        Api root = TestServer.root();
        Api other = otherRealm.api();
        Map<String, String> body = Map.of("mfa_token", challenge, "kind", "security_key");
        assertExpired(other.post(BEGIN, body));
        Answer begun = root.post(BEGIN, body).assertStatus(200);
        Object made = SoftKey.at(realm).create(PasskeyApi.options(begun));
        assertExpired(finish(other, challenge, begun, made));
        finish(root, challenge, begun, made).assertTokens();
    }
}
