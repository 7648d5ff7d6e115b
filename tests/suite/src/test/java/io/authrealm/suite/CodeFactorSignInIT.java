package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.authrealm.suite.OtpFactors.Channel;
import io.authrealm.suite.OtpFactors.Factor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Codes by mail and text message at a sign-in through the API. */
@ResourceLock(value = TestServer.SMS_LOCK, mode = ResourceAccessMode.READ)
class CodeFactorSignInIT {

    private static final String EXPIRED = "auth.mfa_challenge_expired";

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension static final TestRealm realm = TestRealm.fresh().with(mailbox::serve);

    /** A user with factors, who signs in by password and code. */
    private record Person(OtpFactors owner) {

        static Person create() {
            return new Person(new OtpFactors(SignedIn.newIn(realm), mailbox));
        }

        TestUser user() {
            return owner.person().user();
        }

        Answer login() {
            return realm.api().login(user().email(), user().password()).assertStatus(200);
        }

        /** The challenge of a sign-in that asks for a code. */
        String challenged(Channel... methods) {
            JsonNode answer = login().json();
            assertThat(answer.path("mfa_required").asBoolean()).as(answer.toString()).isTrue();
            assertThat(answer.path("methods"))
                    .extracting(JsonNode::asText)
                    .containsExactlyInAnyOrder(
                            List.of(methods).stream().map(Channel::wire).toArray(String[]::new));
            return answer.path("mfa_token").asText();
        }
    }

    private static Answer prompt(String challenge, String method) {
        return realm.api()
                .post("/v1/auth/mfa/challenge", Map.of("mfa_token", challenge, "method", method));
    }

    private static Answer prompt(String challenge, String method, Object factorId) {
        return realm.api()
                .post(
                        "/v1/auth/mfa/challenge",
                        Map.of("mfa_token", challenge, "method", method, "factor_id", factorId));
    }

    private static Answer answer(String challenge, Channel method, String code) {
        return realm.api()
                .post(
                        "/v1/auth/mfa",
                        Map.of("mfa_token", challenge, "method", method.wire(), "code", code));
    }

    @ParameterizedTest
    @EnumSource
    void codeSignsIn(Channel channel) {
        Person person = Person.create();
        Factor factor = person.owner().added(channel);
        String challenge = person.challenged(channel);
        // Nothing is sent before the client asks for it.
        assertThat(person.owner().messages(factor)).isEqualTo(1);
        realm.api().mfa(challenge, "123456").assertError(401, "mfa.code_invalid");

        Answer prompted = prompt(challenge, channel.wire()).assertStatus(202);
        assertThat(prompted.json()).hasSize(2);
        assertThat(prompted.text("message")).isNotBlank();
        assertThat(prompted.text("destination")).contains("***");
        assertThat(prompted.body()).doesNotContain(factor.destination());
        String code = person.owner().code(factor, 2);
        answer(challenge, channel, OtpFactors.wrong(code, 0)).assertError(401, "mfa.code_invalid");
        Tokens tokens =
                answer(challenge, channel, code.substring(0, 3) + " " + code.substring(3))
                        .assertTokens();
        assertThat(tokens.userId()).isEqualTo(person.user().id());
        assertThat(Jwt.payload(tokens.access()).path("amr"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder(
                        channel == Channel.SMS
                                ? new String[] {"pwd", "otp", "sms", "mfa"}
                                : new String[] {"pwd", "otp", "mfa"});
        realm.api().refresh(tokens.refresh()).assertTokens();
        answer(challenge, channel, code).assertError(401, EXPIRED);
        prompt(challenge, channel.wire()).assertError(401, EXPIRED);
        String next = person.challenged(channel);
        answer(next, channel, code).assertError(401, "mfa.code_invalid");
        prompt(next, channel.wire()).assertStatus(202);
        // Without a name of the factor, the one that was asked for last counts.
        realm.api().mfa(next, person.owner().code(factor, 3)).assertTokens();
    }

    /** A user with two addresses or two numbers, and an app. */
    private record Several(TestUser user, List<Factor> factors) {

        static Several of(Channel channel) {
            List<String> to = List.of(channel.newDestination(), channel.newDestination());
            TestUser user =
                    realm.user(
                            u -> {
                                to.forEach(it -> SecondFactors.addCodeTo(u, channel, it));
                                SecondFactors.addTotp(u, "beside-the-codes");
                            });
            List<Factor> factors =
                    realm.credentials(user, channel.type()).stream()
                            .map(stored -> new Factor(stored.id(), channel, ""))
                            .toList();
            return new Several(
                    user,
                    List.of(
                            new Factor(factors.get(0).id(), channel, to.get(0)),
                            new Factor(factors.get(1).id(), channel, to.get(1))));
        }

        Answer login() {
            return realm.api().login(user.email(), user.password());
        }

        String code(int factor, int which) {
            return new OtpFactors(null, mailbox).code(factors.get(factor), which);
        }
    }

    @ParameterizedTest
    @EnumSource
    void userChoosesAmongAddressesAndNumbers(Channel channel) {
        Several person = Several.of(channel);
        String method = channel.wire();
        Answer asked = person.login();
        String challenge = asked.assertChallenge(method, "totp");
        JsonNode destinations = asked.json().path("destinations");
        assertThat(destinations).hasSize(2);
        for (int i = 0; i < 2; i++) {
            Factor factor = person.factors().get(i);
            JsonNode listed = destinations.get(i);
            assertThat(listed.path("factor_id").asText()).isEqualTo(factor.id());
            assertThat(listed.path("method").asText()).isEqualTo(method);
            assertThat(listed.path("destination").asText()).contains("***");
            assertThat(asked.body()).doesNotContain(factor.destination());
        }
        String first = person.factors().get(0).id();
        String second = person.factors().get(1).id();
        assertThat(prompt(challenge, method, second).assertStatus(202).text("destination"))
                .isEqualTo(destinations.at("/1/destination").asText());
        String ofSecond = person.code(1, 1);
        prompt(challenge, method, first).assertStatus(202);
        String ofFirst = person.code(0, 1);
        if (!ofFirst.equals(ofSecond)) {
            answer(challenge, channel, ofSecond).assertError(401, "mfa.code_invalid");
        }
        prompt(challenge, method, second).assertStatus(202);
        String again = person.code(1, 2);
        if (!ofFirst.equals(again)) {
            answer(challenge, channel, ofFirst).assertError(401, "mfa.code_invalid");
        }
        Tokens tokens = answer(challenge, channel, again).assertTokens();
        assertThat(tokens.userId()).isEqualTo(person.user().id());

        String next = person.login().assertChallenge(method, "totp");
        prompt(next, method, second).assertStatus(202);
        person.code(1, 3);
        // Without an id, another code goes where the last one went.
        prompt(next, method).assertStatus(202);
        answer(next, channel, person.code(1, 4)).assertTokens();
    }

    @Test
    void factorOfAnotherUserOrKindGetsNoCode() {
        Several person = Several.of(Channel.EMAIL);
        Several other = Several.of(Channel.EMAIL);
        String challenge = person.login().assertChallenge("email", "totp");
        String app = realm.credentials(person.user(), "otp").get(0).id();
        for (String id :
                List.of(
                        other.factors().get(1).id(),
                        app,
                        UUID.randomUUID().toString(),
                        "' or 1=1",
                        "x".repeat(64))) {
            prompt(challenge, "email", id).assertError(400, "mfa.factor_not_confirmed");
        }
        prompt(challenge, "totp", app).assertError(400, "mfa.factor_not_confirmed");
        prompt(challenge, "email", "x".repeat(65)).assertInvalidField("factor_id", "too_long");
        prompt(challenge, "email", 7).assertError(400, "bad_request");
        prompt(challenge, "email", List.of("x")).assertError(400, "bad_request");
        // None of them has cost anything.
        prompt(challenge, "email").assertStatus(202);
        answer(challenge, Channel.EMAIL, person.code(0, 1)).assertTokens();
        assertThat(mailbox.of(other.factors().get(1).destination())).isEmpty();
    }

    @Test
    void signInWithTheFactorMayChangeFactors() {
        Person person = Person.create();
        Factor factor = person.owner().added(Channel.EMAIL);
        String challenge = person.challenged(Channel.EMAIL);
        prompt(challenge, "email").assertStatus(202);
        Tokens tokens =
                answer(challenge, Channel.EMAIL, person.owner().code(factor, 2)).assertTokens();
        OtpFactors again = new OtpFactors(new SignedIn(realm, person.user(), tokens), mailbox);
        again.begin(Channel.SMS, TextMessages.newNumber()).assertStatus(201);
    }

    @Test
    void eachFactorHasACodeOfItsOwn() {
        Person person = Person.create();
        Factor mail = person.owner().added(Channel.EMAIL);
        person.owner().stepUp(mail);
        Factor text = person.owner().added(Channel.SMS);
        String challenge = person.challenged(Channel.EMAIL, Channel.SMS);
        prompt(challenge, "email").assertStatus(202);
        String byMail = person.owner().code(mail, 3);
        prompt(challenge, "sms").assertStatus(202);
        String byText = person.owner().code(text, 2);
        if (!byMail.equals(byText)) {
            answer(challenge, Channel.SMS, byMail).assertError(401, "mfa.code_invalid");
            answer(challenge, Channel.EMAIL, byText).assertError(401, "mfa.code_invalid");
        }
        // The flow has switched between its steps, which sends nothing.
        assertThat(person.owner().messages(mail)).isEqualTo(3);
        assertThat(person.owner().messages(text)).isEqualTo(2);
        prompt(challenge, "email").assertStatus(202);
        String again = person.owner().code(mail, 4);
        // The limit is that of the sign-in, and not that of one factor.
        prompt(challenge, "sms").assertLimited();
        if (!again.equals(byMail)) {
            answer(challenge, Channel.EMAIL, byMail).assertError(401, "mfa.code_invalid");
        }
        answer(challenge, Channel.EMAIL, again).assertTokens();
        String next = person.challenged(Channel.EMAIL, Channel.SMS);
        answer(next, Channel.SMS, byText).assertTokens();
    }

    /** The user has changed to the key and back, and the client does not name what is typed in. */
    @Test
    void codeThatWasSentStaysTheOneThatIsMeantIfAKeyIsAskedForLater() {
        Person person = Person.create();
        Factor mail = person.owner().added(Channel.EMAIL);
        person.owner().stepUp(mail);
        String secret = person.owner().person().setUpApp();
        SoftKey key = SoftKey.at(realm);
        PasskeyApi keys = PasskeyApi.of(person.owner().person());
        Answer begun = keys.beginRegistration("security_key").assertStatus(200);
        keys.finishRegistration(begun, key.create(PasskeyApi.options(begun)), "key")
                .assertStatus(204);

        String[] offered = {"email", "totp", "webauthn", "recovery_code"};
        String challenge = person.login().assertChallenge(offered);
        prompt(challenge, "email").assertStatus(202);
        prompt(challenge, "webauthn").assertStatus(200);
        realm.api().mfa(challenge, person.owner().code(mail, 3)).assertTokens();

        // Without a code that was sent, six digits are those of the app.
        String next = person.login().assertChallenge(offered);
        prompt(next, "webauthn").assertStatus(200);
        realm.api().mfa(next, Totp.codeAfter(secret)).assertTokens();
    }

    @ParameterizedTest
    @EnumSource
    void atMostThreeAreSentForAChallenge(Channel channel) {
        Person person = Person.create();
        Factor factor = person.owner().added(channel);
        String challenge = person.challenged(channel);
        for (int i = 0; i < 3; i++) {
            prompt(challenge, channel.wire()).assertStatus(202);
            person.owner().code(factor, i + 2);
        }
        prompt(challenge, channel.wire()).assertLimited();
        prompt(challenge, channel.wire()).assertLimited();
        assertThat(person.owner().messages(factor)).isEqualTo(4);
        answer(challenge, channel, person.owner().code(factor, 4)).assertTokens();
    }

    @Test
    void promptsAtOnceSendNoMore() {
        Person person = Person.create();
        Factor factor = person.owner().added(Channel.EMAIL);
        String challenge = person.challenged(Channel.EMAIL);
        List<Answer> answers = Parallel.run(30, 15, i -> prompt(challenge, "email"));
        long sent = answers.stream().filter(answer -> answer.status() == 202).count();
        assertThat(sent).isBetween(1L, 3L);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 202)
                .allSatisfy(Answer::assertErrorEnvelope);
        person.owner().code(factor, (int) sent + 1);
        assertThat(person.owner().messages(factor)).isEqualTo(sent + 1);
    }

    /** One code, two challenges. */
    @Test
    void ofFiftyRightCodesAtOnceOneSignsIn() {
        Person person = Person.create();
        Factor factor = person.owner().added(Channel.EMAIL);
        List<String> challenges =
                List.of(person.challenged(Channel.EMAIL), person.challenged(Channel.EMAIL));
        prompt(challenges.get(0), "email").assertStatus(202);
        String code = person.owner().code(factor, 2);
        int before = realm.sessionIds(person.user()).size();
        List<Answer> answers =
                Parallel.run(50, 25, i -> answer(challenges.get(i % 2), Channel.EMAIL, code));
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .allSatisfy(Answer::assertErrorEnvelope);
        assertThat(realm.sessionIds(person.user())).hasSize(before + 1);
    }

    @ParameterizedTest
    @EnumSource
    void wrongCodesLockTheFactorsAndNotThePassword(Channel channel) {
        Person person = Person.create();
        Factor factor = person.owner().added(channel);
        String challenge = person.challenged(channel);
        prompt(challenge, channel.wire()).assertStatus(202);
        String code = person.owner().code(factor, 2);
        IntStream.range(0, 5)
                .forEach(
                        i ->
                                answer(challenge, channel, OtpFactors.wrong(code, i))
                                        .assertError(401, "mfa.code_invalid"));
        answer(challenge, channel, code).assertError(401, EXPIRED);
        String next = person.challenged(channel);
        answer(next, channel, code).assertError(429, "auth.account_locked");
        // A locked user gets no messages either.
        prompt(next, channel.wire()).assertError(429, "auth.account_locked");
        assertThat(person.owner().messages(factor)).isEqualTo(2);
    }

    @Test
    void guessesAtOnceGetNoMoreThanTheirAttempts() {
        Person person = Person.create();
        Factor factor = person.owner().added(Channel.EMAIL);
        String challenge = person.challenged(Channel.EMAIL);
        prompt(challenge, "email").assertStatus(202);
        String code = person.owner().code(factor, 2);
        List<Answer> answers =
                Parallel.run(
                        100, 25, i -> answer(challenge, Channel.EMAIL, OtpFactors.wrong(code, i)));
        assertThat(answers)
                .filteredOn(answer -> "mfa.code_invalid".equals(answer.errorCode()))
                .hasSizeLessThanOrEqualTo(5);
        // Most of them found the challenge taken. The rest of its attempts ends it, and the code.
        for (int i = 0; i < 5; i++) {
            answer(challenge, Channel.EMAIL, OtpFactors.wrong(code, i)).assertErrorEnvelope();
        }
        String next = person.challenged(Channel.EMAIL);
        Answer late = answer(next, Channel.EMAIL, code);
        assertThat(late.assertErrorEnvelope().status()).isIn(401, 429);
    }

    @Test
    void removedFactorIsNoGood() {
        Person person = Person.create();
        Factor mail = person.owner().added(Channel.EMAIL);
        person.owner().stepUp(mail);
        person.owner().added(Channel.SMS);
        String challenge = person.challenged(Channel.EMAIL, Channel.SMS);
        prompt(challenge, "email").assertStatus(202);
        String code = person.owner().code(mail, 3);
        person.owner().remove(mail).assertStatus(204);
        assertThat(answer(challenge, Channel.EMAIL, code).assertErrorEnvelope().status())
                .isIn(400, 401);
        assertThat(prompt(challenge, "email").assertErrorEnvelope().status()).isIn(400, 401);
        person.challenged(Channel.SMS);
    }

    @Test
    void messagesOfASignInAreLimited() {
        Person person = Person.create();
        Factor factor = person.owner().added(Channel.EMAIL);
        realm.updateSettings(Map.of("mails_per_recipient", List.of("1")));
        try {
            String challenge = person.challenged(Channel.EMAIL);
            prompt(challenge, "email").assertStatus(202);
            prompt(challenge, "email").assertLimited();
            // The challenge and the code stay good.
            answer(challenge, Channel.EMAIL, person.owner().code(factor, 2)).assertTokens();
        } finally {
            realm.updateSettings(Map.of("mails_per_recipient", List.of("0")));
        }
    }

    @Test
    void oddPromptsAreRefused() {
        Person person = Person.create();
        Factor factor = person.owner().added(Channel.EMAIL);
        String challenge = person.challenged(Channel.EMAIL);
        prompt(challenge, "sms").assertError(400, "mfa.factor_not_confirmed");
        for (String method : List.of("push", "EMAIL", "x".repeat(32))) {
            prompt(challenge, method).assertErrorEnvelope();
        }
        prompt(UUID.randomUUID().toString(), "email").assertError(401, EXPIRED);
        prompt("no-uuid", "email").assertError(400, "auth.session_invalid");
        Map<String, Object> without = new HashMap<>();
        without.put("mfa_token", challenge);
        realm.api().post("/v1/auth/mfa/challenge", without).assertErrorEnvelope();
        for (String body : List.of("", "[]", "{", "{\"mfa_token\":1}", "[".repeat(50_000))) {
            realm.api().post("/v1/auth/mfa/challenge", body).assertError(400, "bad_request");
        }
        assertThat(person.owner().messages(factor)).isEqualTo(1);
        prompt(challenge, "email").assertStatus(202);
        answer(challenge, Channel.EMAIL, person.owner().code(factor, 2)).assertTokens();
    }
}
