package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Users who set up an authenticator app by the API, and their recovery codes. */
class TotpEnrolmentIT {

    @RegisterExtension
    static final TestRealm realm = TestRealm.fresh().with(r -> r.put("bruteForceProtected", false));

    @BeforeAll
    static void prepare() {
        Browser.createClient(realm);
    }

    private static Answer start(SignedIn user) {
        return user.api().post("/v1/mfa/totp/enroll/start", Map.of());
    }

    /** Starts, and returns the secret as an app keeps it. */
    private static String secret(SignedIn user) {
        return Totp.fromBase32(start(user).assertStatus(200).text("secret"));
    }

    private static Answer confirm(SignedIn user, String code) {
        return user.api().post("/v1/mfa/totp/enroll/confirm", Map.of("code", code));
    }

    private static Answer verify(SignedIn user, String code) {
        return user.api().post("/v1/mfa/totp/verify", Map.of("code", code));
    }

    private static List<String> recoveryCodes(Answer answer) {
        return TestRealm.list(answer.assertStatus(200).json().path("recovery_codes")).stream()
                .map(JsonNode::asText)
                .toList();
    }

    private static void assertEnrolled(SignedIn user, boolean isEnrolled) {
        JsonNode status = user.api().get("/v1/mfa/totp").assertStatus(200).json();
        assertThat(status).hasToString("{\"enrolled\":" + isEnrolled + "}");
    }

    private static void assertRecoveryCodes(
            SignedIn user, boolean isEnrolled, int total, int remaining) {
        JsonNode status = user.api().get("/v1/mfa/recovery-codes").assertStatus(200).json();
        assertThat(status)
                .hasToString(
                        "{\"enrolled\":%s,\"total\":%d,\"remaining\":%d}"
                                .formatted(isEnrolled, total, remaining));
    }

    @PrivateApi
    @Test
    void appIsAskedForInTheApiAndOnThePages() {
        SignedIn user = SignedIn.newIn(realm);
        assertEnrolled(user, false);
        assertRecoveryCodes(user, false, 0, 0);
        Answer started = start(user).assertStatus(200);
        assertThat(started.text("secret")).matches("[A-Z2-7]{32}");
        assertThat(started.text("provisioning_url"))
                .startsWith("otpauth://totp/")
                .contains("secret=" + started.text("secret"))
                .contains(URLEncoder.encode(user.user().email(), StandardCharsets.UTF_8))
                .contains("digits=6", "algorithm=SHA1", "period=30", "issuer=");
        assertEnrolled(user, false);
        String secret = Totp.fromBase32(started.text("secret"));
        String code = Totp.codeNow(secret);
        Answer confirmed = confirm(user, code.substring(0, 3) + " " + code.substring(3));
        assertThat(recoveryCodes(confirmed))
                .hasSize(10)
                .doesNotHaveDuplicates()
                .allSatisfy(each -> assertThat(each).matches("[0-9]{10}"));
        assertThat(confirmed.text("warning")).isNotBlank();
        assertEnrolled(user, true);
        assertRecoveryCodes(user, true, 10, 10);

        String challenge =
                realm.api().login(user.user().email(), user.user().password()).assertChallenge();
        realm.api().mfa(challenge, code).assertError(401, "mfa.code_invalid");
        realm.api().mfa(challenge, Totp.codeBefore(secret)).assertTokens();
        Browser browser = new Browser(realm);
        Answer page = browser.logIn(user.user().email(), user.user().password()).assertStatus(200);
        browser.submit(page, Map.of("otp", Totp.codeAfter(secret))).assertStatus(302);

        Events events = realm.events("UPDATE_CREDENTIAL", user.user());
        assertThat(events)
                .withSession(user.tokens().sessionId())
                .details("credential_type")
                .containsExactlyInAnyOrder("otp", "recovery-authn-codes");
        assertThat(events).doNotMention(secret, started.text("secret"), code);
    }

    @Test
    void newAppReplacesTheOldOneOnlyWhenItIsProven() {
        SignedIn user = SignedIn.newIn(realm);
        String old = SignedIn.of(realm, user.user()).setUpApp();
        String id = realm.credentials(user.user(), "otp").get(0).id();
        start(user).assertError(403, "step_up_required");
        verify(user, Totp.codeNow(old)).assertStatus(200);
        String first = secret(user);
        String second = secret(user);
        for (int i = 0; i < 5; i++) {
            confirm(user, i == 0 ? Totp.codeNow(first) : Totp.wrongCode(second))
                    .assertError(400, "mfa.totp_code_invalid");
        }
        confirm(user, Totp.codeNow(second)).assertError(400, "mfa.enroll_not_started");
        assertThat(realm.credentials(user.user(), "otp"))
                .singleElement()
                .satisfies(app -> assertThat(app.id()).isEqualTo(id));
        verify(user, Totp.codeAfter(old)).assertStatus(200);

        String replacement = secret(user);
        confirm(user, Totp.codeNow(replacement)).assertStatus(200);
        assertThat(realm.credentials(user.user(), "otp"))
                .singleElement()
                .satisfies(app -> assertThat(app.id()).isNotEqualTo(id));
        verify(user, Totp.codeAfter(replacement)).assertStatus(200);
        assertThat(realm.events("UPDATE_CREDENTIAL_ERROR", user.user()))
                .withError("invalid_user_credentials")
                .hasSize(5);
    }

    @Test
    void whatOneSessionBeganAnotherCannotEnd() {
        SignedIn one = SignedIn.newIn(realm);
        SignedIn other = SignedIn.of(realm, one.user());
        confirm(one, "123456").assertError(400, "mfa.enroll_not_started");
        String secret = secret(one);
        String othersSecret = secret(other);
        confirm(other, Totp.codeNow(secret)).assertError(400, "mfa.totp_code_invalid");
        confirm(one, Totp.codeNow(secret)).assertStatus(200);
        // By now the user has a factor that the other session has not proved.
        confirm(other, Totp.codeNow(othersSecret)).assertError(403, "step_up_required");
        start(other).assertError(403, "step_up_required");
        verify(other, Totp.codeAfter(secret)).assertStatus(200);
        confirm(other, Totp.codeNow(othersSecret)).assertStatus(200);
        assertThat(realm.credentials(one.user(), "otp")).hasSize(1);
        assertThat(realm.credentials(one.user(), "recovery-authn-codes")).hasSize(1);
    }

    @PrivateApi
    @Test
    void confirmsAtOnceStoreOneApp() {
        SignedIn user = SignedIn.newIn(realm);
        String code = Totp.codeNow(secret(user));
        List<Answer> answers = Parallel.run(12, 12, i -> confirm(user, code));
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .allSatisfy(answer -> answer.assertError(400, "mfa.enroll_not_started"));
        assertThat(realm.credentials(user.user(), "otp")).hasSize(1);
        assertThat(realm.credentials(user.user(), "recovery-authn-codes")).hasSize(1);
    }

    @Test
    void appFollowsTheRealmsPolicyOfItsStart() {
        realm.updateRealm(r -> r.put("otpPolicyAlgorithm", "HmacSHA256").put("otpPolicyDigits", 8));
        SignedIn user = SignedIn.newIn(realm);
        try {
            Answer started = start(user).assertStatus(200);
            assertThat(started.text("provisioning_url")).contains("digits=8", "algorithm=SHA256");
            String secret = Totp.fromBase32(started.text("secret"));
            realm.updateRealm(
                    r ->
                            r.put("otpPolicyAlgorithm", "HmacSHA1")
                                    .put("otpPolicyDigits", 6)
                                    .put("otpPolicyType", "hotp"));
            confirm(user, Totp.codeNow(secret)).assertError(400, "mfa.totp_code_invalid");
            confirm(user, Totp.codeNow(secret, "HmacSHA256", 8)).assertStatus(200);

            SignedIn other = SignedIn.newIn(realm);
            Answer counted = start(other).assertStatus(200);
            assertThat(counted.text("provisioning_url"))
                    .startsWith("otpauth://hotp/")
                    .contains("counter=");
            String countedSecret = Totp.fromBase32(counted.text("secret"));
            confirm(other, Totp.counted(countedSecret, 0)).assertStatus(200);
            verify(other, Totp.counted(countedSecret, 0)).assertError(401, "mfa.code_invalid");
            verify(other, Totp.counted(countedSecret, 1)).assertStatus(200);
        } finally {
            realm.updateRealm(
                    r ->
                            r.put("otpPolicyType", "totp")
                                    .put("otpPolicyAlgorithm", "HmacSHA1")
                                    .put("otpPolicyDigits", 6));
        }
    }

    @Test
    void appIsRemovedWithTheRecoveryCodesAfterStepUp() {
        SignedIn user = SignedIn.newIn(realm);
        SignedIn other = SignedIn.of(realm, user.user());
        user.api().delete("/v1/mfa/totp").assertError(400, "mfa.not_enrolled");
        String secret = secret(user);
        verify(user, "123456").assertError(400, "mfa.not_confirmed");
        confirm(user, Totp.codeNow(secret)).assertStatus(200);
        other.api().delete("/v1/mfa/totp").assertError(403, "step_up_required");
        user.api().delete("/v1/mfa/totp").assertStatus(204);
        assertEnrolled(user, false);
        assertRecoveryCodes(user, false, 0, 0);
        verify(user, "123456").assertError(400, "mfa.not_enrolled");
        realm.signIn(user.user());
        assertThat(realm.events("REMOVE_CREDENTIAL", user.user()))
                .withSession(user.tokens().sessionId())
                .details("credential_type")
                .containsExactlyInAnyOrder("otp", "recovery-authn-codes");
    }

    @PrivateApi
    @Test
    void recoveryCodesAreMadeAnewAndCountedDown() {
        SignedIn user = SignedIn.newIn(realm);
        SignedIn other = SignedIn.of(realm, user.user());
        String regenerate = "/v1/mfa/recovery-codes/regenerate";
        user.api().post(regenerate).assertError(400, "mfa.not_enrolled");
        String secret = secret(user);
        List<String> first = recoveryCodes(confirm(user, Totp.codeNow(secret)));
        List<String> second = recoveryCodes(user.api().post(regenerate));
        assertThat(second).hasSize(10).doesNotContainAnyElementsOf(first);
        verify(user, first.get(0)).assertError(401, "mfa.code_invalid");
        String code = second.get(4);
        List<Answer> answers = Parallel.run(8, 8, i -> verify(user, code));
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertRecoveryCodes(user, true, 10, 9);
        other.api().post(regenerate).assertError(403, "step_up_required");
        for (int i = 0; i < 10; i++) {
            if (i != 4) {
                String each = second.get(i);
                verify(other, each.substring(0, 5) + "-" + each.substring(5)).assertStatus(200);
            }
        }
        assertRecoveryCodes(other, false, 0, 0);
        other.api().post(regenerate).assertStatus(200);
        assertRecoveryCodes(other, true, 10, 10);
        assertThat(realm.events("CUSTOM_REQUIRED_ACTION", user.user()))
                .doNotMention(second.toArray(String[]::new));
    }

    @Test
    void hostileInputSetsNothingUp() {
        SignedIn user = SignedIn.newIn(realm);
        String path = "/v1/mfa/totp/enroll/start";
        user.api().post(path).assertStatus(200);
        // The contract ignores all that is wrong with this body.
        String label = ":" + user.user().email();
        for (Object body :
                List.of(
                        Map.of("account", "a".repeat(256)),
                        Map.of("account", 5),
                        Map.of("secret", "x"),
                        "{\"account\":\"b\",\"account\":\"c\"}",
                        "[]",
                        "{\"account\":",
                        "x".repeat(100_000))) {
            String url = user.api().post(path, body).assertStatus(200).text("provisioning_url");
            assertThat(URI.create(url).getPath()).as("label for %s", body).endsWith(label);
        }
        String uri =
                user.api()
                        .post(path, Map.of("account", "a?secret=x&issuer=b#:/ é\uD83D\uDE00"))
                        .assertStatus(200)
                        .text("provisioning_url");
        assertThat(URI.create(uri).getQuery().split("&"))
                .filteredOn(part -> part.startsWith("secret="))
                .hasSize(1);
        assertThat(uri).doesNotContain("#", "?secret=x");
        for (String code : List.of("1".repeat(65), "")) {
            confirm(user, code).assertStatus(422);
        }
        for (String code : List.of("1".repeat(64), "--", "\uD83D\uDE00", "12345６")) {
            confirm(user, code).assertErrorEnvelope();
        }
        assertEnrolled(user, false);
        realm.signIn(user.user());
    }
}
