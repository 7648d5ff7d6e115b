package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A new address for an account; {@link VerificationCodesIT} tests what holds for every code. */
class EmailChangeIT {

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension
    static final TestRealm realm = TestRealm.fresh().withUserNames().with(mailbox::serve);

    @RegisterExtension
    static final TestRealm emailAsUsername =
            TestRealm.fresh()
                    .with(mailbox::serve)
                    .with(r -> r.put("registrationEmailAsUsername", true));

    /** Allows its users only addresses of two domains. */
    @RegisterExtension static final TestRealm choosy = TestRealm.fresh().with(mailbox::serve);

    @BeforeAll
    static void nameTheDomains() {
        choosy.updateProfile(
                "email",
                email ->
                        email.withObject("/validations")
                                .putObject("pattern")
                                .put("pattern", "^[^@]+@(example|company)\\.test$"));
    }

    /** The code in the {@code number}th mail to the new address. */
    private static String code(SignedIn person, String email, int number) {
        person.startChange(email).assertStatus(200);
        return mailbox.await(email, number).code();
    }

    private static void change(SignedIn person, String email) {
        person.confirmChange(code(person, email, 1)).assertStatus(200);
    }

    private static void assertUnchanged(SignedIn person) {
        assertThat(person.me().path("email").asText()).isEqualTo(person.user().email());
        assertThat(person.stored().path("email").asText()).isEqualTo(person.user().email());
        person.realm().signIn(person.user());
    }

    @PrivateApi
    @Test
    void codeAtTheNewAddressChangesIt() {
        SignedIn person = SignedIn.unverifiedIn(realm);
        String old = person.user().email();
        String email = TestRealm.newEmail();
        Answer started = person.startChange(email).assertStatus(200);
        assertThat(started.text("message")).isNotBlank();
        assertThat(started.json()).hasSize(1);
        String code = mailbox.await(email, 1).code();
        assertThat(started.body()).doesNotContain(code);
        assertThat(mailbox.of(old)).isEmpty();
        assertUnchanged(person);

        Answer confirmed = person.confirmChange(code).assertStatus(200);
        assertThat(confirmed.text("message")).isNotBlank();
        assertThat(confirmed.text("email")).isEqualTo(email);
        assertThat(confirmed.json()).hasSize(2);

        assertThat(person.me().path("email").asText()).isEqualTo(email);
        assertThat(Instant.parse(person.me().path("email_verified_at").asText()))
                .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
        assertThat(person.stored().path("email").asText()).isEqualTo(email);
        assertThat(person.stored().path("emailVerified").asBoolean()).isTrue();
        realm.api().login(old, TestRealm.PASSWORD).assertError(401, "auth.invalid_credentials");
        Tokens tokens = realm.api().login(email, TestRealm.PASSWORD).assertTokens();
        assertThat(tokens.userId()).isEqualTo(person.user().id());
    }

    @Test
    void oldAddressIsNotifiedAndGetsNoCode() {
        SignedIn person = SignedIn.newIn(realm);
        String email = TestRealm.newEmail();
        change(person, email);
        Mailbox.Mail notice = mailbox.await(person.user().email(), 1);
        assertThat(notice.hasCode()).isFalse();
        assertThat(notice.text()).doesNotContain("token=", email);
        assertThat(notice.html()).doesNotContain("token=", email);
        assertThat(notice.subject()).isNotBlank().doesNotContain("authrealmEmailChange", "{0}");
        assertThat(mailbox.of(email)).hasSize(1);
    }

    @Test
    void mailHasACodeAndNoLink() {
        SignedIn person = SignedIn.newIn(realm);
        String email = TestRealm.newEmail();
        String code = code(person, email, 1);
        Mailbox.Mail mail = mailbox.of(email).get(0);
        assertThat(mail.html()).contains(code);
        assertThat(mail.text()).doesNotContain("token=", "authrealmEmailChange");
        assertThat(mail.subject()).isNotBlank().doesNotContain("authrealmEmailChange", "{0}");
    }

    @PrivateApi
    @Test
    void usernameThatIsTheAddressChangesToo() {
        SignedIn person = SignedIn.newIn(emailAsUsername);
        String email = TestRealm.newEmail();
        change(person, email);
        assertThat(person.stored().path("username").asText()).isEqualTo(email);
        emailAsUsername
                .api()
                .login(person.user().email(), TestRealm.PASSWORD)
                .assertError(401, "auth.invalid_credentials");
        emailAsUsername.api().login(email, TestRealm.PASSWORD).assertTokens();
        // The old name is free again.
        emailAsUsername.user(person.user().email(), TestRealm.PASSWORD, u -> {});
    }

    @PrivateApi
    @Test
    void addressThatOnlyAdminsMayChangeStays() {
        TestRealm strict = TestRealm.fresh().with(mailbox::serve).create();
        try {
            SignedIn person = SignedIn.newIn(strict);
            String email = TestRealm.newEmail();
            String code = code(person, email, 1);
            strict.updateProfile(
                    "email",
                    profile -> profile.withObject("/permissions").putArray("edit").add("admin"));
            String another = TestRealm.newEmail();
            person.startChange(another).assertError(403, "forbidden");
            person.confirmChange(code).assertError(403, "forbidden");
            assertUnchanged(person);
            person.startEmail().assertStatus(200);
            mailbox.await(person.user().email(), 1);
            assertThat(mailbox.of(another)).isEmpty();
            assertThat(strict.events("UPDATE_EMAIL", person.user())).isEmpty();

            strict.updateProfile(
                    "email",
                    profile ->
                            profile.withObject("/permissions")
                                    .putArray("edit")
                                    .add("admin")
                                    .add("user"));
            person.startChange(another).assertStatus(200);
            person.confirmChange(mailbox.await(another, 1).code()).assertStatus(200);
            assertThat(person.me().path("email").asText()).isEqualTo(another);
        } finally {
            strict.close();
        }
    }

    @PrivateApi
    @Test
    void addressObeysTheRulesOfTheProfile() {
        SignedIn person = SignedIn.newIn(choosy);
        String outside = TestRealm.newEmail().replace("example", "elsewhere");
        person.startChange(outside).assertInvalidField("email", "invalid_email");
        String inside = TestRealm.newEmail().replace("example", "company");
        change(person, inside);
        assertThat(person.me().path("email").asText()).isEqualTo(inside);
        assertThat(mailbox.of(outside)).isEmpty();
    }

    /** The rules may have changed since the code was mailed. */
    @Test
    void addressObeysTheRulesWhenItIsConfirmed() {
        SignedIn person = SignedIn.newIn(choosy);
        String code = code(person, TestRealm.newEmail(), 1);
        choosy.updateProfile(
                "email",
                email ->
                        email.withObject("/validations")
                                .putObject("pattern")
                                .put("pattern", "^[^@]+@company\\.test$"));
        try {
            person.confirmChange(code).assertError(403, "forbidden");
        } finally {
            nameTheDomains();
        }
        assertUnchanged(person);
    }

    @Test
    void otherRulesOfTheProfileDoNotMatter() {
        TestRealm demanding = TestRealm.fresh().with(mailbox::serve).create();
        try {
            SignedIn person = SignedIn.newIn(demanding);
            demanding.updateProfile(
                    "lastName",
                    lastName -> lastName.putObject("required").putArray("roles").add("user"));
            change(person, TestRealm.newEmail());
        } finally {
            demanding.close();
        }
    }

    @Test
    void otherUsernameStays() {
        String name = "name-" + TestRealm.random();
        TestUser user =
                realm.user(
                        TestRealm.newEmail(),
                        TestRealm.PASSWORD,
                        representation -> representation.put("username", name));
        SignedIn person = SignedIn.of(realm, user);
        String email = TestRealm.newEmail();
        change(person, email);
        assertThat(person.stored().path("username").asText()).isEqualTo(name);
        assertThat(person.stored().path("email").asText()).isEqualTo(email);
        realm.api().login(email, TestRealm.PASSWORD).assertTokens();
    }

    @Test
    void requiredActionToVerifyIsDone() {
        SignedIn person = SignedIn.unverifiedIn(realm);
        realm.updateUser(person.user(), u -> u.putArray("requiredActions").add("VERIFY_EMAIL"));
        String email = TestRealm.newEmail();
        change(person, email);
        assertThat(person.stored().path("requiredActions")).isEmpty();
        realm.api().login(email, TestRealm.PASSWORD).assertTokens();
    }

    @Test
    void missingAddressIsReported() {
        SignedIn person = SignedIn.newIn(realm);
        Map<String, Object> nothing = new HashMap<>();
        nothing.put("email", null);
        for (Object body : List.of(Map.of(), nothing, Map.of("email", ""), Map.of("email", "  "))) {
            person.api()
                    .post("/v1/me/email/change/start", body)
                    .assertError(422, "verification.no_email");
        }
        assertUnchanged(person);
    }

    @Test
    void malformedAddressIsRefused() {
        SignedIn person = SignedIn.newIn(realm);
        for (String email : List.of("no address", "@", "a@", "@b.test", "a@b", "a@@b.test")) {
            person.startChange(email).assertInvalidField("email", "invalid_email");
        }
        assertUnchanged(person);
    }

    @Test
    void requestForSeveralReceiversReachesNone() {
        SignedIn person = SignedIn.newIn(realm);
        String victim = TestRealm.newEmail();
        for (String email : HostileInput.addresses(victim)) {
            person.startChange(email).assertInvalidField("email", "invalid_email");
        }
        code(person, TestRealm.newEmail(), 1);
        assertThat(mailbox.recipients()).doesNotContain(victim);
        HostileInput.assertNothingSmuggled(mailbox);
        assertUnchanged(person);
    }

    @Test
    void nameIsEscaped() {
        SignedIn person = SignedIn.of(realm, HostileInput.user(realm));
        String email = TestRealm.newEmail();
        change(person, email);
        HostileInput.assertInert(mailbox.of(email).get(0));
        HostileInput.assertInert(mailbox.await(person.user().email(), 1));
        HostileInput.assertNothingSmuggled(mailbox);
    }

    @Test
    void unknownMemberIsRefused() {
        SignedIn person = SignedIn.newIn(realm);
        String email = TestRealm.newEmail();
        person.api()
                .post("/v1/me/email/change/start", Map.of("email", email, "verified", "true"))
                .assertError(400, "bad_request");
        code(person, TestRealm.newEmail(), 1);
        assertThat(mailbox.of(email)).isEmpty();
    }

    @Test
    void addressOfAnotherUserIsTaken() {
        SignedIn person = SignedIn.newIn(realm);
        TestUser disabled = realm.user();
        realm.disable(disabled);
        String another = realm.user().email();
        for (String taken :
                List.of(
                        person.user().email(),
                        person.user().email().toUpperCase(Locale.ROOT),
                        another,
                        another.toUpperCase(Locale.ROOT),
                        disabled.email())) {
            person.startChange(taken).assertError(409, "verification.email_taken");
        }
        code(person, TestRealm.newEmail(), 1);
        assertThat(mailbox.of(another)).isEmpty();
        assertThat(mailbox.of(person.user().email())).isEmpty();
        assertUnchanged(person);
    }

    @Test
    void addressOfAnotherRealmIsFree() {
        TestUser elsewhere = emailAsUsername.user();
        SignedIn person = SignedIn.newIn(realm);
        change(person, elsewhere.email());
        assertThat(person.me().path("email").asText()).isEqualTo(elsewhere.email());
        emailAsUsername.signIn(elsewhere);
    }

    @Test
    void addressThatWasTakenMeanwhileIsRefused() {
        SignedIn person = SignedIn.newIn(realm);
        String email = TestRealm.newEmail();
        String code = code(person, email, 1);
        TestUser faster = realm.user(email, TestRealm.PASSWORD, u -> {});
        person.confirmChange(code).assertError(409, "verification.email_taken");
        assertUnchanged(person);
        assertThat(realm.signIn(faster).userId()).isEqualTo(faster.id());
        realm.delete(faster);
        Answer again = person.confirmChange(code).assertStatus(400);
        assertThat(again.errorCode()).isIn("verification.code_used", "verification.code_invalid");
        assertUnchanged(person);
    }

    @Test
    void ofTwoConcurrentChangesToOneAddressOneSucceeds() {
        for (int round = 0; round < 5; round++) {
            String email = TestRealm.newEmail();
            List<SignedIn> people = List.of(SignedIn.newIn(realm), SignedIn.newIn(realm));
            List<String> codes =
                    List.of(code(people.get(0), email, 1), code(people.get(1), email, 2));
            List<Answer> answers =
                    Parallel.run(2, 2, i -> people.get(i).confirmChange(codes.get(i)));
            assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
            int loser = answers.get(0).status() == 200 ? 1 : 0;
            answers.get(loser).assertError(409, "verification.email_taken");
            assertUnchanged(people.get(loser));
            assertThat(realm.usersWithEmail(email))
                    .singleElement()
                    .satisfies(
                            user ->
                                    assertThat(user.path("id").asText())
                                            .isEqualTo(people.get(1 - loser).user().id()));
        }
    }

    @Test
    void lastRequestedAddressCounts() {
        SignedIn person = SignedIn.newIn(realm);
        String first = TestRealm.newEmail();
        String second = TestRealm.newEmail();
        String codeOfFirst = code(person, first, 1);
        String codeOfSecond = code(person, second, 1);
        person.confirmChange(codeOfFirst).assertError(400, "verification.code_invalid");
        assertThat(person.confirmChange(codeOfSecond).assertStatus(200).text("email"))
                .isEqualTo(second);
        assertThat(person.me().path("email").asText()).isEqualTo(second);
    }

    @Test
    void linksAtTheOldAddressAreDead() {
        SignedIn person = SignedIn.newIn(realm);
        String old = person.user().email();
        realm.api().forgotPassword(old).assertStatus(202);
        String reset = mailbox.await(old, 1).token();
        realm.api().startMagicLink(old).assertStatus(200);
        String magic = mailbox.await(old, 2).token();
        String email = TestRealm.newEmail();
        change(person, email);

        Answer signIn = realm.api().consumeMagicLink(magic);
        assertThat(signIn.assertStatus(400).errorCode())
                .isIn("recovery.magic_link_invalid", "recovery.link_used");
        Answer set = realm.api().resetPassword(reset, "a-new-horse-battery");
        assertThat(set.assertStatus(400).errorCode())
                .isIn("recovery.reset_link_invalid", "recovery.link_used");
        realm.api().login(email, TestRealm.PASSWORD).assertTokens();

        mailbox.await(old, 3);
        realm.api().startMagicLink(old).assertStatus(200);
        realm.api().startMagicLink(email).assertStatus(200);
        String fresh = mailbox.await(email, 2).token();
        realm.api().consumeMagicLink(fresh).assertTokens();
        assertThat(mailbox.of(old)).hasSize(3);
    }

    @Test
    void addressCanBeChangedBack() {
        SignedIn person = SignedIn.newIn(emailAsUsername);
        change(person, TestRealm.newEmail());
        String old = person.user().email();
        // The first mail there was the notice of the change away from it.
        mailbox.await(old, 1);
        String code = code(person, old, 2);
        person.confirmChange(code).assertStatus(200);
        assertUnchanged(person);
    }

    @Test
    void eventNamesOldAndNewAddress() {
        SignedIn person = SignedIn.newIn(realm);
        String email = TestRealm.newEmail();
        String code = code(person, email, 1);
        assertThat(realm.events("UPDATE_EMAIL", person.user())).isEmpty();
        person.confirmChange(code).assertStatus(200);
        assertThat(realm.events("UPDATE_EMAIL", person.user()))
                .singleElement()
                .hasDetail("previous_email", person.user().email())
                .hasDetail("updated_email", email)
                .hasClient(TestRealm.CLIENT)
                .hasAddress();
    }
}
