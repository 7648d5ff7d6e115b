package io.authrealm.suite;

import static io.authrealm.suite.Authiqa.data;
import static io.authrealm.suite.Authiqa.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Verified addresses in the Authiqa dialect. */
class AuthiqaConfirmationIT {

    private static final String KEY = Authiqa.newKey();
    private static final String STRICT_KEY = Authiqa.newKey();

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh()
                    .with(mailbox::serve)
                    .with(r -> r.put("verifyEmail", true))
                    .withUserNames()
                    .setting("parent_keys", KEY);

    /** It tells about accounts, and a client has to wait between two mails. */
    @RegisterExtension
    static final TestRealm strict =
            TestRealm.fresh()
                    .with(mailbox::serve)
                    .with(r -> r.put("verifyEmail", true))
                    .withUserNames()
                    .setting("parent_keys", STRICT_KEY)
                    .setting("parent_strict", "true")
                    .setting("parent_link_pause_seconds", "3600")
                    .setting("verification_link_seconds", "5")
                    .setting("parent_reset_link_seconds", "5");

    private static Authiqa client() {
        return Authiqa.of(realm, KEY);
    }

    private static Authiqa strictClient() {
        return Authiqa.of(strict, STRICT_KEY);
    }

    private static TestUser unverified(TestRealm in) {
        return in.user(user -> user.put("emailVerified", false));
    }

    /** Signs up, and returns the token in the mail. */
    private static String signUp(String email) {
        JsonNode data = data(client().signUp(Authiqa.newName(), email, TestRealm.PASSWORD));
        assertThat(data.has("token")).isFalse();
        assertThat(data.at("/data/emailVerificationSent").asBoolean()).isTrue();
        assertThat(data.at("/data/emailVerified").asBoolean(true)).isFalse();
        return mailbox.await(email, 1).token();
    }

    @PrivateApi
    @Test
    void signUpMailsALinkThatVerifiesTheAddress() {
        String email = TestRealm.newEmail();
        String token = signUp(email);
        assertThat(token).matches("[A-Z0-9]{12}");
        Mailbox.Mail mail = mailbox.of(email).get(0);
        assertThat(mail.text()).contains("http://localhost:3000/verify-email?token=" + token);
        assertThat(mail.subject()).isNotBlank().doesNotContain("authrealm", "{0}");

        refused(client().signIn(email, TestRealm.PASSWORD), 403, "EMAIL_NOT_VERIFIED");
        refused(client().signIn(email, "wrong"), 401, "INVALID_CREDENTIALS");
        assertThat(data(client().confirm(token)).path("message").asText()).isNotBlank();
        refused(client().confirm(token), 400, "EMAIL_ALREADY_VERIFIED");

        // The password that was chosen at sign-up is as good as before.
        data(client().signIn(email, TestRealm.PASSWORD));
        JsonNode user = realm.usersWithEmail(email).get(0);
        assertThat(user.path("emailVerified").asBoolean()).isTrue();
        realm.events("VERIFY_EMAIL", new TestUser(user.path("id").asText(), email, ""))
                .assertThat()
                .hasSize(1)
                .doNotMention(token);
    }

    /** Anybody may have chosen the password of an account that this client has not signed up. */
    @Test
    void passwordThatSomebodyElseMayHaveChosenEndsWithTheProof() {
        TestUser user = unverified(realm);
        data(client().requestConfirmation(user.email()));
        String token = mailbox.await(user.email(), 1).token();
        JsonNode confirmed = data(client().confirm(token));
        assertThat(confirmed.path("message").asText()).contains("Reset the password");
        assertThat(realm.credentials(user, "password")).isEmpty();
        refused(client().signIn(user), 401, "INVALID_CREDENTIALS");
        // The owner of the mailbox chooses another one.
        data(client().resetPassword(user.email()));
        String reset = mailbox.await(user.email(), 2).token();
        data(client().updatePassword(reset, "another-horse-battery"));
        data(client().signIn(user.email(), "another-horse-battery"));
    }

    /** By default, a proxy or a server that calls for everybody may have such an address. */
    @Test
    void privateAddressStandsForNoClientUnlessTheRealmSaysSo() {
        realm.updateSettings(Map.of("private_clients", List.of()));
        try {
            String email = TestRealm.newEmail();
            JsonNode confirmed = data(client().confirm(signUp(email)));
            assertThat(confirmed.path("message").asText()).contains("Reset the password");
            refused(client().signIn(email, TestRealm.PASSWORD), 401, "INVALID_CREDENTIALS");
        } finally {
            realm.updateSettings(Map.of("private_clients", List.of("true")));
        }
    }

    /** The account is not as this client has signed it up. */
    @Test
    void passwordThatWasChangedSinceTheSignUpEndsWithTheProof() {
        String email = TestRealm.newEmail();
        signUp(email);
        String id = realm.usersWithEmail(email).get(0).path("id").asText();
        realm.setPassword(new TestUser(id, email, null), "another-horse-battery");
        data(client().requestConfirmation(email));
        data(client().confirm(mailbox.await(email, 2).token()));
        refused(client().signIn(email, "another-horse-battery"), 401, "INVALID_CREDENTIALS");
    }

    @Test
    void linkLeadsToThePageThatTheRequestNames() {
        String email = TestRealm.newEmail();
        Map<String, Object> body =
                client().keyed(
                                "username",
                                Authiqa.newName(),
                                "email",
                                email,
                                "password",
                                TestRealm.PASSWORD);
        for (String leadsOn : List.of("/out?to=https://evil.test", "/my/../out", "/%2e%2E/out")) {
            body.put("verifyAuthPath", leadsOn);
            refused(client().post("signup", body), 400, "INVALID_AUTH_URLS");
        }
        body.put("verifyAuthPath", "/my/verify");
        data(client().post("signup", body));
        assertThat(mailbox.await(email, 1).text())
                .contains("http://localhost:3000/my/verify?token=");
        Map<String, Object> again = client().keyed("email", email);
        again.put("verifyAuthPath", "http://localhost:3000/verify");
        data(client().post("request-new-confirmation", again));
        assertThat(mailbox.await(email, 2).text()).contains("http://localhost:3000/verify?token=");
        again.put("verifyAuthPath", "http://localhost:3000.evil.test/verify");
        refused(client().post("request-new-confirmation", again), 400, "INVALID_AUTH_URLS");
    }

    @Test
    void tokensThatNobodyHasMailedVerifyNothing() {
        String email = TestRealm.newEmail();
        String token = signUp(email);
        for (String none : List.of("", "%20")) {
            refused(client().confirm(none), 400, "TOKEN_NOT_PROVIDED");
        }
        refused(client().get("confirm-email"), 400, "TOKEN_NOT_PROVIDED");
        for (String bad :
                List.of(
                        token.toLowerCase(Locale.ROOT),
                        token + "A",
                        token.substring(1),
                        "-".repeat(12),
                        "x".repeat(43),
                        "A".repeat(5000))) {
            refused(client().confirm(bad), 400, "INVALID_TOKEN_FORMAT");
        }
        refused(client().confirm("A".repeat(12)), 404, "USER_NOT_FOUND");
        // The token of a link for something else, and of another realm.
        TestUser user = realm.user();
        data(client().resetPassword(user.email()));
        refused(
                client().confirm(mailbox.await(user.email(), 1).token()),
                400,
                "INVALID_TOKEN_FORMAT");
        refused(strictClient().confirm(token), 404, "USER_NOT_FOUND");
        refused(client().updatePassword(token, "another-horse-battery"), 400, "INVALID_TOKEN");
        data(client().confirm(token));
    }

    @Test
    void oneOfManySimultaneousConfirmationsCounts() {
        String token = signUp(TestRealm.newEmail());
        List<Answer> answers = Parallel.run(10, 10, i -> client().confirm(token));
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .allSatisfy(answer -> refused(answer, 400, "EMAIL_ALREADY_VERIFIED"));
    }

    @Test
    void changeOfTheAccountEndsTheLink() {
        String email = TestRealm.newEmail();
        String token = signUp(email);
        String id = realm.usersWithEmail(email).get(0).path("id").asText();
        realm.setPassword(new TestUser(id, email, null), "another-horse-battery");
        refused(client().confirm(token), 404, "USER_NOT_FOUND");
    }

    @Test
    void requestForALinkAnswersTheSameForEveryAddress() {
        TestUser user = unverified(realm);
        TestUser verified = realm.user();
        String body = client().requestConfirmation(user.email()).assertStatus(200).body();
        data(client().confirm(mailbox.await(user.email(), 1).token()));
        for (String email : List.of(verified.email(), TestRealm.newEmail())) {
            assertThat(client().requestConfirmation(email).assertStatus(200).body())
                    .isEqualTo(body);
        }
        assertThat(mailbox.of(verified.email())).isEmpty();
        refused(client().requestConfirmation("nobody"), 400, "INVALID_EMAIL_FORMAT");
        refused(
                Authiqa.of(realm, Authiqa.newKey()).requestConfirmation(user.email()),
                401,
                "INVALID_PARENT_PUBLIC_KEY");
        refused(
                Authiqa.of(realm, "no-key").requestConfirmation(user.email()),
                400,
                "INVALID_PARENT_PUBLIC_KEY_FORMAT");
    }

    /** The token comes from another dialect, which signs users in before they are verified. */
    @Test
    void signedInUserNeedsNoBody() {
        TestUser verified = realm.user();
        refused(
                client().bearer(client().token(verified))
                        .post("request-new-confirmation", Map.of()),
                400,
                "EMAIL_ALREADY_VERIFIED");
        refused(
                client().bearer("x").post("request-new-confirmation", Map.of("email", "a@b.test")),
                401,
                "UNAUTHORIZED");
        TestUser later = realm.user();
        String token = client().token(later);
        realm.updateUser(later, user -> user.put("emailVerified", false));
        Authiqa bearer = client().bearer(token);
        data(new Authiqa(bearer.api(), null).post("request-new-confirmation", Map.of()));
        data(client().confirm(mailbox.await(later.email(), 1).token()));
    }

    @Test
    void parentOfAStrictTenantIsToldToSendNoKey() {
        TestUser parent = Authiqa.makeOwner(strict);
        refused(strictClient().resetPassword(parent.email()), 400, "INVALID_REQUEST");
        strict.updateUser(parent, user -> user.put("emailVerified", false));
        refused(strictClient().requestConfirmation(parent.email()), 400, "INVALID_REQUEST");
        assertThat(mailbox.of(parent.email())).isEmpty();
        strict.updateSettings(Map.of("parent_owner", List.of()));
    }

    @Test
    void strictTenantTellsAboutAccounts() {
        TestUser user = unverified(strict);
        TestUser verified = strict.user();
        TestUser disabled = strict.user();
        strict.disable(disabled);
        String unknown = TestRealm.newEmail();

        refused(strictClient().signIn(unknown, "wrong"), 404, "USER_NOT_FOUND");
        refused(strictClient().signIn(user.email(), "wrong"), 403, "EMAIL_NOT_VERIFIED");
        refused(strictClient().signIn(disabled.email(), "wrong"), 403, "ACCOUNT_INACTIVE");
        refused(strictClient().signIn(verified.email(), "wrong"), 401, "INVALID_CREDENTIALS");
        data(strictClient().signIn(verified));

        refused(strictClient().resetPassword(unknown), 404, "USER_NOT_FOUND");
        refused(strictClient().resetPassword(user.email()), 403, "EMAIL_NOT_VERIFIED");
        refused(strictClient().resetPassword(disabled.email()), 403, "ACCOUNT_INACTIVE");
        refused(
                strictClient().without().resetPassword(verified.email()),
                400,
                "MISSING_PARENT_PUBLIC_KEY");
        assertThat(mailbox.of(user.email())).isEmpty();

        refused(strictClient().requestConfirmation(unknown), 404, "USER_NOT_FOUND");
        refused(
                strictClient().requestConfirmation(verified.email()),
                400,
                "EMAIL_ALREADY_VERIFIED");
        data(strictClient().requestConfirmation(user.email()));
        String token = mailbox.await(user.email(), 1).token();

        Answer again = strictClient().requestConfirmation(user.email());
        refused(again, 429, "RATE_LIMIT_EXCEEDED");
        int wait = Integer.parseInt(again.header("Retry-After"));
        assertThat(wait).isBetween(3000, 3600);
        assertThat(again.text("error.message")).contains(wait + " seconds");
        assertThat(again.header("X-RateLimit-Limit")).isEqualTo("1");
        assertThat(again.header("X-RateLimit-Remaining")).isEqualTo("0");
        assertThat(again.header("X-RateLimit-Reset")).isEqualTo("" + wait);
        // The pause holds for every address, with or without an account.
        refused(strictClient().requestConfirmation(unknown), 429, "RATE_LIMIT_EXCEEDED");

        TestUser locked = strict.user();
        for (int i = 0; i < 4; i++) {
            refused(strictClient().signIn(locked.email(), "wrong"), 401, "INVALID_CREDENTIALS");
        }
        refused(strictClient().signIn(locked.email(), "wrong"), 403, "ACCOUNT_LOCKED");
        refused(strictClient().signIn(locked), 403, "ACCOUNT_LOCKED");
        refused(strictClient().resetPassword(locked.email()), 403, "ACCOUNT_LOCKED");
        refused(strictClient().requestConfirmation(locked.email()), 403, "ACCOUNT_LOCKED");
        refused(strictClient().requestConfirmation(disabled.email()), 403, "ACCOUNT_INACTIVE");

        TestUser forgetful = strict.user();
        data(strictClient().resetPassword(forgetful.email()));
        String reset = mailbox.await(forgetful.email(), 1).token();
        // Requests that come in time would succeed.
        LockSupport.parkNanos(Duration.ofSeconds(6).toNanos());
        refused(strictClient().confirm(token), 400, "TOKEN_EXPIRED");
        // Of one account, links are followed as seldom as they are mailed.
        Answer soon = strictClient().confirm(token);
        refused(soon, 429, "RATE_LIMIT_EXCEEDED");
        assertThat(soon.header("X-RateLimit-Reset")).isEqualTo(soon.header("Retry-After"));
        for (int i = 0; i < 3; i++) {
            refused(strictClient().confirm("A".repeat(12)), 404, "USER_NOT_FOUND");
        }
        refused(strictClient().updatePassword(reset, "another-horse-battery"), 403, "OTP_EXPIRED");
    }
}
