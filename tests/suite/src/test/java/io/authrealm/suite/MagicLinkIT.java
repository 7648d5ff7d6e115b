package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Signing in by a link in a mail. */
class MagicLinkIT {

    private static final String NEW = "a-new-horse-battery";
    private static final String START = "/v1/auth/magic-link/start";
    private static final String CONSUME = "/v1/auth/magic-link/consume";
    private static final String IDENTITY_PROVIDER = "the-company";

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh().with(mailbox::serve).withIdentityProvider(IDENTITY_PROVIDER);

    @RegisterExtension static final TestRealm other = TestRealm.fresh().with(mailbox::serve);

    @RegisterExtension
    static final TestRealm shortLived =
            TestRealm.fresh().with(mailbox::serve).setting("link_lifetime_seconds", "5");

    /** Its API client signs in through a copy of Keycloak's own browser flow. */
    @RegisterExtension
    static final TestRealm browser =
            TestRealm.fresh().with(mailbox::serve).withIdentityProvider(IDENTITY_PROVIDER);

    @RegisterExtension static final TestRealm withoutMailServer = TestRealm.fresh();

    @BeforeAll
    static void bindACopyOfTheBrowserFlow() {
        String copy = "my browser";
        browser.admin()
                .create(
                        browser.path("/authentication/flows/browser/copy"),
                        Map.of("newName", copy));
        browser.bindFlow(copy);
    }

    private static Answer start(TestRealm realm, String email) {
        return realm.api().startMagicLink(email);
    }

    private static Answer consume(TestRealm realm, String token) {
        return realm.api().consumeMagicLink(token);
    }

    private static Answer consume(String token) {
        return consume(realm, token);
    }

    /** The token of the {@code number}th mail to the user. */
    private static String link(TestRealm realm, TestUser user, int number) {
        start(realm, user.email()).assertStatus(200);
        return mailbox.await(user.email(), number).token();
    }

    private static String link(TestUser user) {
        return link(realm, user, 1);
    }

    private static String resetLink(TestUser user, int number) {
        realm.api().forgotPassword(user.email()).assertStatus(202);
        return mailbox.await(user.email(), number).token();
    }

    private static Answer reset(String token) {
        return realm.api().resetPassword(token, NEW);
    }

    @PrivateApi
    @Test
    void linkSignsIn() {
        TestUser user = realm.user();
        Answer started = start(realm, user.email()).assertStatus(200);
        assertThat(started.text("message")).isNotBlank();
        assertThat(started.json()).hasSize(1);
        String token = mailbox.await(user.email(), 1).token();
        assertThat(token).matches("[A-Za-z0-9_-]{43}");
        assertThat(realm.sessionIds(user)).isEmpty();

        Tokens tokens = consume(token).assertTokens();
        assertThat(tokens.userId()).isEqualTo(user.id());
        assertThat(realm.sessionIds(user)).containsExactly(tokens.sessionId());
        realm.api().bearer(tokens).get("/v1/auth/me").assertStatus(200);
        Tokens next = realm.api().refresh(tokens.refresh()).assertTokens();
        realm.api().bearer(next).get("/v1/me").assertStatus(200);
        realm.signIn(user);
    }

    @Test
    void linkLeadsToTheApp() {
        TestUser user = realm.user();
        String link = "http://localhost:3000/magic?token=" + link(user);
        Mailbox.Mail mail = mailbox.of(user.email()).get(0);
        assertThat(mail.text()).contains(link);
        assertThat(mail.html()).contains(link);
        assertThat(mail.from()).contains("no-reply@authrealm.example");
        assertThat(mail.subject()).isNotBlank().doesNotContain("authrealmMagicLink", "{0}");
        assertThat(mail.hasCode()).isFalse();
    }

    @Test
    void answerIsTheSameForEveryAddress() {
        TestUser user = realm.user();
        TestUser disabled = realm.user();
        realm.disable(disabled);
        Answer known = start(realm, user.email()).assertStatus(200);
        for (String email :
                List.of(TestRealm.newEmail(), disabled.email(), " ", "no address", "@", "x")) {
            assertAlike(start(realm, email), known);
        }
        for (String nothing : List.of("{}", "{\"email\":\"\"}", "{\"email\":null}")) {
            realm.api().post(START, nothing).assertError(422, "validation_failed");
        }
        realm.api().post(START, "{").assertError(400, "bad_request");
        mailbox.await(user.email(), 1);
        assertThat(mailbox.of(disabled.email())).isEmpty();
    }

    private static void assertAlike(Answer answer, Answer known) {
        answer.assertStatus(200);
        assertThat(answer.body()).isEqualTo(known.body());
        assertThat(answer.headers().map().keySet()).isEqualTo(known.headers().map().keySet());
    }

    @Test
    void requestForSeveralReceiversReachesNone() {
        TestUser user = realm.user();
        String body = start(realm, TestRealm.newEmail()).body();
        for (String email : HostileInput.addresses(user.email())) {
            Answer answer = start(realm, email).assertStatus(200);
            assertThat(answer.body()).isEqualTo(body);
        }
        link(user);
        assertThat(mailbox.of(user.email())).hasSize(1);
        HostileInput.assertNothingSmuggled(mailbox);
    }

    @Test
    void nameIsEscaped() {
        TestUser user = HostileInput.user(realm);
        link(user);
        HostileInput.assertInert(mailbox.of(user.email()).get(0));
        HostileInput.assertNothingSmuggled(mailbox);
    }

    @Test
    void addressIsComparedAsAtSignIn() {
        TestUser user = realm.user();
        start(realm, " " + user.email().toUpperCase(Locale.ROOT) + " ");
        mailbox.await(user.email(), 1);
    }

    @Test
    void unknownMembersAreIgnored() {
        TestUser user = realm.user();
        realm.api()
                .post(START, Map.of("email", user.email(), "redirect", "http://evil.test"))
                .assertStatus(200);
        Mailbox.Mail mail = mailbox.await(user.email(), 1);
        assertThat(mail.text()).doesNotContain("evil.test");
        realm.api()
                .post(CONSUME, Map.of("token", mail.token(), "remember", List.of(1, 2)))
                .assertTokens();
    }

    @Test
    void rootFindsTheTenantByItsIdAndByTheTokenAlone() {
        TestUser user = realm.user();
        String tenant = realm.signIn(user).tenantId();
        realm.awaitAtRoot();
        TestServer.root()
                .post(START, Map.of("email", user.email(), "tenant_id", tenant))
                .assertStatus(200);
        String token = mailbox.await(user.email(), 1).token();
        Tokens tokens = TestServer.root().consumeMagicLink(token).assertTokens();
        assertThat(tokens.tenantId()).isEqualTo(tenant);
        TestServer.root().bearer(tokens).get("/v1/auth/me").assertStatus(200);
    }

    @Test
    void rootFindsTheOnlyTenantThatHasTheAddress() {
        TestUser user = realm.user();
        realm.awaitAtRoot();
        TestServer.root().startMagicLink(user.email()).assertStatus(200);
        String token = mailbox.await(user.email(), 1).token();
        TestServer.root().consumeMagicLink(token).assertTokens();
    }

    @Test
    void userWithoutAPasswordSignsIn() {
        for (TestRealm each : List.of(realm, browser)) {
            TestUser user = each.user(TestRealm.newEmail(), null, u -> {});
            Tokens tokens = consume(each, link(each, user, 1)).assertTokens();
            assertThat(tokens.userId()).isEqualTo(user.id());
            assertThat(each.sessionIds(user)).containsExactly(tokens.sessionId());
        }
    }

    @PrivateApi
    @Test
    void userWithTotpIsAskedForACode() {
        for (TestRealm each : List.of(realm, browser)) {
            String secret = Totp.newSecret();
            TestUser user = each.userWithTotp(secret);
            String token = link(each, user, 1);
            String challenge = consume(each, token).assertChallenge();
            assertThat(each.sessionIds(user)).isEmpty();
            assertThat(each.events("LOGIN", user)).isEmpty();

            each.api().mfa(challenge, Totp.wrongCode(secret)).assertError(401, "mfa.code_invalid");
            assertThat(each.sessionIds(user)).isEmpty();
            Tokens tokens = each.api().mfa(challenge, Totp.codeNow(secret)).assertTokens();
            assertThat(tokens.userId()).isEqualTo(user.id());
            assertThat(each.sessionIds(user)).containsExactly(tokens.sessionId());
            each.api().bearer(tokens).get("/v1/auth/me").assertStatus(200);
            consume(each, token).assertError(400, "recovery.link_used");
        }
    }

    @PrivateApi
    @Test
    void userOfTheBrowserFlowSignsIn() {
        TestUser user = browser.user();
        Tokens tokens = consume(browser, link(browser, user, 1)).assertTokens();
        assertThat(tokens.userId()).isEqualTo(user.id());
        browser.api().bearer(tokens).get("/v1/auth/me").assertStatus(200);
        browser.signIn(user);
    }

    @Test
    void requiredActionIsNamedAndOpensNoSession() {
        TestUser user = realm.user();
        String token = link(user);
        realm.updateUser(user, u -> u.putArray("requiredActions").add("UPDATE_PROFILE"));
        consume(token).assertActionRequired("UPDATE_PROFILE");
        assertThat(realm.sessionIds(user)).isEmpty();
        assertThat(realm.events("LOGIN", user)).isEmpty();
    }

    @Test
    void linkVerifiesTheAddress() {
        TestUser user =
                realm.user(
                        u -> {
                            u.put("emailVerified", false);
                            u.putArray("requiredActions").add("VERIFY_EMAIL");
                        });
        realm.api().login(user.email(), user.password()).assertError(403, "auth.action_required");
        Tokens tokens = consume(link(user)).assertTokens();
        Answer me = realm.api().bearer(tokens).get("/v1/me").assertStatus(200);
        assertThat(Instant.parse(me.text("email_verified_at"))).isBefore(Instant.now());
        JsonNode stored = realm.get("/users/" + user.id());
        assertThat(stored.path("emailVerified").asBoolean()).isTrue();
        assertThat(stored.path("requiredActions")).isEmpty();
        consume(realm, link(realm, user, 2)).assertTokens();
    }

    private static TestUser unverified(TestRealm realm) {
        return realm.user(u -> u.put("emailVerified", false));
    }

    private static void assertPassword(TestRealm realm, Tokens tokens, boolean expected) {
        Answer status = realm.api().bearer(tokens).get("/v1/auth/password").assertStatus(200);
        assertThat(status.json().path("has_password").asBoolean(!expected)).isEqualTo(expected);
    }

    /** A stranger may have signed up with the address and set it. */
    @PrivateApi
    @Test
    void credentialsFromBeforeTheVerificationEnd() {
        for (TestRealm each : List.of(realm, browser)) {
            TestUser user = unverified(each);
            Tokens first = each.signIn(user);
            Tokens second = each.signIn(user);
            Tokens tokens = consume(each, link(each, user, 1)).assertTokens();

            each.api().refresh(first.refresh()).assertError(401, "auth.session_revoked");
            each.api().refresh(second.refresh()).assertError(401, "auth.session_revoked");
            each.api().bearer(first).get("/v1/auth/me").assertError(401, "unauthorized");
            assertThat(each.sessionIds(user)).containsExactly(tokens.sessionId());
            each.api()
                    .login(user.email(), user.password())
                    .assertError(401, "auth.invalid_credentials");
            assertThat(each.credentials(user, "password")).isEmpty();
            assertThat(each.events("REMOVE_CREDENTIAL", user)).hasSize(1);
            assertPassword(each, tokens, false);
            Answer me = each.api().bearer(tokens).get("/v1/me").assertStatus(200);
            assertThat(me.json().path("email_verified_at").isNull()).isFalse();
            each.api().refresh(tokens.refresh()).assertTokens();
        }
    }

    @Test
    void userWithAVerifiedAddressCanChooseANewPassword() {
        TestUser user = unverified(realm);
        consume(link(realm, user, 1)).assertTokens();
        reset(resetLink(user, 2)).assertStatus(200);
        Tokens tokens = realm.api().login(user.email(), NEW).assertTokens();
        assertPassword(realm, tokens, true);
    }

    @Test
    void verificationWorksAlikeAtTheRoot() {
        TestUser user = unverified(realm);
        Tokens before = realm.signIn(user);
        realm.awaitAtRoot();
        String token = link(user);
        TestServer.root().consumeMagicLink(token).assertTokens();
        realm.api().refresh(before.refresh()).assertStatus(401);
        realm.api().login(user.email(), user.password()).assertStatus(401);
    }

    @Test
    void secondFactorSurvivesTheVerification() {
        for (TestRealm each : List.of(realm, browser)) {
            String secret = Totp.newSecret();
            TestUser user = each.userWithTotp(secret);
            each.updateUser(user, u -> u.put("emailVerified", false));
            String challenge = consume(each, link(each, user, 1)).assertChallenge();
            assertThat(each.sessionIds(user)).isEmpty();
            Tokens tokens = each.api().mfa(challenge, Totp.codeNow(secret)).assertTokens();
            assertThat(tokens.userId()).isEqualTo(user.id());
            assertThat(each.credentials(user, "otp")).hasSize(1);
            assertPassword(each, tokens, false);
            each.api()
                    .login(user.email(), user.password())
                    .assertError(401, "auth.invalid_credentials");
            consume(each, link(each, user, 2)).assertChallenge();
        }
    }

    @Test
    void userWithAnEarlierVerificationKeepsPasswordAndSessions() {
        for (TestRealm each : List.of(realm, browser)) {
            TestUser user = each.user();
            Tokens before = each.signIn(user);
            String credential = each.password(user).id();
            Tokens tokens = consume(each, link(each, user, 1)).assertTokens();
            assertPassword(each, tokens, true);
            assertThat(each.password(user).id()).isEqualTo(credential);
            assertThat(each.sessionIds(user))
                    .containsExactlyInAnyOrder(before.sessionId(), tokens.sessionId());
            each.api().refresh(before.refresh()).assertTokens();
            each.signIn(user);
        }
    }

    @Test
    void unusedLinkVerifiesNothing() {
        TestUser user = unverified(realm);
        Tokens before = realm.signIn(user);
        String token = link(user);
        consume(token.substring(1)).assertStatus(400);
        consume(other, token).assertStatus(400);
        realm.api().refresh(before.refresh()).assertTokens();
        assertThat(realm.get("/users/" + user.id()).path("emailVerified").asBoolean()).isFalse();
        realm.signIn(user);
    }

    private static void linkToIdentityProvider(TestRealm realm, TestUser user) {
        realm.admin()
                .create(
                        realm.path(
                                "/users/" + user.id() + "/federated-identity/" + IDENTITY_PROVIDER),
                        Map.of(
                                "identityProvider",
                                IDENTITY_PROVIDER,
                                "userId",
                                "there-" + user.id(),
                                "userName",
                                user.email()));
        assertThat(realm.get("/users/" + user.id() + "/federated-identity")).hasSize(1);
    }

    /** A link would bypass what the provider asks for. */
    @Test
    void userOfAnIdentityProviderGetsNoLink() {
        for (TestRealm each : List.of(realm, browser)) {
            TestUser brokered = each.user(TestRealm.newEmail(), null, u -> {});
            linkToIdentityProvider(each, brokered);
            Answer known = start(each, brokered.email());
            assertAlike(known, start(each, TestRealm.newEmail()).assertStatus(200));
            link(each, each.user(), 1);
            assertThat(mailbox.of(brokered.email())).isEmpty();
        }
    }

    @Test
    void userOfAnIdentityProviderWithAPasswordGetsALink() {
        for (TestRealm each : List.of(realm, browser)) {
            TestUser user = each.user();
            linkToIdentityProvider(each, user);
            Tokens tokens = consume(each, link(each, user, 1)).assertTokens();
            assertThat(tokens.userId()).isEqualTo(user.id());
            assertThat(each.get("/users/" + user.id() + "/federated-identity")).hasSize(1);
        }
    }

    /** A stranger may have signed up in advance and linked a provider. */
    @Test
    void linkedIdentityFromBeforeTheVerificationEnds() {
        TestUser byLink = unverified(realm);
        TestUser byReset = unverified(realm);
        linkToIdentityProvider(realm, byLink);
        linkToIdentityProvider(realm, byReset);
        consume(link(realm, byLink, 1)).assertTokens();
        reset(resetLink(byReset, 1)).assertStatus(200);
        for (TestUser user : List.of(byLink, byReset)) {
            assertThat(realm.get("/users/" + user.id() + "/federated-identity")).isEmpty();
            assertThat(realm.events("REMOVE_FEDERATED_IDENTITY", user)).hasSize(1);
        }
        realm.api().login(byReset.email(), NEW).assertTokens();
    }

    @Test
    void linkDiesIfOnlyTheIdentityProviderIsLeft() {
        TestUser user = realm.user(TestRealm.newEmail(), null, u -> {});
        String token = link(user);
        linkToIdentityProvider(realm, user);
        consume(token).assertError(400, "recovery.magic_link_invalid");
        assertThat(realm.sessionIds(user)).isEmpty();
    }

    @Test
    void undeliverableMailIsNoFailedSignIn() {
        TestUser user = withoutMailServer.user();
        start(withoutMailServer, user.email()).assertStatus(200);
        assertThat(withoutMailServer.awaitEvents("SEND_VERIFY_EMAIL_ERROR", user))
                .singleElement()
                .hasError("email_send_failed")
                .hasDetail("reason", "magic_link");
        assertThat(withoutMailServer.events("LOGIN_ERROR", user)).isEmpty();
        assertThat(withoutMailServer.loginFailures(user).path("numFailures").asInt()).isZero();
    }

    @Test
    void otherRequiredActionsSurviveTheVerification() {
        TestUser user =
                realm.user(
                        u -> {
                            u.put("emailVerified", false);
                            u.putArray("requiredActions").add("VERIFY_EMAIL").add("UPDATE_PROFILE");
                        });
        Answer answer = consume(link(user)).assertError(403, "auth.action_required");
        assertThat(answer.json().at("/error/metadata/required_actions"))
                .extracting(JsonNode::asText)
                .contains("UPDATE_PROFILE");
        assertThat(realm.sessionIds(user)).isEmpty();
    }

    @Test
    void linkWorksOnce() {
        TestUser user = realm.user();
        String token = link(user);
        Tokens tokens = consume(token).assertTokens();
        consume(token).assertError(400, "recovery.link_used");
        assertThat(realm.sessionIds(user)).containsExactly(tokens.sessionId());
    }

    @Test
    void ofFiftyAtOnceOneSucceeds() {
        TestUser user = realm.user();
        String token = link(user);
        List<Answer> answers = Parallel.run(50, 50, i -> consume(token));
        assertThat(answers)
                .filteredOn(answer -> answer.status() == 200)
                .singleElement()
                .satisfies(Answer::assertTokens);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .allSatisfy(answer -> answer.assertStatus(400).assertErrorEnvelope());
        assertThat(realm.sessionIds(user)).hasSize(1);
        assertThat(realm.events("LOGIN", user)).hasSize(1);
    }

    @Test
    void ofTwentyAtOnceOneGetsAChallenge() {
        TestUser user = realm.userWithTotp(Totp.newSecret());
        String token = link(user);
        List<Answer> answers = Parallel.run(20, 20, i -> consume(token));
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.status() == 400).hasSize(19);
        assertThat(realm.sessionIds(user)).isEmpty();
    }

    @Test
    void oldLinkIsReportedAsExpired() throws InterruptedException {
        TestUser user = shortLived.user();
        String token = link(shortLived, user, 1);
        TimeUnit.SECONDS.sleep(6);
        consume(shortLived, token).assertError(400, "recovery.link_expired");
        assertThat(shortLived.sessionIds(user)).isEmpty();
        consume(shortLived, link(shortLived, user, 2)).assertTokens();
    }

    @Test
    void linkOfAnotherRealmIsUnknownAndStaysValid() {
        TestUser user = realm.user();
        String token = link(user);
        consume(other, token).assertError(400, "recovery.magic_link_invalid");
        consume(token).assertTokens();
    }

    @Test
    void changedLinkIsUnknownAndTheRightOneStaysValid() {
        String token = link(realm.user());
        for (String wrong : HostileInput.tokensUnlike(token)) {
            consume(wrong).assertError(400, "recovery.magic_link_invalid");
        }
        consume(token).assertTokens();
    }

    @Test
    void missingTokenIsNamed() {
        realm.api().post(CONSUME, Map.of()).assertInvalidField("token", "required");
        consume("").assertInvalidField("token", "required");
    }

    @Test
    void linkOfTheOtherKindIsUnknownAndStaysValid() {
        TestUser user = realm.user();
        String magic = link(realm, user, 1);
        String reset = resetLink(user, 2);
        assertThat(reset).isNotEqualTo(magic);
        consume(reset).assertError(400, "recovery.magic_link_invalid");
        reset(magic).assertError(400, "recovery.reset_link_invalid");
        realm.signIn(user);
        consume(magic).assertTokens();
    }

    @Test
    void resetLinkThatWasTriedHereStillSetsThePassword() {
        TestUser user = realm.user();
        String reset = resetLink(user, 1);
        consume(reset).assertError(400, "recovery.magic_link_invalid");
        reset(reset).assertStatus(200);
        realm.api().login(user.email(), NEW).assertTokens();
    }

    @Test
    void resetOfThePasswordEndsAllLinks() {
        TestUser user = realm.user();
        String magic = link(realm, user, 1);
        String first = resetLink(user, 2);
        String second = resetLink(user, 3);
        reset(first).assertStatus(200);
        consume(magic).assertError(400, "recovery.link_used");
        reset(second).assertError(400, "recovery.link_used");
        assertThat(realm.sessionIds(user)).isEmpty();
    }

    @Test
    void linkDiesWithAChangeOfThePassword() {
        TestUser byAdmin = realm.user();
        String token = link(byAdmin);
        realm.setPassword(byAdmin, NEW);
        consume(token).assertError(400, "recovery.magic_link_invalid");

        TestUser byThemselves = realm.user();
        String another = link(byThemselves);
        realm.api()
                .bearer(realm.signIn(byThemselves))
                .post(
                        "/v1/auth/password",
                        Map.of("current_password", byThemselves.password(), "new_password", NEW))
                .assertStatus(200);
        consume(another).assertError(400, "recovery.magic_link_invalid");
        assertThat(realm.sessionIds(byAdmin)).isEmpty();
    }

    @Test
    void linkSurvivesAnUpgradeOfTheHash() {
        TestUser user =
                realm.imported(StoredPassword.pbkdf2(TestRealm.PASSWORD, 1), TestRealm.PASSWORD);
        String token = link(user);
        realm.signIn(user);
        assertThat(realm.password(user).algorithm()).isEqualTo("argon2");
        consume(token).assertTokens();
    }

    @Test
    void linkDiesWithAChangeOfTheAddress() {
        TestUser user = realm.user();
        String token = link(user);
        realm.updateUser(user, u -> u.put("email", TestRealm.newEmail()));
        consume(token).assertError(400, "recovery.magic_link_invalid");
        assertThat(realm.sessionIds(user)).isEmpty();
    }

    @Test
    void linkDiesWithTheAccount() {
        TestUser disabled = realm.user();
        String token = link(disabled);
        realm.disable(disabled);
        consume(token).assertError(400, "recovery.magic_link_invalid");
        assertThat(realm.sessionIds(disabled)).isEmpty();

        TestUser deleted = realm.user();
        String another = link(deleted);
        realm.delete(deleted);
        consume(another).assertError(400, "recovery.magic_link_invalid");
    }

    @Test
    void realmCanSwitchItOff() {
        TestUser user = other.user();
        String token = link(other, user, 1);
        other.updateSettings(Map.of("magic_links", List.of("false")));
        try {
            Answer known = start(other, user.email()).assertError(403, "auth.method_disabled");
            Answer unknown = start(other, TestRealm.newEmail());
            unknown.assertError(403, "auth.method_disabled");
            assertThat(unknown.errorWithoutRequestId()).isEqualTo(known.errorWithoutRequestId());
            consume(other, token).assertError(403, "auth.method_disabled");
            consume(other, "x".repeat(43)).assertError(403, "auth.method_disabled");
            assertThat(other.sessionIds(user)).isEmpty();
            other.signIn(user);
        } finally {
            other.updateSettings(Map.of("magic_links", List.of()));
        }
        consume(other, token).assertTokens();
        // If the refused request had sent a mail, there would be three.
        link(other, user, 2);
        assertThat(mailbox.of(user.email())).hasSize(2);
    }

    @Test
    void eventsSayHowTheUserSignedIn() {
        TestUser user = realm.user();
        String token = link(user);
        Tokens tokens = consume(token).assertTokens();
        assertThat(realm.events("LOGIN", user))
                .singleElement()
                .hasDetail("auth_type", "magic_link")
                .hasSession(tokens.sessionId())
                .hasClient(TestRealm.CLIENT);
        consume(token).assertStatus(400);
        assertThat(realm.events())
                .mention(user.id())
                .doNotMention(token, tokens.access(), tokens.refresh());
    }
}
