package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.authrealm.suite.OtpFactors.Channel;
import io.authrealm.suite.OtpFactors.Factor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Codes by mail and text message as second factors, at their routes for signed-in users. */
@ResourceLock(value = TestServer.SMS_LOCK, mode = ResourceAccessMode.READ)
class CodeFactorsIT {

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension static final TestRealm realm = TestRealm.fresh().with(mailbox::serve);

    private static OtpFactors person() {
        return new OtpFactors(SignedIn.newIn(realm), mailbox);
    }

    private static List<Credential> credentials(OtpFactors person, Channel channel) {
        return realm.credentials(person.person().user(), channel.type());
    }

    private static String masked(Factor factor) {
        String to = factor.destination();
        return switch (factor.channel()) {
            case EMAIL -> to.charAt(0) + "***" + to.substring(to.indexOf('@'));
            case SMS -> "***" + to.substring(to.length() - 3);
        };
    }

    private static Channel other(Channel channel) {
        return channel == Channel.EMAIL ? Channel.SMS : Channel.EMAIL;
    }

    @PrivateApi
    @ParameterizedTest
    @EnumSource
    void factorIsBegunConfirmedProvedAndRemoved(Channel channel) {
        OtpFactors person = person();
        assertThat(person.list()).isEmpty();
        String destination = channel.newDestination();
        Answer answer = person.begin(channel, destination).assertStatus(201);
        assertThat(answer.json()).hasSize(2);
        assertThat(answer.text("message")).isNotBlank();
        Factor factor = new Factor(answer.text("factor_id"), channel, destination);
        String code = person.code(factor, 1);
        assertThat(answer.body()).doesNotContain(code, destination);
        assertListed(person, factor, false);

        person.challenge(factor).assertError(400, "mfa.factor_not_confirmed");
        assertThat(credentials(person, channel)).isEmpty();
        realm.signIn(person.person().user());

        Answer confirmed = person.confirm(factor, " " + code + " ").assertStatus(200);
        assertThat(confirmed.json()).isEqualTo(Answer.JSON.valueToTree(Map.of("verified", true)));
        assertListed(person, factor, true);
        assertThat(credentials(person, channel))
                .singleElement()
                .satisfies(
                        credential -> {
                            assertThat(credential.id()).isEqualTo(factor.id());
                            assertThat(credential.label()).isEqualTo(masked(factor));
                        });
        assertThat(realm.events("UPDATE_CREDENTIAL", person.person().user()))
                .singleElement()
                .hasDetail("credential_type", channel.type())
                .hasSession(person.person().tokens().sessionId())
                .hasNoError()
                .detailsDoNotMention(code);

        person.remove(factor).assertError(403, "step_up_required");
        assertListed(person, factor, true);
        assertThat(realm.events("REMOVE_CREDENTIAL_ERROR", person.person().user()))
                .singleElement()
                .hasDetail("reason", "step-up required");

        Answer challenged = person.challenge(factor).assertStatus(202);
        assertThat(challenged.json()).hasSize(1);
        Answer verified = person.verify(person.code(factor, 2)).assertStatus(200);
        assertThat(verified.json()).isEqualTo(confirmed.json());

        assertThat(person.remove(factor).assertStatus(204).body()).isEmpty();
        assertThat(person.list()).isEmpty();
        assertThat(credentials(person, channel)).isEmpty();
        assertThat(realm.events("REMOVE_CREDENTIAL", person.person().user()))
                .singleElement()
                .hasDetail("credential_type", channel.type());
        person.remove(factor).assertError(404, "not_found");
        person.challenge(factor).assertError(404, "not_found");
    }

    private static void assertListed(OtpFactors person, Factor factor, boolean isVerified) {
        assertThat(person.list())
                .singleElement()
                .satisfies(
                        item -> {
                            assertThat(item).hasSize(5);
                            assertThat(item.path("id").asText()).isEqualTo(factor.id());
                            assertThat(item.path("channel").asText())
                                    .isEqualTo(factor.channel().wire());
                            assertThat(item.path("destination").asText()).isEqualTo(masked(factor));
                            assertThat(item.path("verified").asBoolean()).isEqualTo(isVerified);
                            assertThat(item.path("created_at").asText()).endsWith("Z");
                        });
    }

    /** A stolen session could otherwise add a factor of its own, and prove itself with that. */
    @ParameterizedTest
    @EnumSource
    void anotherFactorNeedsAProofInTheSameSession(Channel channel) {
        OtpFactors person = person();
        Factor first = person.added(channel);
        String destination = other(channel).newDestination();
        person.begin(other(channel), destination).assertError(403, "step_up_required");
        person.begin(channel, channel.newDestination()).assertError(403, "step_up_required");
        person.stepUp(first);
        Factor second = person.added(other(channel));
        assertThat(person.list()).hasSize(2);
        person.remove(second).assertStatus(204);
        // Beginning was allowed, and the code that a session proves is good for one purpose.
        Factor third = person.begun(channel);
        person.verify(person.code(third, 1)).assertError(401, "mfa.code_invalid");
    }

    /** A stolen session could otherwise take the last factor away, and add a first one. */
    @Test
    void onlyTheLastFactorNeedsAProofToBeRemoved() {
        TestUser user = realm.user();
        OtpFactors owner = new OtpFactors(SignedIn.of(realm, user), mailbox);
        OtpFactors thief = new OtpFactors(SignedIn.of(realm, user), mailbox);
        Factor mail = owner.added(Channel.EMAIL);
        owner.stepUp(mail);
        Factor text = owner.added(Channel.SMS);
        owner.person().api().post("/v1/mfa/recovery-codes/regenerate").assertStatus(200);
        thief.remove(mail).assertStatus(204);
        // The recovery codes are no other factor.
        thief.remove(text).assertError(403, "step_up_required");
        thief.begin(Channel.EMAIL, TestRealm.newEmail()).assertError(403, "step_up_required");
        assertThat(credentials(owner, Channel.SMS)).hasSize(1);
        // What is not confirmed is no factor yet.
        Factor begun = owner.begun(Channel.EMAIL);
        thief.remove(begun).assertStatus(204);
        owner.remove(text).assertStatus(204);
        assertThat(owner.list()).isEmpty();
    }

    @Test
    void proofInAnotherSessionIsNone() {
        TestUser user = realm.user();
        OtpFactors owner = new OtpFactors(SignedIn.of(realm, user), mailbox);
        OtpFactors thief = new OtpFactors(SignedIn.of(realm, user), mailbox);
        Factor begunBefore = thief.begun(Channel.EMAIL);
        Factor factor = owner.added(Channel.EMAIL);
        owner.stepUp(factor);
        thief.begin(Channel.SMS, TextMessages.newNumber()).assertError(403, "step_up_required");
        thief.confirm(begunBefore, thief.code(begunBefore, 1)).assertError(403, "step_up_required");
        assertThat(credentials(owner, Channel.EMAIL)).hasSize(1);
        // The owner's window is open, so the owner may finish it.
        owner.confirm(begunBefore, owner.code(begunBefore, 1)).assertStatus(200);
        assertThat(credentials(owner, Channel.EMAIL)).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void toBeginAgainGivesTheSameFactorAndAnotherCode(Channel channel) {
        OtpFactors person = person();
        Factor factor = person.begun(channel);
        String before = person.code(factor, 1);
        assertThat(person.begun(channel, factor.destination()).id()).isEqualTo(factor.id());
        String now = person.code(factor, 2);
        if (!before.equals(now)) {
            person.confirm(factor, before).assertError(400, "mfa.otp_code_invalid");
        }
        person.confirm(factor, now).assertStatus(200);

        person.stepUp(factor);
        assertThat(person.begun(channel, factor.destination()).id()).isEqualTo(factor.id());
        assertListed(person, factor, true);
        person.confirm(factor, person.code(factor, 4)).assertStatus(200);
        assertListed(person, factor, true);
    }

    @Test
    void addressesAndNumbersAreTheSameHoweverTheyAreWritten() {
        OtpFactors person = person();
        Factor mail = person.begun(Channel.EMAIL, TestRealm.newEmail());
        person.code(mail, 1);
        assertThat(
                        person.begun(
                                        Channel.EMAIL,
                                        " " + mail.destination().toUpperCase(Locale.ROOT) + " ")
                                .id())
                .isEqualTo(mail.id());
        String number = TextMessages.newNumber();
        Factor text = person.begun(Channel.SMS, number);
        String spaced = number.substring(0, 2) + " (" + number.substring(2, 5) + ") ";
        assertThat(person.begun(Channel.SMS, spaced + number.substring(5)).id())
                .isEqualTo(text.id());
        person.confirm(mail, person.code(mail, 2)).assertStatus(200);
        // An id in capitals is the same id.
        person.person()
                .api()
                .post(OtpFactors.PATH + "/" + text.id().toUpperCase(Locale.ROOT) + "/challenge")
                .assertError(400, "mfa.factor_not_confirmed");
    }

    @Test
    void twoAddressesThatLookAlikeHaveDifferentLabels() {
        OtpFactors person = person();
        String host = "@host-" + TestRealm.random() + ".test";
        Factor first = person.begun(Channel.EMAIL, "one" + host);
        person.confirm(first, person.code(first, 1)).assertStatus(200);
        person.stepUp(first);
        for (String local : List.of("other", "old")) {
            Factor next = person.begun(Channel.EMAIL, local + host);
            person.confirm(next, person.code(next, 1)).assertStatus(200);
        }
        assertThat(credentials(person, Channel.EMAIL))
                .extracting(Credential::label)
                .containsExactlyInAnyOrder(
                        "o***" + host, "o***" + host + " 2", "o***" + host + " 3");
    }

    @Test
    void onlyTheLastThreeThatWereBegunCount() {
        OtpFactors person = person();
        List<Factor> begun = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            begun.add(person.begun(Channel.EMAIL));
        }
        assertThat(person.list())
                .extracting(item -> item.path("id").asText())
                .containsExactlyInAnyOrderElementsOf(
                        begun.stream().skip(1).map(Factor::id).toList());
        person.confirm(begun.get(0), person.code(begun.get(0), 1)).assertError(404, "not_found");
        person.remove(begun.get(1)).assertStatus(204);
        person.confirm(begun.get(1), person.code(begun.get(1), 1)).assertError(404, "not_found");
        person.confirm(begun.get(3), person.code(begun.get(3), 1)).assertStatus(200);
    }

    @ParameterizedTest
    @EnumSource
    void afterFiveWrongCodesTheRightOneIsRefused(Channel channel) {
        OtpFactors person = person();
        Factor factor = person.begun(channel);
        String code = person.code(factor, 1);
        for (int i = 0; i < 5; i++) {
            person.confirm(factor, OtpFactors.wrong(code, i))
                    .assertError(400, "mfa.otp_code_invalid");
        }
        person.confirm(factor, code).assertError(400, "mfa.otp_code_invalid");
        assertThat(realm.events("UPDATE_CREDENTIAL_ERROR", person.person().user()))
                .hasSize(6)
                .allSatisfy(
                        event ->
                                assertThat(event.path("error").asText()).isEqualTo("invalid_code"));
        person.begin(channel, factor.destination()).assertStatus(201);
        person.confirm(factor, person.code(factor, 2)).assertStatus(200);

        person.verify(code).assertError(401, "mfa.code_invalid");
        person.challenge(factor).assertStatus(202);
        String proof = person.code(factor, 3);
        for (int i = 0; i < 5; i++) {
            assertThat(person.verify(OtpFactors.wrong(proof, i)).errorCode())
                    .isIn("mfa.code_invalid", "auth.account_locked");
        }
        // A guess here is a guess at the factor for sign-in.
        person.verify(proof).assertError(429, "auth.account_locked");
        person.begin(channel, channel.newDestination()).assertError(403, "step_up_required");
    }

    @Test
    void codeOfAnotherUserIsWrong() {
        OtpFactors person = person();
        OtpFactors other = person();
        Factor theirs = other.begun(Channel.EMAIL);
        String code = other.code(theirs, 1);
        person.confirm(theirs, code).assertError(404, "not_found");
        person.challenge(theirs).assertError(404, "not_found");
        person.remove(theirs).assertError(404, "not_found");
        other.confirm(theirs, code).assertStatus(200);
        other.challenge(theirs).assertStatus(202);
        person.verify(other.code(theirs, 2)).assertError(401, "mfa.code_invalid");
        person.remove(theirs).assertError(404, "not_found");
        other.verify(other.code(theirs, 2)).assertStatus(200);
        other.verify(other.code(theirs, 2)).assertError(401, "mfa.code_invalid");
    }

    @Test
    void ofManyRightCodesAtOnceOneCounts() {
        OtpFactors person = person();
        Factor factor = person.begun(Channel.EMAIL);
        String code = person.code(factor, 1);
        List<Answer> confirmed = Parallel.run(20, 20, i -> person.confirm(factor, code));
        assertThat(confirmed).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(confirmed)
                .filteredOn(answer -> answer.status() != 200)
                .allSatisfy(Answer::assertErrorEnvelope);
        assertThat(credentials(person, Channel.EMAIL)).hasSize(1);
        assertThat(realm.events("UPDATE_CREDENTIAL", person.person().user())).hasSize(1);

        person.challenge(factor).assertStatus(202);
        String proof = person.code(factor, 2);
        List<Answer> verified = Parallel.run(50, 25, i -> person.verify(proof));
        assertThat(verified).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(verified)
                .filteredOn(answer -> answer.status() != 200)
                .allSatisfy(Answer::assertErrorEnvelope);

        List<Answer> removed = Parallel.run(10, 10, i -> person.remove(factor));
        assertThat(removed).filteredOn(answer -> answer.status() == 204).hasSize(1);
        assertThat(removed)
                .filteredOn(answer -> answer.status() != 204)
                .allSatisfy(answer -> answer.assertError(404, "not_found"));
    }

    @Test
    void guessesAtOnceGetNoMoreAttempts() {
        OtpFactors person = person();
        Factor factor = person.begun(Channel.SMS);
        String code = person.code(factor, 1);
        Parallel.run(40, 20, i -> person.confirm(factor, OtpFactors.wrong(code, i)));
        person.confirm(factor, code).assertError(400, "mfa.otp_code_invalid");
        assertThat(credentials(person, Channel.SMS)).isEmpty();
    }

    /** The first factor needs no proof, but only one can be the first. */
    @Test
    void ofTwoFirstFactorsAtOnceOneIsConfirmed() {
        OtpFactors person = person();
        List<Factor> begun = List.of(person.begun(Channel.EMAIL), person.begun(Channel.SMS));
        List<String> codes = begun.stream().map(factor -> person.code(factor, 1)).toList();
        List<Answer> answers = Parallel.run(2, 2, i -> person.confirm(begun.get(i), codes.get(i)));
        assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 403);
        assertThat(
                        credentials(person, Channel.EMAIL).size()
                                + credentials(person, Channel.SMS).size())
                .isEqualTo(1);
        int refused = answers.get(0).status() == 403 ? 0 : 1;
        person.stepUp(begun.get(1 - refused));
        // The refusal has not used the code up.
        person.confirm(begun.get(refused), codes.get(refused)).assertStatus(200);
    }

    @PrivateApi
    @ParameterizedTest
    @EnumSource
    void factorThatAnAdminRemovesIsGone(Channel channel) {
        OtpFactors person = person();
        Factor factor = person.added(channel);
        person.challenge(factor).assertStatus(202);
        String code = person.code(factor, 2);
        realm.admin()
                .delete(
                        realm.path(
                                "/users/"
                                        + person.person().user().id()
                                        + "/credentials/"
                                        + factor.id()));
        assertThat(person.list()).isEmpty();
        person.verify(code).assertError(401, "mfa.code_invalid");
        person.challenge(factor).assertError(404, "not_found");
    }

    @Test
    void realmCanSwitchTheSetUpOff() {
        OtpFactors person = person();
        Factor factor = person.added(Channel.EMAIL);
        OtpFactors newcomer = person();
        realm.updateSettings(
                Map.of("mail_codes", List.of("false"), "text_codes", List.of("false")));
        try {
            for (Channel channel : Channel.values()) {
                newcomer.begin(channel, channel.newDestination())
                        .assertError(403, "auth.method_disabled");
            }
            person.stepUp(factor);
        } finally {
            realm.updateSettings(Map.of("mail_codes", List.of(), "text_codes", List.of()));
        }
        newcomer.begin(Channel.SMS, TextMessages.newNumber()).assertStatus(201);
    }

    @Test
    void messagesAreLimited() {
        OtpFactors person = person();
        realm.updateSettings(
                Map.of("mails_per_recipient", List.of("2"), "sms_per_number", List.of("1")));
        try {
            Factor mail = person.begun(Channel.EMAIL);
            person.code(mail, 1);
            person.begin(Channel.EMAIL, mail.destination()).assertStatus(201);
            person.begin(Channel.EMAIL, mail.destination()).assertLimited();
            // The code that was sent stays good.
            person.confirm(mail, person.code(mail, 2)).assertStatus(200);
            OtpFactors another = person();
            Factor text = another.begun(Channel.SMS);
            another.begin(Channel.SMS, text.destination()).assertLimited();
            another.confirm(text, another.code(text, 1)).assertStatus(200);
            another.challenge(text).assertLimited();
        } finally {
            realm.updateSettings(
                    Map.of("mails_per_recipient", List.of("0"), "sms_per_number", List.of("0")));
        }
        OtpFactors hasty = person();
        Factor factor = hasty.added(Channel.EMAIL);
        realm.updateSettings(
                Map.of("sensitive_rate", List.of("0.001"), "sensitive_burst", List.of("1")));
        try {
            hasty.challenge(factor).assertStatus(202);
            hasty.challenge(factor).assertLimited();
            hasty.verify("123456").assertLimited();
            hasty.begin(Channel.SMS, TextMessages.newNumber()).assertLimited();
        } finally {
            realm.updateSettings(
                    Map.of("sensitive_rate", List.of("0"), "sensitive_burst", List.of()));
        }
    }

    @Test
    void whatIsNoChannelOrDestinationIsRefused() {
        OtpFactors person = person();
        Api api = person.person().api();
        String mail = TestRealm.newEmail();
        for (String channel : List.of("push", "EMAIL", "mail", "totp", "x".repeat(64), " email")) {
            api.post(OtpFactors.PATH, Map.of("channel", channel, "destination", mail))
                    .assertError(422, "mfa.channel_invalid");
        }
        Map<String, Object> without = new HashMap<>();
        without.put("destination", mail);
        api.post(OtpFactors.PATH, without).assertError(422, "mfa.channel_invalid");
        for (String channel : List.of("email", "sms")) {
            for (Object nothing : new Object[] {null, "", " \t "}) {
                Map<String, Object> body = new HashMap<>();
                body.put("channel", channel);
                body.put("destination", nothing);
                api.post(OtpFactors.PATH, body).assertError(422, "mfa.destination_required");
            }
            api.post(OtpFactors.PATH, Map.of("channel", channel))
                    .assertError(422, "mfa.destination_required");
            api.post(OtpFactors.PATH, Map.of("channel", channel, "destination", "x".repeat(255)))
                    .assertInvalidField("destination", "too_long");
        }
        for (String hostile : HostileInput.addresses(person.person().user().email())) {
            if (!hostile.equals(hostile.trim())) {
                continue;
            }
            person.begin(Channel.EMAIL, hostile).assertInvalidField("destination", "invalid_email");
        }
        for (String number :
                List.of(
                        "+1201",
                        "12015550123",
                        "+442071838750",
                        "+12015550123;ext=7",
                        "tel:+12015550123",
                        "+12015550123\r\nBcc: x",
                        mail)) {
            person.begin(Channel.SMS, number).assertInvalidField("destination", "invalid_phone");
        }
        realm.updateSettings(Map.of("sms_countries", List.of("US")));
        try {
            person.begin(Channel.SMS, "+61491570156")
                    .assertInvalidField("destination", "not_allowed");
        } finally {
            realm.updateSettings(Map.of("sms_countries", List.of()));
        }
        assertThat(person.list()).isEmpty();
        HostileInput.assertNothingSmuggled(mailbox);
    }

    @Test
    void malformedRequestsChangeNothing() {
        OtpFactors person = person();
        Factor factor = person.added(Channel.EMAIL);
        Api api = person.person().api();
        String confirm = OtpFactors.PATH + "/" + factor.id() + "/confirm";
        for (String path : List.of(OtpFactors.PATH, confirm, "/v1/mfa/otp/verify")) {
            for (String body :
                    List.of(
                            "",
                            "[]",
                            "null",
                            "{",
                            "{\"code\":1}",
                            "{\"code\":[]}",
                            "{\"channel\":{}}",
                            "{\"code\":\"1\",\"code\":\"2\"}",
                            "{\"code\":\"123456\",\"mfa_token\":\"x\",\"more\":1}",
                            "{\"channel\":\"email\",\"destination\":\"a@b.test\",\"more\":1}",
                            "[".repeat(50_000))) {
                api.post(path, body).assertError(400, "bad_request");
            }
            api.post(path, Map.of("code", "\u0000")).assertErrorEnvelope();
            api.post(path, "{\"code\":\"" + "x".repeat(9_000_000) + "\"}").assertErrorEnvelope();
            realm.api().post(path, Map.of("code", "123456")).assertError(401, "unauthorized");
        }
        for (String path : List.of(confirm, "/v1/mfa/otp/verify")) {
            for (String code : List.of("", "x".repeat(65))) {
                assertThat(api.post(path, Map.of("code", code)).assertErrorEnvelope().errorCode())
                        .isEqualTo("validation_failed");
            }
            for (String code : List.of("123", "abcdef", "１２３４５６", "123 456", "' or 1=1 --")) {
                assertThat(api.post(path, Map.of("code", code)).errorCode())
                        .isIn("mfa.code_invalid", "mfa.otp_code_invalid", "auth.account_locked");
            }
        }
        for (String id : List.of("x", "a".repeat(500), factor.id() + "0", "%00", "..")) {
            for (Answer answer :
                    List.of(
                            api.post(OtpFactors.PATH + "/" + id + "/challenge"),
                            api.post(
                                    OtpFactors.PATH + "/" + id + "/confirm",
                                    Map.of("code", "123456")),
                            api.delete(OtpFactors.PATH + "/" + id))) {
                assertThat(answer.assertErrorEnvelope().status()).isIn(400, 404, 405);
            }
        }
        Factor unknown = new Factor(UUID.randomUUID().toString(), Channel.EMAIL, "");
        person.confirm(unknown, "123456").assertError(404, "not_found");
        realm.api().get(OtpFactors.PATH).assertError(401, "unauthorized");
        api.get("/v1/mfa/otp").assertError(404, "not_found");
        assertListed(person, factor, true);
    }

    @Test
    void noUserHasMoreThanTen() {
        OtpFactors person = person();
        person.stepUp(person.added(Channel.EMAIL));
        IntStream.range(0, 8).forEach(i -> person.added(Channel.EMAIL));
        List<Factor> begun = List.of(person.begun(Channel.EMAIL), person.begun(Channel.EMAIL));
        List<String> codes = begun.stream().map(factor -> person.code(factor, 1)).toList();
        List<Answer> answers = Parallel.run(2, 2, i -> person.confirm(begun.get(i), codes.get(i)));
        assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 409);
        person.remove(begun.get(answers.get(0).status() == 409 ? 0 : 1)).assertStatus(204);
        person.begin(Channel.EMAIL, TestRealm.newEmail()).assertError(409, "conflict");
        List<JsonNode> items = person.list();
        assertThat(items).hasSize(10);
        assertThat(items)
                .isSortedAccordingTo(
                        (a, b) ->
                                a.path("created_at")
                                        .asText()
                                        .compareTo(b.path("created_at").asText()));
    }
}
