package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The window that a proved second factor opens for its session. */
class StepUpIT {

    private static final String STATUS = "/v1/mfa/step-up/status";

    private static final String LEVELS = "levels";

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension
    static final TestRealm realm = TestRealm.fresh().with(mailbox::serve).with(StepUpIT::addLevels);

    /** What needs the window. */
    enum Change {
        NEW_APP("POST", "/v1/mfa/totp/enroll/start"),
        NEW_RECOVERY_CODES("POST", "/v1/mfa/recovery-codes/regenerate"),
        NO_APP("DELETE", "/v1/mfa/totp");

        private final String method;
        private final String path;

        Change(String method, String path) {
            this.method = method;
            this.path = path;
        }

        Answer in(SignedIn session) {
            return method.equals("DELETE") ? session.api().delete(path) : session.api().post(path);
        }
    }

    private static void addLevels(ObjectNode realm) {
        for (JsonNode client : realm.path("clients")) {
            if (client.path("clientId").asText().equals(TestRealm.CLIENT)) {
                ((ObjectNode) client).withArray("defaultClientScopes").add("acr");
            }
        }
        SecondFactorConditionsIT.addLevels(realm);
    }

    private static Answer verify(SignedIn session, String code) {
        return session.api().post("/v1/mfa/totp/verify", Map.of("code", code));
    }

    private static boolean isOpen(SignedIn session) {
        JsonNode status = session.api().get(STATUS).assertStatus(200).json();
        assertThat(status.path("recent")).isEqualTo(status.path("recently_verified"));
        return status.path("recent").asBoolean();
    }

    /** Nothing may change in it. */
    private static void assertClosed(SignedIn session) {
        assertThat(isOpen(session)).isFalse();
        for (Change change : Change.values()) {
            change.in(session).assertError(403, "step_up_required");
        }
        assertThat(realm.credentials(session.user(), "otp")).hasSize(1);
    }

    @Test
    void windowBelongsToTheSessionAndSurvivesARefresh() {
        SignedIn one = SignedIn.newIn(realm);
        TestUser user = one.user();
        SignedIn other = SignedIn.of(realm, user);
        String secret = SignedIn.of(realm, user).setUpApp();
        Instant before = Instant.now().minusSeconds(1);
        verify(one, "123 45").assertError(401, "mfa.code_invalid");
        assertThat(verify(one, Totp.codeAfter(secret)).assertStatus(200).json())
                .hasToString("{\"verified\":true}");
        JsonNode status = one.api().get(STATUS).assertStatus(200).json();
        assertThat(status.path("recently_verified").asBoolean()).isTrue();
        assertThat(Instant.parse(status.path("verified_at").asText()))
                .isBetween(before, Instant.now().plusSeconds(1));
        assertThat(status.path("window_seconds").asInt()).isEqualTo(300);
        assertClosed(other);

        Tokens refreshed = realm.api().refresh(one.tokens().refresh()).assertTokens();
        SignedIn later = new SignedIn(realm, user, refreshed);
        assertThat(isOpen(later)).isTrue();
        for (Change change : Change.values()) {
            assertThat(change.in(later).status()).as(change.name()).isBetween(200, 204);
        }
        assertThat(realm.events("CUSTOM_REQUIRED_ACTION", user))
                .singleElement()
                .hasSession(one.tokens().sessionId())
                .hasDetail("custom_required_action", "step_up")
                .hasDetail("credential_type", "otp");
    }

    @Test
    void windowEnds() {
        SignedIn session = SignedIn.newIn(realm);
        String secret = SignedIn.of(realm, session.user()).setUpApp();
        verify(session, Totp.codeNow(secret)).assertStatus(200);
        assertThat(isOpen(session)).isTrue();
        String begun = Totp.fromBase32(Change.NEW_APP.in(session).assertStatus(200).text("secret"));
        realm.updateSettings(Map.of("step_up_seconds", List.of("10")));
        try {
            Await.until("the window ends", Duration.ofSeconds(20), () -> !isOpen(session));
            // What was begun while it was open can be ended only while it is open.
            session.api()
                    .post("/v1/mfa/totp/enroll/confirm", Map.of("code", Totp.codeNow(begun)))
                    .assertError(403, "step_up_required");
            assertClosed(session);
            verify(session, Totp.codeAfter(secret)).assertStatus(200);
        } finally {
            realm.updateSettings(Map.of("step_up_seconds", List.of()));
        }
    }

    @Test
    void userWithoutAFactorHasNothingToProve() {
        SignedIn user = SignedIn.newIn(realm);
        verify(user, "123456").assertError(400, "mfa.not_enrolled");
        JsonNode status = user.api().get(STATUS).assertStatus(200).json();
        assertThat(status.path("recently_verified").asBoolean()).isFalse();
        assertThat(status.path("verified_at").isNull()).isTrue();
    }

    @Test
    void oneCodeSentManyTimesAtOnceCountsOnce() {
        SignedIn session = SignedIn.newIn(realm);
        String secret = SignedIn.of(realm, session.user()).setUpApp();
        String code = Totp.codeNow(secret);
        List<Answer> answers = Parallel.run(4, 4, i -> verify(session, code));
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
    }

    @Test
    void guessesLockTheFactorAndNotThePassword() {
        SignedIn session = SignedIn.newIn(realm);
        TestUser user = session.user();
        String secret = SignedIn.of(realm, user).setUpApp();
        for (int i = 0; i < 5; i++) {
            verify(session, Totp.wrongCode(secret)).assertError(401, "mfa.code_invalid");
        }
        Answer locked = verify(session, Totp.codeNow(secret));
        locked.assertError(429, "auth.account_locked");
        assertThat(Integer.parseInt(locked.header("Retry-After"))).isPositive();
        String challenge = realm.api().login(user.email(), user.password()).assertChallenge();
        realm.api().mfa(challenge, Totp.codeAfter(secret)).assertError(429, "auth.account_locked");
        assertThat(isOpen(session)).isFalse();
    }

    /** A new code gives no more guesses: the lock is that of the factors together. */
    @Test
    void guessesAtSentCodesLockTheFactor() {
        OtpFactors person = new OtpFactors(SignedIn.newIn(realm), mailbox);
        OtpFactors.Factor factor = person.added(OtpFactors.Channel.EMAIL);
        for (int i = 0; i < 5; i++) {
            person.challenge(factor).assertStatus(202);
            person.verify(OtpFactors.wrong(person.code(factor, i + 2), 1))
                    .assertError(401, "mfa.code_invalid");
        }
        Answer locked = person.verify(person.code(factor, 6));
        locked.assertError(429, "auth.account_locked");
        assertThat(Integer.parseInt(locked.header("Retry-After"))).isPositive();
        assertThat(isOpen(person.person())).isFalse();
    }

    @Test
    void sentCodeOpensTheWindow() {
        OtpFactors person = new OtpFactors(SignedIn.newIn(realm), mailbox);
        person.stepUp(person.added(OtpFactors.Channel.EMAIL));
        assertThat(isOpen(person.person())).isTrue();
        assertThat(realm.events("CUSTOM_REQUIRED_ACTION", person.person().user()))
                .singleElement()
                .hasDetail("custom_required_action", "step_up")
                .hasDetail("credential_type", "authrealm-mail-code");
    }

    @PrivateApi
    @Test
    void levelOfTheSessionRisesWithTheFactor() {
        String secret = Totp.newSecret();
        TestUser user = realm.userWithTotp(secret);
        realm.bindFlow(LEVELS);
        try {
            SignedIn session = SignedIn.of(realm, user);
            assertThat(acr(session.tokens())).isEqualTo("1");
            verify(session, Totp.codeNow(secret)).assertStatus(200);
            Tokens refreshed = realm.api().refresh(session.tokens().refresh()).assertTokens();
            assertThat(acr(refreshed)).isEqualTo("2");
        } finally {
            realm.bindFlow("authrealm sign-in");
        }
    }

    private static String acr(Tokens tokens) {
        return Jwt.payload(tokens.access()).path("acr").asText();
    }
}
