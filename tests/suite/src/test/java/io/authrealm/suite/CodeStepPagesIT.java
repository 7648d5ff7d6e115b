package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.authrealm.suite.OtpFactors.Channel;
import io.authrealm.suite.OtpFactors.Factor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Codes by mail and text message on Keycloak's own login page. */
@PrivateApi
@ResourceLock(value = TestServer.SMS_LOCK, mode = ResourceAccessMode.READ)
class CodeStepPagesIT {

    private static final Pattern ACTION = Pattern.compile("action=\"([^\"]+)\"");

    private static final Pattern EXECUTION =
            Pattern.compile("name=\"authenticationExecution\" value=\"([^\"]+)\"");

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension
    static final TestRealm realm = TestRealm.fresh().with(mailbox::serve).with(CodeFlows::addTo);

    @BeforeAll
    static void createClient() {
        Browser.createClient(realm);
    }

    /** A user with one factor, who signs in on the pages. */
    private static final class Person {

        private final OtpFactors owner;
        private final Factor factor;

        private Person(OtpFactors owner, Channel channel) {
            this.owner = owner;
            this.factor = owner.added(channel);
        }

        static Person with(Channel channel) {
            return new Person(new OtpFactors(SignedIn.newIn(realm), mailbox), channel);
        }

        TestUser user() {
            return owner.person().user();
        }

        int messages() {
            return owner.messages(factor);
        }

        String code(int which) {
            return owner.code(factor, which);
        }

        /** The page that asks for the code. */
        Answer logIn(Browser browser) {
            Answer page = browser.logIn(user().email(), user().password());
            assertAsks(page);
            return page;
        }
    }

    private static void assertAsks(Answer page) {
        page.assertStatus(200);
        assertThat(page.body())
                .contains("authrealm-code-form", "autocomplete=\"one-time-code\"")
                .doesNotContain("authrealmCode", "-display-name", "-help-text", "${", "FreeMarker");
    }

    private static void assertSignedIn(Answer answer) {
        assertThat(answer.assertStatus(302).header("Location"))
                .startsWith(Browser.CALLBACK)
                .contains("code=");
    }

    private static Answer type(Browser browser, Answer page, String code) {
        return browser.submit(page, Map.of("code", code, "login", ""));
    }

    private static Answer resend(Browser browser, Answer page) {
        return browser.submit(page, Map.of("code", "", "resend", "true"));
    }

    private static Answer reload(Browser browser, Answer page) {
        Matcher action = ACTION.matcher(page.body());
        assertThat(action.find()).isTrue();
        return browser.goTo(action.group(1).replace("&amp;", "&"));
    }

    @ParameterizedTest
    @EnumSource
    void codeSignsIn(Channel channel) {
        Person person = Person.with(channel);
        realm.updateUser(
                person.user(),
                u -> u.withObject("/attributes").putArray("mfaRequired").add("true"));
        Browser browser = new Browser(realm);
        Answer page = person.logIn(browser);
        String to = person.factor.destination();
        assertThat(page.body())
                .contains("***" + to.substring(channel == Channel.EMAIL ? to.indexOf('@') : 9))
                .doesNotContain(to);
        assertSignedIn(type(browser, page, " " + person.code(2) + " "));
        // The cookie stands for a sign-in with a code, although one is demanded.
        assertSignedIn(browser.openLoginPage());
        // A code is good once.
        Browser other = new Browser(realm);
        Answer again = person.logIn(other);
        Answer refused = type(other, again, person.code(2));
        assertAsks(refused);
        assertSignedIn(type(other, refused, person.code(3)));
    }

    @Test
    void userWithoutAFactorIsNotAsked() {
        TestUser user = realm.user();
        assertSignedIn(new Browser(realm).logIn(user.email(), user.password()));
        OtpFactors begun = new OtpFactors(SignedIn.of(realm, user), mailbox);
        begun.begun(Channel.EMAIL);
        assertSignedIn(new Browser(realm).logIn(user.email(), user.password()));
    }

    @ParameterizedTest
    @EnumSource
    void anotherCodeReplacesTheFirstAndThreeAreSentAtMost(Channel channel) {
        Person person = Person.with(channel);
        Browser browser = new Browser(realm);
        Answer page = person.logIn(browser);
        String first = person.code(2);
        Answer reloaded = reload(browser, page);
        assertAsks(reloaded);
        Answer second = resend(browser, reloaded);
        assertAsks(second);
        String newer = person.code(3);
        if (!first.equals(newer)) {
            second = type(browser, second, first);
            assertAsks(second);
            assertThat(second.body()).contains("The code is wrong or too old.");
        }
        Answer third = resend(browser, second);
        assertThat(third.body()).doesNotContain("No code can be sent");
        String newest = person.code(4);
        Answer fourth = resend(browser, third);
        assertAsks(fourth);
        assertThat(fourth.body()).contains("No code can be sent at the moment.");
        assertSignedIn(type(browser, fourth, newest));
        // The reload has sent none.
        assertThat(person.messages()).isEqualTo(4);
    }

    @Test
    void limitsHoldOnThePage() {
        Person person = Person.with(Channel.EMAIL);
        realm.updateSettings(Map.of("mails_per_recipient", List.of("1")));
        try {
            Answer page = person.logIn(new Browser(realm));
            assertThat(page.body())
                    .contains("A code was sent to")
                    .doesNotContain("No code can be sent");
            String code = person.code(2);
            Browser browser = new Browser(realm);
            Answer limited = person.logIn(browser);
            assertThat(limited.body())
                    .contains("No code can be sent at the moment.")
                    .doesNotContain("A code was sent to");
            // The code of the other page is the user's live one.
            assertSignedIn(type(browser, limited, code));
        } finally {
            realm.updateSettings(Map.of("mails_per_recipient", List.of("0")));
        }
    }

    @ParameterizedTest
    @EnumSource
    void wrongCodesLockTheAccount(Channel channel) {
        Person person = Person.with(channel);
        Browser browser = new Browser(realm);
        Answer page = person.logIn(browser);
        String code = person.code(2);
        for (int i = 0; i < 5; i++) {
            page = type(browser, page, OtpFactors.wrong(code, i));
            assertAsks(page);
        }
        assertThat(realm.loginFailures(person.user()).path("numFailures").asInt()).isEqualTo(5);
        assertThat(realm.loginFailures(person.user()).path("disabled").asBoolean()).isTrue();
        Answer locked = type(browser, page, code);
        locked.assertStatus(200);
        assertThat(locked.body()).contains("authrealm-code-form");
        int before = person.messages();
        assertThat(resend(browser, locked).assertStatus(200).body())
                .contains("authrealm-code-form");
        assertThat(person.messages()).isEqualTo(before);
        assertThat(realm.events("LOGIN_ERROR", person.user()))
                .extracting(event -> event.path("error").asText())
                .contains("invalid_user_credentials", "user_temporarily_disabled");
        assertThat(realm.events("LOGIN", person.user())).hasSize(1);
    }

    @Test
    void oddInputIsAWrongCode() {
        Person person = Person.with(Channel.EMAIL);
        Browser browser = new Browser(realm);
        Answer page = person.logIn(browser);
        for (String odd :
                List.of("", "   ", "abcdef", "x".repeat(100_000), "１２３４５６", "' or 1=1", "\u0000")) {
            page = type(browser, page, odd);
            assertAsks(page);
            if (!odd.isBlank()) {
                realm.forgetLoginFailures(person.user());
            }
        }
        page = browser.submit(page, Map.of("nothing", "x"));
        assertAsks(page);
        assertSignedIn(type(browser, page, person.code(2)));
    }

    @Test
    void codesForOtherPurposesAndUsersAreWrong() {
        Person person = Person.with(Channel.EMAIL);
        Person other = Person.with(Channel.EMAIL);
        person.owner.challenge(person.factor).assertStatus(202);
        String forStepUp = person.code(2);
        Browser browser = new Browser(realm);
        Answer page = person.logIn(browser);
        Answer otherPage = other.logIn(new Browser(realm));
        assertAsks(otherPage);
        page = type(browser, page, forStepUp);
        assertAsks(page);
        page = type(browser, page, other.code(2));
        assertAsks(page);
        String right = person.code(3);
        person.owner.verify(right).assertError(401, "mfa.code_invalid");
        assertSignedIn(type(browser, page, right));
    }

    @Test
    void factorThatIsRemovedMeanwhileIsNoGood() {
        Person person = Person.with(Channel.EMAIL);
        Browser browser = new Browser(realm);
        Answer page = person.logIn(browser);
        String code = person.code(2);
        person.owner.stepUp(person.factor);
        person.owner.remove(person.factor).assertStatus(204);
        Answer answer = type(browser, page, code);
        assertThat(String.valueOf(answer.header("Location"))).doesNotContain("code=");
        assertThat(realm.sessionIds(person.user())).hasSize(1);
    }

    /** The user and someone who has the password wait at a page each. */
    @Test
    void ofManyRightCodesAtOnceOneSignsIn() {
        Person person = Person.with(Channel.EMAIL);
        List<Browser> browsers = new ArrayList<>();
        List<Answer> pages = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            browsers.add(new Browser(realm));
            pages.add(person.logIn(browsers.get(i)));
            person.code(i + 2);
        }
        String code = person.code(9);
        List<Answer> answers = Parallel.run(8, 8, i -> type(browsers.get(i), pages.get(i), code));
        assertThat(answers).filteredOn(answer -> answer.status() == 302).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 302)
                .allSatisfy(answer -> answer.assertStatus(200));
    }

    @Test
    void userChoosesAmongTheFactors() {
        String mail = TestRealm.newEmail();
        TestUser user =
                realm.user(
                        u -> {
                            SecondFactors.addTotp(u, "a-secret-of-the-app");
                            SecondFactors.addCodeTo(u, Channel.EMAIL, mail);
                        });
        Browser browser = new Browser(realm);
        Answer page = browser.logIn(user.email(), user.password()).assertStatus(200);
        assertThat(page.body()).contains("name=\"otp\"");
        Answer choice = browser.submit(page, Map.of("tryAnotherWay", "on"));
        assertThat(choice.body())
                .contains("Code by email", "Enter a code that is sent to your email address.");
        assertThat(mailbox.of(mail)).isEmpty();
        List<String> executions =
                EXECUTION.matcher(choice.body()).results().map(it -> it.group(1)).toList();
        assertThat(executions).hasSize(2);
        Answer code = browser.submit(choice, Map.of("authenticationExecution", executions.get(1)));
        assertAsks(code);
        assertSignedIn(type(browser, code, mailbox.await(mail, 1).code()));
    }

    @ParameterizedTest
    @EnumSource
    void userChoosesAmongAddressesAndNumbers(Channel channel) {
        List<String> to = List.of(channel.newDestination(), channel.newDestination());
        TestUser user = realm.user(u -> to.forEach(it -> SecondFactors.addCodeTo(u, channel, it)));
        OtpFactors factors = new OtpFactors(null, mailbox);
        List<Factor> both =
                realm.credentials(user, channel.type()).stream()
                        .map(stored -> new Factor(stored.id(), channel, ""))
                        .toList();
        Factor first = new Factor(both.get(0).id(), channel, to.get(0));
        Factor second = new Factor(both.get(1).id(), channel, to.get(1));
        Browser browser = new Browser(realm);
        Answer page = browser.logIn(user.email(), user.password());
        assertAsks(page);
        assertThat(page.body())
                .contains("Send the code to", first.id(), second.id())
                .doesNotContain(to.get(0), to.get(1));
        String ofFirst = factors.code(first, 1);
        for (String odd : List.of("x", UUID.randomUUID().toString(), "x".repeat(10_000))) {
            page = browser.submit(page, Map.of("resend", "true", "factor", odd));
            assertAsks(page);
            assertThat(page.body()).contains("No code can be sent at the moment.");
        }
        page = browser.submit(page, Map.of("resend", "true", "factor", second.id()));
        assertAsks(page);
        assertThat(page.body()).contains("value=\"" + second.id() + "\" selected");
        String ofSecond = factors.code(second, 1);
        if (!ofFirst.equals(ofSecond)) {
            page = type(browser, page, ofFirst);
            assertAsks(page);
        }
        assertThat(factors.messages(first)).isEqualTo(1);
        // What is chosen beside the code that is typed in does not count.
        assertSignedIn(
                browser.submit(page, Map.of("code", ofSecond, "login", "", "factor", first.id())));
    }

    /** An admin can import any credential. */
    @Test
    void credentialThatLeadsNowhereLetsNobodyIn() {
        for (Channel channel : Channel.values()) {
            for (String data :
                    List.of("{}", "{\"destination\":\"\"}", "{\"destination\":7}", "[]")) {
                TestUser user = realm.user(u -> SecondFactors.addCode(u, channel, data));
                Browser browser = new Browser(realm);
                Answer page = browser.logIn(user.email(), user.password());
                assertAsks(page);
                assertThat(page.body()).contains("No code can be sent at the moment.");
                assertAsks(type(browser, page, "123456"));
                assertThat(realm.sessionIds(user)).isEmpty();
            }
        }
    }

    @Test
    void pageIsInTheUsersLanguage() {
        Person person = Person.with(Channel.SMS);
        Map<String, String> texts =
                Map.of(
                        "de", "Ein Code wurde an",
                        "ja", "にコードを送信しました。",
                        "pt-BR", "Um código foi enviado para");
        for (JsonNode locale : realm.get("").path("supportedLocales")) {
            realm.updateUser(
                    person.user(),
                    u -> u.withObject("/attributes").putArray("locale").add(locale.asText()));
            Answer page = person.logIn(new Browser(realm));
            assertThat(page.textOfPage())
                    .contains(texts.getOrDefault(locale.asText(), "authrealm-code-sent"));
        }
    }

    /** Its user could not type the code in. */
    @Test
    void passwordGrantIsRefused() {
        Person person = Person.with(Channel.EMAIL);
        Answer answer = Browser.directGrant(realm, person.user().email(), person.user().password());
        assertThat(answer.status()).as(answer.toString()).isIn(400, 401);
        assertThat(answer.text("error")).isEqualTo("invalid_grant");
        assertThat(person.messages()).isEqualTo(1);
        TestUser without = realm.user();
        Browser.directGrant(realm, without.email(), without.password()).assertStatus(200);
    }
}
