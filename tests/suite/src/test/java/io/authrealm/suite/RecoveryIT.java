package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A forgotten password. */
@ResourceLock(value = TestServer.RANGES_LOCK, mode = ResourceAccessMode.READ)
class RecoveryIT {

    private static final String NEW = "a-new-horse-battery";

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh()
                    .with(mailbox::serve)
                    .with(
                            r ->
                                    r.put(
                                            "passwordPolicy",
                                            "length(8) and authrealm-weak-password"
                                                    + " and breached-password(1)"));

    @RegisterExtension static final TestRealm other = TestRealm.fresh().with(mailbox::serve);

    @RegisterExtension
    static final TestRealm shortLived =
            TestRealm.fresh().with(mailbox::serve).setting("link_lifetime_seconds", "5");

    private static Answer forgot(TestRealm realm, String email) {
        return realm.api().forgotPassword(email);
    }

    private static Answer reset(TestRealm realm, String token, String password) {
        return realm.api().resetPassword(token, password);
    }

    /** The token of the {@code number}th link that is mailed to the user. */
    private static String link(TestRealm realm, TestUser user, int number) {
        forgot(realm, user.email()).assertStatus(202);
        return mailbox.await(user.email(), number).token();
    }

    private static String link(TestUser user) {
        return link(realm, user, 1);
    }

    @PrivateApi
    @Test
    void linkSetsTheNewPassword() {
        TestUser user = realm.user();
        String token = link(user);
        assertThat(token).matches("[A-Za-z0-9_-]{43}");

        Answer answer = reset(realm, token, NEW).assertStatus(200);
        assertThat(answer.text("message")).isNotBlank();
        assertThat(answer.json()).hasSize(1);

        realm.api().login(user.email(), user.password()).assertStatus(401);
        realm.api().login(user.email(), NEW).assertTokens();
        assertThat(mailbox.await(user.email(), 2).text()).doesNotContain("token=");
    }

    @Test
    void linkLeadsToTheApp() {
        TestUser user = realm.user();
        String token = link(user);
        Mailbox.Mail mail = mailbox.of(user.email()).get(0);
        String link = "http://localhost:3000/forgot-password?token=" + token;
        assertThat(mail.text()).contains(link);
        assertThat(mail.html()).contains(link);
        assertThat(mail.from()).contains("no-reply@authrealm.example");
        assertThat(mail.subject()).isNotBlank().doesNotContain("authrealmPassword", "{0}");
    }

    /** The language of the request does not matter. */
    @PrivateApi
    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "es", "fr", "hi", "ja", "pt", "pt-BR"})
    void mailIsInTheLanguageOfItsReader(String locale) throws IOException {
        TestUser user = realm.user(u -> u.putObject("attributes").putArray("locale").add(locale));
        realm.api()
                .with("Accept-Language", "it, de;q=0.5")
                .forgotPassword(user.email())
                .assertStatus(202);
        Mailbox.Mail mail = mailbox.await(user.email(), 1);
        String subject = messages(locale).getProperty("authrealmPasswordResetSubject");
        assertThat(mail.subject()).isEqualTo(MessageFormat.format(subject, "Tenant template"));
        assertThat(mail.html()).contains("lang=\"" + locale + "\"");
    }

    private static Properties messages(String locale) throws IOException {
        Path themes = Path.of(System.getProperty("authrealm.test.themes"));
        String file = "authrealm/email/messages/messages_" + locale.replace('-', '_');
        Properties messages = new Properties();
        try (Reader reader = Files.newBufferedReader(themes.resolve(file + ".properties"))) {
            messages.load(reader);
        }
        return messages;
    }

    @Test
    void userWithoutAPasswordGetsOne() {
        TestUser user = realm.user(TestRealm.newEmail(), null, u -> {});
        reset(realm, link(user), NEW).assertStatus(200);
        realm.api().login(user.email(), NEW).assertTokens();
    }

    @Test
    void allSessionsEnd() {
        TestUser user = realm.user();
        Tokens first = realm.signIn(user);
        Tokens second = realm.signIn(user);
        reset(realm, link(user), NEW).assertStatus(200);
        realm.api().refresh(first.refresh()).assertStatus(401);
        realm.api().refresh(second.refresh()).assertStatus(401);
        realm.api().bearer(first).get("/v1/auth/me").assertStatus(401);
        assertThat(realm.sessionIds(user)).isEmpty();
    }

    @PrivateApi
    @Test
    void linkVerifiesTheAddress() {
        TestUser user = realm.user(u -> u.put("emailVerified", false));
        Tokens before = realm.signIn(user);
        reset(realm, link(user), NEW).assertStatus(200);
        assertThat(realm.get("/users/" + user.id()).path("emailVerified").asBoolean()).isTrue();
        realm.api().refresh(before.refresh()).assertError(401, "auth.session_revoked");
        assertThat(realm.sessionIds(user)).isEmpty();
        realm.api()
                .login(user.email(), user.password())
                .assertError(401, "auth.invalid_credentials");
        Tokens tokens = realm.api().login(user.email(), NEW).assertTokens();
        Answer me = realm.api().bearer(tokens).get("/v1/me").assertStatus(200);
        assertThat(me.json().path("email_verified_at").isNull()).isFalse();
    }

    @Test
    void realmCanSwitchItOff() {
        TestUser user = other.user();
        String token = link(other, user, 1);
        other.updateRealm(r -> r.put("resetPasswordAllowed", false));
        try {
            Answer known = forgot(other, user.email()).assertStatus(202);
            Answer unknown = forgot(other, TestRealm.newEmail()).assertStatus(202);
            assertThat(known.body()).isEqualTo(unknown.body());
            assertThat(known.headers().map().keySet()).isEqualTo(unknown.headers().map().keySet());
            reset(other, token, NEW).assertError(400, "recovery.reset_link_invalid");
            other.signIn(user);
        } finally {
            other.updateRealm(r -> r.put("resetPasswordAllowed", true));
        }
        reset(other, token, NEW).assertStatus(200);
        other.api().login(user.email(), NEW).assertTokens();
        // The link, the notice of the new password, and this one: the refused request sent no mail.
        mailbox.await(user.email(), 2);
        link(other, user, 3);
        assertThat(mailbox.of(user.email())).hasSize(3);
    }

    /** Each of these letters is two units of UTF-16, in which Keycloak counts. */
    @Test
    void lengthOfThePasswordIsCountedInCodePoints() {
        TestUser user = realm.user();
        String token = link(user);
        String letter = "\uD83D\uDC34";
        reset(realm, token, letter.repeat(4)).assertError(422, "unprocessable");
        reset(realm, token, letter.repeat(257)).assertError(422, "unprocessable");
        realm.signIn(user);
        String eight = "\uD83D\uDC34\uD83D\uDD0B\uD83D\uDCCE\uD83C\uDF35".repeat(2);
        reset(realm, token, eight).assertStatus(200);
        realm.api().login(user.email(), eight).assertTokens();
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "password123", "  "})
    void refusedPasswordLeavesTheLinkUnchanged(String refused) {
        TestUser user = realm.user();
        String token = link(user);
        reset(realm, token, refused).assertError(422, "unprocessable");
        realm.signIn(user);
        reset(realm, token, NEW).assertStatus(200);
    }

    @Test
    void breachedPasswordIsRefusedAndLeavesTheLinkUnchanged() {
        TestUser user = realm.user();
        String token = link(user);
        String breached = "horse-" + TestRealm.random();
        TestServer.ranges().breach(breached, 1);
        reset(realm, token, breached).assertError(422, "unprocessable");
        realm.signIn(user);
        reset(realm, token, NEW).assertStatus(200);
    }

    @Test
    void passwordIsCheckedBeforeTheLink() {
        reset(realm, "x".repeat(43), "short").assertError(422, "unprocessable");
    }

    @Test
    void linkWorksOnce() {
        TestUser user = realm.user();
        String token = link(user);
        reset(realm, token, NEW).assertStatus(200);
        reset(realm, token, "another-horse-battery").assertError(400, "recovery.link_used");
        realm.api().login(user.email(), NEW).assertTokens();
    }

    @Test
    void earlierLinksAreValidUntilOneIsUsed() {
        TestUser user = realm.user();
        String first = link(realm, user, 1);
        String second = link(realm, user, 2);
        reset(realm, first, NEW).assertStatus(200);
        reset(realm, second, "another-horse-battery").assertError(400, "recovery.link_used");
        realm.api().login(user.email(), NEW).assertTokens();
    }

    @Test
    void ofFiftyAtOnceOneSucceeds() {
        TestUser user = realm.user();
        String token = link(user);
        List<Integer> statuses =
                Parallel.run(
                        50, 50, i -> reset(realm, token, "horse-battery-number-" + i).status());
        assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
        assertThat(statuses).filteredOn(status -> status == 400).hasSize(49);
    }

    @Test
    void oldLinkIsReportedAsExpired() throws InterruptedException {
        TestUser user = shortLived.user();
        String token = link(shortLived, user, 1);
        TimeUnit.SECONDS.sleep(6);
        reset(shortLived, token, NEW).assertError(400, "recovery.link_expired");
        shortLived.signIn(user);
    }

    @Test
    void linkOfAnotherRealmIsUnknownAndStaysValid() {
        TestUser user = realm.user();
        String token = link(user);
        reset(other, token, NEW).assertError(400, "recovery.reset_link_invalid");
        reset(realm, token, NEW).assertStatus(200);
    }

    @Test
    void changedLinkIsUnknownAndTheRightOneStaysValid() {
        TestUser user = realm.user();
        String token = link(user);
        for (String wrong : HostileInput.tokensUnlike(token)) {
            reset(realm, wrong, NEW).assertError(400, "recovery.reset_link_invalid");
        }
        reset(realm, token, NEW).assertStatus(200);
    }

    @Test
    void linkDiesWithAChangeOfThePassword() {
        TestUser user = realm.user();
        String token = link(user);
        realm.setPassword(user, NEW);
        reset(realm, token, "another-horse-battery")
                .assertError(400, "recovery.reset_link_invalid");
        realm.api().login(user.email(), NEW).assertTokens();
    }

    @Test
    void linkSurvivesAnUpgradeOfTheHash() {
        TestUser user =
                realm.imported(StoredPassword.pbkdf2(TestRealm.PASSWORD, 1), TestRealm.PASSWORD);
        String token = link(user);
        realm.signIn(user);
        assertThat(realm.password(user).algorithm()).isEqualTo("argon2");
        reset(realm, token, NEW).assertStatus(200);
    }

    @Test
    void linkDiesWithAChangeOfTheAddress() {
        TestUser user = realm.user();
        String token = link(user);
        realm.updateUser(user, u -> u.put("email", TestRealm.newEmail()));
        reset(realm, token, NEW).assertError(400, "recovery.reset_link_invalid");
    }

    @PrivateApi
    @Test
    void linkDiesWithTheAccount() {
        TestUser disabled = realm.user();
        String token = link(disabled);
        realm.disable(disabled);
        reset(realm, token, NEW).assertError(400, "recovery.reset_link_invalid");

        TestUser deleted = realm.user();
        String another = link(deleted);
        realm.delete(deleted);
        reset(realm, another, NEW).assertError(400, "recovery.reset_link_invalid");
    }

    @Test
    void answerIsTheSameForEveryAddress() {
        TestUser user = realm.user();
        TestUser disabled = realm.user();
        realm.disable(disabled);
        String body = forgot(realm, user.email()).assertStatus(202).body();
        for (String email :
                List.of(
                        TestRealm.newEmail(),
                        disabled.email(),
                        " ",
                        "no address",
                        "a@b\r\nBcc: everybody@example.test",
                        "\u0000@example.test".substring(1))) {
            Answer answer = forgot(realm, email).assertStatus(202);
            assertThat(answer.body()).isEqualTo(body);
        }
        for (String nothing : List.of("{}", "{\"email\":\"\"}", "{\"email\":null}")) {
            realm.api()
                    .post("/v1/auth/forgot-password", nothing)
                    .assertError(422, "validation_failed");
        }
        realm.api().post("/v1/auth/forgot-password", "{").assertError(400, "bad_request");
        mailbox.await(user.email(), 1);
        assertThat(mailbox.of(disabled.email())).isEmpty();
    }

    @Test
    void addressIsComparedAsAtSignIn() {
        TestUser user = realm.user();
        forgot(realm, " " + user.email().toUpperCase(Locale.ROOT) + " ");
        mailbox.await(user.email(), 1);
    }

    @Test
    void tokenAloneFindsItsTenantAtTheRoot() {
        TestUser user = realm.user();
        realm.awaitAtRoot();
        TestServer.root().forgotPassword(user.email()).assertStatus(202);
        String token = mailbox.await(user.email(), 1).token();
        TestServer.root().resetPassword(token, NEW).assertStatus(200);
        realm.api().login(user.email(), NEW).assertTokens();
    }

    @PrivateApi
    @Test
    void requiredActionToChooseAPasswordIsRemoved() {
        TestUser user = realm.user(u -> u.putArray("requiredActions").add("UPDATE_PASSWORD"));
        realm.api().login(user.email(), user.password()).assertError(403, "auth.action_required");
        reset(realm, link(user), NEW).assertStatus(200);
        realm.api().login(user.email(), NEW).assertTokens();
    }

    @Test
    void eventsSayWhatHappened() {
        TestUser user = realm.user();
        String token = link(user);
        reset(realm, token, NEW).assertStatus(200);
        assertThat(realm.events("SEND_RESET_PASSWORD", user)).hasSize(1);
        assertThat(realm.events("RESET_PASSWORD", user)).singleElement().doesNotMention(token);
        String nobody = TestRealm.newEmail();
        forgot(realm, nobody);
        assertThat(realm.events("SEND_RESET_PASSWORD_ERROR"))
                .withDetail("email", nobody)
                .singleElement()
                .hasError("user_not_found");
    }

    @Test
    void mailServerOutageLosesNoMailAndDelaysNoRequest() {
        TestUser user = realm.user();
        mailbox.down();
        Answer answer;
        try {
            answer = forgot(realm, user.email()).assertStatus(202);
        } finally {
            mailbox.up();
        }
        assertThat(answer.took()).isLessThan(Duration.ofSeconds(2));
        reset(realm, mailbox.await(user.email(), 1).token(), NEW).assertStatus(200);
    }
}
