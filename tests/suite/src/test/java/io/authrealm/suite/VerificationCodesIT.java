package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every code of six digits. */
@ResourceLock(value = TestServer.SMS_LOCK, mode = ResourceAccessMode.READ)
class VerificationCodesIT {

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension static final TestRealm realm = TestRealm.fresh().with(mailbox::serve);

    @RegisterExtension
    static final TestRealm shortLived =
            TestRealm.fresh().with(mailbox::serve).setting("code_lifetime_seconds", "5");

    enum Purpose {
        EMAIL,
        PHONE,
        EMAIL_CHANGE;

        private Started start(SignedIn person) {
            String target =
                    switch (this) {
                        case EMAIL -> person.user().email();
                        case PHONE -> TextMessages.newNumber();
                        case EMAIL_CHANGE -> TestRealm.newEmail();
                    };
            return start(person, target, 1);
        }

        /** Requests the {@code number}th code for {@code target}. */
        private Started start(SignedIn person, String target, int number) {
            Answer answer =
                    switch (this) {
                        case EMAIL -> person.startEmail();
                        case PHONE -> person.startPhone(target);
                        case EMAIL_CHANGE -> person.startChange(target);
                    };
            answer.assertStatus(200);
            String code =
                    this == PHONE
                            ? TextMessages.await(target, number).code()
                            : mailbox.await(target, number).code();
            return new Started(this, person, target, code);
        }

        private Answer confirm(SignedIn person, String code) {
            return switch (this) {
                case EMAIL -> person.confirmEmail(code);
                case PHONE -> person.confirmPhone(code);
                case EMAIL_CHANGE -> person.confirmChange(code);
            };
        }

        private String confirmPath(SignedIn person) {
            return switch (this) {
                case EMAIL -> SignedIn.path(person.user().id(), "email", "confirm");
                case PHONE -> SignedIn.path(person.user().id(), "phone", "confirm");
                case EMAIL_CHANGE -> "/v1/me/email/change/confirm";
            };
        }
    }

    /** A code that was sent to what it is to verify. */
    private record Started(Purpose purpose, SignedIn person, String target, String code) {

        Answer confirm(String entered) {
            return purpose.confirm(person, entered);
        }

        Answer confirm() {
            return confirm(code);
        }

        Started again() {
            return purpose.start(person, target, 2);
        }

        /** One of many wrong codes. */
        String wrong(int which) {
            return "%06d".formatted((Integer.parseInt(code) + 1 + which) % 1_000_000);
        }

        void guess(int times) {
            for (int i = 0; i < times; i++) {
                confirm(wrong(i)).assertError(400, "verification.code_invalid");
            }
        }

        void assertProven(boolean expected) {
            JsonNode me = person.me();
            boolean isProven =
                    switch (purpose) {
                        case EMAIL -> !me.path("email_verified_at").isNull();
                        case PHONE ->
                                me.path("phone").asText().equals(target)
                                        && !me.path("phone_verified_at").isNull();
                        case EMAIL_CHANGE -> me.path("email").asText().equals(target);
                    };
            assertThat(isProven).as("%s proven: %s", purpose, me).isEqualTo(expected);
        }
    }

    private static Started start(Purpose purpose) {
        return purpose.start(SignedIn.unverifiedIn(realm));
    }

    @ParameterizedTest
    @EnumSource
    void rightCodeVerifies(Purpose purpose) {
        Started started = start(purpose);
        assertThat(started.code()).matches("[0-9]{6}");
        started.assertProven(false);
        Answer answer = started.confirm().assertStatus(200);
        assertThat(answer.text("message")).isNotBlank();
        started.assertProven(true);
    }

    @ParameterizedTest
    @EnumSource
    void codeWorksOnce(Purpose purpose) {
        Started started = start(purpose);
        started.confirm().assertStatus(200);
        started.confirm().assertError(400, "verification.code_used");
        started.confirm(started.wrong(0)).assertError(400, "verification.code_invalid");
        started.assertProven(true);
    }

    @ParameterizedTest
    @EnumSource
    void codeSurvivesFourWrongOnes(Purpose purpose) {
        Started started = start(purpose);
        started.guess(4);
        started.assertProven(false);
        started.confirm().assertStatus(200);
        started.assertProven(true);
    }

    @ParameterizedTest
    @EnumSource
    void fiveWrongGuessesEndTheCode(Purpose purpose) {
        Started started = start(purpose);
        started.guess(5);
        started.confirm().assertError(400, "verification.code_invalid");
        started.assertProven(false);
    }

    @ParameterizedTest
    @EnumSource
    void newCodeReplacesTheOldOneAndResetsTheAttempts(Purpose purpose) {
        Started first = start(purpose);
        first.guess(4);
        Started second = first.again();
        second.confirm(first.code()).assertError(400, "verification.code_invalid");
        second.guess(3);
        second.confirm().assertStatus(200);
        second.assertProven(true);
    }

    @ParameterizedTest
    @EnumSource
    void newCodeIsValidAfterTooManyAttempts(Purpose purpose) {
        Started first = start(purpose);
        first.guess(6);
        first.again().confirm().assertStatus(200);
        first.assertProven(true);
    }

    @ParameterizedTest
    @EnumSource
    void numberOfAttemptsIsASetting(Purpose purpose) {
        realm.updateSettings(Map.of("code_max_attempts", List.of("2")));
        try {
            Started started = start(purpose);
            started.guess(1);
            started.confirm().assertStatus(200);
            started = start(purpose);
            started.guess(2);
            started.confirm().assertError(400, "verification.code_invalid");
            started.assertProven(false);
        } finally {
            realm.updateSettings(Map.of("code_max_attempts", List.of()));
        }
    }

    /** Separately, because a malformed code may count as a wrong one. */
    @ParameterizedTest
    @EnumSource
    void malformedCodeIsRefused(Purpose purpose) {
        Started started = start(purpose);
        String code = started.code();
        StringBuilder otherScript = new StringBuilder();
        code.chars().forEach(digit -> otherScript.append((char) (digit - '0' + '\u0660')));
        for (String entered :
                List.of(
                        code.substring(1),
                        code + "0",
                        "0" + code,
                        code.substring(0, 3) + " " + code.substring(3),
                        "+" + code.substring(1),
                        "0x" + code.substring(2),
                        "abcdef",
                        otherScript.toString(),
                        "' or 1=1 --",
                        "%",
                        "\uD83D\uDC1D".repeat(3))) {
            started.confirm(entered).assertError(400, "verification.code_invalid");
        }
        started.assertProven(false);
    }

    @ParameterizedTest
    @EnumSource
    void longCodeIsRefused(Purpose purpose) {
        Started started = start(purpose);
        Answer answer = started.confirm("1".repeat(16_000));
        answer.assertErrorEnvelope();
        assertThat(answer.status()).as("%s", answer).isIn(400, 422);
        started.confirm().assertStatus(200);
    }

    @ParameterizedTest
    @EnumSource
    void missingCodeIsReportedAndCountsAsNoAttempt(Purpose purpose) {
        Started started = start(purpose);
        Api api = started.person().api();
        String path = purpose.confirmPath(started.person());
        for (int i = 0; i < 3; i++) {
            api.post(path, Map.of()).assertInvalidField("code", "required");
            api.post(path, Map.of("code", "")).assertInvalidField("code", "required");
        }
        started.confirm().assertStatus(200);
    }

    @ParameterizedTest
    @EnumSource
    void unknownMemberIsRefusedAndCountsAsNoAttempt(Purpose purpose) {
        Started started = start(purpose);
        Api api = started.person().api();
        for (int i = 0; i < 6; i++) {
            api.post(
                            purpose.confirmPath(started.person()),
                            Map.of("code", started.code(), "remember", "true"))
                    .assertError(400, "bad_request");
        }
        started.assertProven(false);
        started.confirm().assertStatus(200);
    }

    @ParameterizedTest
    @EnumSource
    void withoutAStartEveryCodeIsWrong(Purpose purpose) {
        SignedIn person = SignedIn.unverifiedIn(realm);
        purpose.confirm(person, "000000").assertError(400, "verification.code_invalid");
        purpose.confirm(person, "123456").assertError(400, "verification.code_invalid");
    }

    @ParameterizedTest
    @EnumSource
    void codeIsValidOnlyForItsUser(Purpose purpose) {
        Started own = start(purpose);
        Started of = start(purpose);
        own.confirm(of.code()).assertError(400, "verification.code_invalid");
        own.assertProven(false);
        SignedIn bystander = SignedIn.unverifiedIn(realm);
        purpose.confirm(bystander, of.code()).assertError(400, "verification.code_invalid");
        of.confirm().assertStatus(200);
        of.assertProven(true);
    }

    @ParameterizedTest
    @EnumSource
    void needsAToken(Purpose purpose) {
        Started started = start(purpose);
        String path = purpose.confirmPath(started.person());
        Map<String, String> body = Map.of("code", started.code());
        for (Api api :
                List.of(
                        realm.api(),
                        realm.api().bearer("garbage"),
                        realm.api().bearer(SignedIn.newIn(shortLived).tokens()))) {
            api.post(path, body).assertError(401, "unauthorized");
            api.post(path.replace("confirm", "start"), Map.of()).assertError(401, "unauthorized");
        }
        started.confirm().assertStatus(200);
    }

    @Test
    void codeForOnePurposeIsUnknownToTheOthersAndStaysValid() {
        SignedIn person = SignedIn.unverifiedIn(realm);
        List<Started> all = new ArrayList<>();
        for (Purpose purpose : Purpose.values()) {
            all.add(purpose.start(person));
        }
        for (Started one : all) {
            for (Started other : all) {
                if (one != other) {
                    one.confirm(other.code()).assertError(400, "verification.code_invalid");
                }
            }
        }
        // The change comes last, because it ends what was sent to the old address.
        for (Started one : all) {
            one.assertProven(false);
            one.confirm().assertStatus(200);
            one.assertProven(true);
        }
    }

    @Test
    void oldCodeIsReportedAsExpired() throws InterruptedException {
        List<Started> all = new ArrayList<>();
        for (Purpose purpose : Purpose.values()) {
            all.add(purpose.start(SignedIn.unverifiedIn(shortLived)));
        }
        TimeUnit.SECONDS.sleep(6);
        for (Started started : all) {
            started.confirm().assertError(400, "verification.code_expired");
            started.assertProven(false);
            started.again().confirm().assertStatus(200);
            started.assertProven(true);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofFiftyRightOnesAtOnceOneSucceeds(Purpose purpose) {
        Started started = start(purpose);
        List<Answer> answers = Parallel.run(50, 50, i -> started.confirm());
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .allSatisfy(
                        answer -> {
                            answer.assertStatus(400).assertErrorEnvelope();
                            assertThat(answer.errorCode())
                                    .isIn("verification.code_used", "verification.code_invalid");
                        });
        started.assertProven(true);
    }

    @ParameterizedTest
    @EnumSource
    void fiftyWrongOnesAtOnceEndTheCode(Purpose purpose) {
        Started started = start(purpose);
        List<Answer> answers = Parallel.run(50, 50, i -> started.confirm(started.wrong(i)));
        assertThat(answers)
                .allSatisfy(answer -> answer.assertError(400, "verification.code_invalid"));
        started.confirm().assertError(400, "verification.code_invalid");
        started.assertProven(false);
    }

    /** Concurrent guesses must not get more attempts than sequential ones. */
    @ParameterizedTest
    @EnumSource
    void rightOneAmongManyGuessesAtOnceSucceedsAtMostOnce(Purpose purpose) {
        Started started = start(purpose);
        started.guess(3);
        List<Answer> answers =
                Parallel.run(
                        20,
                        20,
                        i -> i % 2 == 0 ? started.confirm() : started.confirm(started.wrong(i)));
        assertThat(answers)
                .filteredOn(answer -> answer.status() == 200)
                .hasSizeLessThanOrEqualTo(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .allSatisfy(answer -> answer.assertStatus(400).assertErrorEnvelope());
    }
}
