package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How many mails a stranger who knows an address can have sent there. */
class MailLimitIT {

    private static final int LIMIT = 3;
    private static final int DEFAULT_LIMIT = 5;
    private static final int SENSITIVE_BURST = 2;

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh()
                    .with(mailbox::serve)
                    .setting("mails_per_recipient", String.valueOf(LIMIT));

    @RegisterExtension
    static final TestRealm byDefault =
            TestRealm.fresh().with(mailbox::serve).setting("mails_per_recipient");

    @RegisterExtension
    static final TestRealm byTwo =
            TestRealm.fresh().with(mailbox::serve).setting("mails_per_recipient", "2");

    @RegisterExtension static final TestRealm unlimited = TestRealm.fresh().with(mailbox::serve);

    @RegisterExtension
    static final TestRealm sensitive =
            TestRealm.fresh()
                    .with(mailbox::serve)
                    .setting("sensitive_rate", "0.001")
                    .setting("sensitive_burst", String.valueOf(SENSITIVE_BURST));

    /** Mails to others come after those that were requested before. */
    private static void assertMails(TestRealm realm, String email, int expected) {
        mailbox.await(email, expected);
        TestUser other = realm.user();
        realm.api().forgotPassword(other.email()).assertStatus(202);
        mailbox.await(other.email(), 1);
        assertThat(mailbox.of(email)).hasSize(expected);
    }

    @Test
    void beyondTheLimitTheAnswerIsTheSameAndNothingIsSent() {
        TestUser user = realm.user();
        String unknown = TestRealm.newEmail();
        List<Answer> forgots = new ArrayList<>();
        List<Answer> magics = new ArrayList<>();
        for (int i = 0; i < LIMIT + 2; i++) {
            for (String email : List.of(user.email(), unknown)) {
                forgots.add(realm.api().forgotPassword(email).assertStatus(202));
                magics.add(realm.api().startMagicLink(email).assertStatus(200));
            }
        }
        assertAlike(forgots);
        assertAlike(magics);
        assertMails(realm, user.email(), LIMIT);
        assertThat(mailbox.of(unknown)).isEmpty();
    }

    private static void assertAlike(List<Answer> answers) {
        Answer first = answers.get(0);
        assertThat(answers)
                .allSatisfy(
                        answer -> {
                            assertThat(answer.body()).isEqualTo(first.body());
                            assertThat(answer.headers().map().keySet())
                                    .isEqualTo(first.headers().map().keySet());
                        });
    }

    @Test
    void earlierLinksStayValid() {
        TestUser user = realm.user();
        for (int i = 1; i <= LIMIT + 1; i++) {
            realm.api().startMagicLink(user.email());
        }
        String token = mailbox.await(user.email(), LIMIT).token();
        realm.api().consumeMagicLink(token).assertTokens();
    }

    @Test
    void linksOfEveryKindShareTheLimit() {
        TestUser user = realm.user();
        realm.api().startMagicLink(user.email()).assertStatus(200);
        for (int i = 1; i < LIMIT; i++) {
            realm.api().forgotPassword(user.email()).assertStatus(202);
        }
        realm.api().startMagicLink(user.email()).assertStatus(200);
        realm.api().forgotPassword(user.email()).assertStatus(202);
        assertMails(realm, user.email(), LIMIT);
    }

    @Test
    void codesOfEveryKindShareTheLimit() {
        SignedIn person = SignedIn.newIn(realm);
        String email = TestRealm.newEmail();
        person.startChange(email).assertStatus(200);
        for (int i = 1; i < LIMIT; i++) {
            person.startEmail().assertStatus(200);
        }
        person.startEmail().assertLimited();
        person.startChange(email).assertLimited();
        person.startChange(TestRealm.newEmail()).assertLimited();
        mailbox.await(email, 1);
        assertMails(realm, person.user().email(), LIMIT - 1);
        assertThat(mailbox.of(email)).hasSize(1);
    }

    /** Otherwise a stranger could keep the user from verifying the address. */
    @Test
    void linksRequestedByStrangersDoNotUseUpTheUsersCodes() {
        SignedIn victim = SignedIn.unverifiedIn(byDefault);
        String email = victim.user().email();
        for (int i = 0; i < DEFAULT_LIMIT + 2; i++) {
            byDefault.api().forgotPassword(email).assertStatus(202);
        }
        mailbox.await(email, DEFAULT_LIMIT);
        victim.startEmail().assertStatus(200);
        String code = mailbox.await(email, DEFAULT_LIMIT + 1).code();
        victim.confirmEmail(code).assertStatus(200);
    }

    @Test
    void codesDoNotUseUpTheUsersLinks() {
        SignedIn person = SignedIn.newIn(realm);
        for (int i = 0; i < LIMIT; i++) {
            person.startEmail().assertStatus(200);
        }
        person.startEmail().assertLimited();
        realm.api().startMagicLink(person.user().email()).assertStatus(200);
        assertMails(realm, person.user().email(), LIMIT + 1);
    }

    /** The mails that one user can have sent to addresses of their choice. */
    @Test
    void userIsLimitedAcrossAddresses() {
        SignedIn person = SignedIn.newIn(byTwo);
        String last = TestRealm.newEmail();
        person.startChange(TestRealm.newEmail()).assertStatus(200);
        person.startChange(last).assertStatus(200);
        String refused = TestRealm.newEmail();
        person.startChange(refused).assertLimited();
        person.startEmail().assertLimited();
        SignedIn another = SignedIn.newIn(byTwo);
        String email = TestRealm.newEmail();
        another.startChange(email).assertStatus(200);
        mailbox.await(email, 1);
        assertThat(mailbox.of(refused)).isEmpty();
        assertThat(mailbox.of(person.user().email())).isEmpty();
        person.confirmChange(mailbox.await(last, 1).code()).assertStatus(200);
    }

    @Test
    void codeStaysValidIfTheNextIsRefused() {
        SignedIn person = SignedIn.unverifiedIn(realm);
        for (int i = 0; i < LIMIT; i++) {
            person.startEmail().assertStatus(200);
        }
        String last = mailbox.await(person.user().email(), LIMIT).code();
        person.startEmail().assertLimited();
        person.confirmEmail(last).assertStatus(200);
        assertThat(person.me().path("email_verified_at").isNull()).isFalse();
    }

    @Test
    void newAddressIsLimitedAcrossUsers() {
        String email = TestRealm.newEmail();
        for (int i = 0; i < LIMIT; i++) {
            SignedIn.newIn(realm)
                    .startChange(i % 2 == 0 ? email : email.toUpperCase(Locale.ROOT))
                    .assertStatus(200);
        }
        SignedIn one = SignedIn.newIn(realm);
        one.startChange(email).assertLimited();
        one.startChange(TestRealm.newEmail()).assertStatus(200);
        one.startEmail().assertStatus(200);
        assertMails(realm, email, LIMIT);
    }

    @Test
    void limitIgnoresTheCaseOfTheAddress() {
        TestUser user = realm.user();
        realm.api().forgotPassword(user.email());
        realm.api().forgotPassword(user.email().toUpperCase(Locale.ROOT));
        realm.api().forgotPassword(" " + user.email() + " ");
        realm.api().startMagicLink(user.email().toUpperCase(Locale.ROOT));
        realm.api().startMagicLink(user.email());
        assertMails(realm, user.email(), LIMIT);
    }

    @Test
    void limitHoldsForConcurrentRequests() {
        TestUser user = realm.user();
        Parallel.run(
                30,
                10,
                i ->
                        i % 2 == 0
                                ? realm.api().forgotPassword(user.email())
                                : realm.api().startMagicLink(user.email()));
        assertMails(realm, user.email(), LIMIT);
    }

    @Test
    void limitIsFiveByDefault() {
        TestUser user = byDefault.user();
        for (int i = 0; i < DEFAULT_LIMIT + 2; i++) {
            byDefault.api().forgotPassword(user.email()).assertStatus(202);
        }
        assertMails(byDefault, user.email(), DEFAULT_LIMIT);
    }

    @Test
    void zeroMeansNoLimit() {
        TestUser user = unlimited.user();
        for (int i = 0; i < DEFAULT_LIMIT + 5; i++) {
            unlimited.api().forgotPassword(user.email()).assertStatus(202);
        }
        assertMails(unlimited, user.email(), DEFAULT_LIMIT + 5);
    }

    /** That limit is the user's, for all addresses. */
    @Test
    void routesThatSendMailsAreSensitive() {
        SignedIn verifying = SignedIn.newIn(sensitive);
        SignedIn changing = SignedIn.newIn(sensitive);
        for (int i = 0; i < SENSITIVE_BURST; i++) {
            verifying.startEmail().assertStatus(200);
            changing.startChange(TestRealm.newEmail()).assertStatus(200);
        }
        verifying.startEmail().assertLimited();
        changing.startChange(TestRealm.newEmail()).assertLimited();
        verifying.me();
        changing.me();
        assertMails(sensitive, verifying.user().email(), SENSITIVE_BURST);
    }
}
