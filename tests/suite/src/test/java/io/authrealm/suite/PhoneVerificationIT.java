package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.authrealm.fakes.FakeSmsGateway.Mood;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifying a phone number; {@link VerificationCodesIT} tests what codes share. */
@ResourceLock(TestServer.SMS_LOCK)
class PhoneVerificationIT {

    private static final int PER_HOUR = 2;

    private static final int MAX_LENGTH = 160;
    private static final String EMOJI = "\uD83D\uDE00";

    @RegisterExtension static final TestRealm realm = TestRealm.fresh();

    @AfterEach
    void endTheOutage() {
        TestServer.sms().answer(Mood.RIGHT);
        TestServer.sms().up();
    }

    private static String code(SignedIn person, String phone) {
        person.startPhone(phone).assertStatus(200);
        return TextMessages.await(phone, 1).code();
    }

    private static void verify(SignedIn person, String phone) {
        person.confirmPhone(code(person, phone)).assertStatus(200);
    }

    private static TestUser withPhone(String phone) {
        return realm.user(user -> user.putObject("attributes").putArray("phoneNumber").add(phone));
    }

    private static void assertVerified(SignedIn person, String phone) {
        assertThat(person.me().path("phone").asText()).isEqualTo(phone);
        assertThat(Instant.parse(person.me().path("phone_verified_at").asText()))
                .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
        assertThat(person.stored().at("/attributes/phoneNumber/0").asText()).isEqualTo(phone);
    }

    private static void assertWithoutPhone(SignedIn person) {
        assertThat(person.me().path("phone").isNull()).isTrue();
        assertThat(person.me().path("phone_verified_at").isNull()).isTrue();
    }

    @PrivateApi
    @Test
    void rightCodeVerifiesTheNumber() {
        SignedIn person = SignedIn.newIn(realm);
        String phone = TextMessages.newNumber();
        Answer started = person.startPhone(phone).assertStatus(200);
        assertThat(started.text("message")).isNotBlank();
        assertThat(started.json()).hasSize(1);
        String code = TextMessages.await(phone, 1).code();
        assertThat(started.body()).doesNotContain(code);
        assertWithoutPhone(person);

        Answer confirmed = person.confirmPhone(code).assertStatus(200);
        assertThat(confirmed.text("message")).isNotBlank();
        assertThat(confirmed.json()).hasSize(1);
        assertVerified(person, phone);
    }

    @Test
    void messageIsSignedAndNamesItsSender() {
        SignedIn person = SignedIn.newIn(realm);
        String phone = TextMessages.newNumber();
        code(person, phone);
        TextMessages.Text message = TextMessages.await(phone, 1);
        assertThat(message.request().isSignedWith(TestServer.SMS_SECRET)).isTrue();
        assertThat(message.request().isSignedWith(TestServer.SMS_SECRET + "x")).isFalse();
        assertThat(message.request().headers()).containsEntry("x-authrealm-delivery", message.id());
        assertThat(UUID.fromString(message.id()).toString()).isEqualTo(message.id());
        assertThat(message.text())
                .contains(realm.get("").path("displayName").asText())
                .doesNotContain("authrealmCodeText", "{0}", "{1}", person.user().email());
    }

    /** A longer message would be sent in several parts, and the realm pays for each. */
    @Test
    void messageIsShortEvenIfTheRealmsNameIsLong() {
        TestRealm longNamed = longNamed("x".repeat(240));
        try {
            for (JsonNode locale : longNamed.get("").path("supportedLocales")) {
                TestUser user =
                        longNamed.user(
                                u ->
                                        u.putObject("attributes")
                                                .putArray("locale")
                                                .add(locale.asText()));
                assertShort(SignedIn.of(longNamed, user));
            }
        } finally {
            longNamed.close();
        }
    }

    @Test
    void realmsNameIsNotCutWithinACharacter() {
        for (String name : List.of(EMOJI.repeat(120), "x" + EMOJI.repeat(120))) {
            TestRealm longNamed = longNamed(name);
            try {
                String text = assertShort(SignedIn.newIn(longNamed));
                assertThat(text).contains(EMOJI).doesNotContain("?", "\uFFFD");
                assertThat(text.codePoints())
                        .noneMatch(c -> Character.getType(c) == Character.SURROGATE);
            } finally {
                longNamed.close();
            }
        }
    }

    private static TestRealm longNamed(String name) {
        return TestRealm.fresh().with(r -> r.put("displayName", name)).create();
    }

    /** Returns the text of a message that its receiver can use. */
    private static String assertShort(SignedIn person) {
        String phone = TextMessages.newNumber();
        person.startPhone(phone).assertStatus(200);
        TextMessages.Text message = TextMessages.await(phone, 1);
        assertThat(message.text().length()).as(message.text()).isLessThanOrEqualTo(MAX_LENGTH);
        person.confirmPhone(message.code()).assertStatus(200);
        return message.text();
    }

    @Test
    void numbersOfOtherCountriesAreAccepted() {
        SignedIn person = SignedIn.newIn(realm);
        String phone = "+61491570156";
        int before = TextMessages.to(phone).size();
        person.startPhone(phone).assertStatus(200);
        person.confirmPhone(TextMessages.await(phone, before + 1).code()).assertStatus(200);
        assertVerified(person, phone);
    }

    @Test
    void withoutANumberTheOneOnFileIsVerified() {
        String phone = TextMessages.newNumber();
        SignedIn person = SignedIn.of(realm, withPhone(phone));
        assertThat(person.me().path("phone_verified_at").isNull()).isTrue();
        person.startPhone().assertStatus(200);
        TextMessages.await(phone, 1);
        String path = SignedIn.path(person.user().id(), "phone", "start");
        person.api().post(path, Map.of()).assertStatus(200);
        TextMessages.await(phone, 2);
        Map<String, Object> nothing = new HashMap<>();
        nothing.put("phone", null);
        person.api().post(path, nothing).assertStatus(200);
        TextMessages.await(phone, 3);
        person.startPhone("").assertStatus(200);
        person.confirmPhone(TextMessages.await(phone, 4).code()).assertStatus(200);
        assertVerified(person, phone);
    }

    @Test
    void withoutAnyNumberThereIsNothingToVerify() {
        SignedIn person = SignedIn.newIn(realm);
        person.startPhone().assertError(422, "verification.no_phone");
        person.api()
                .post(SignedIn.path(person.user().id(), "phone", "start"), Map.of())
                .assertError(422, "verification.no_phone");
    }

    @Test
    void numberOnFileStaysUntilTheNewOneIsVerified() {
        SignedIn person = SignedIn.newIn(realm);
        String first = TextMessages.newNumber();
        String second = TextMessages.newNumber();
        verify(person, first);
        String code = code(person, second);
        assertVerified(person, first);
        person.confirmPhone(code).assertStatus(200);
        assertVerified(person, second);
    }

    @Test
    void lastRequestedNumberCounts() {
        SignedIn person = SignedIn.newIn(realm);
        String first = TextMessages.newNumber();
        String second = TextMessages.newNumber();
        String codeOfFirst = code(person, first);
        String codeOfSecond = code(person, second);
        person.confirmPhone(codeOfFirst).assertError(400, "verification.code_invalid");
        assertWithoutPhone(person);
        person.confirmPhone(codeOfSecond).assertStatus(200);
        assertVerified(person, second);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+1201",
                "12015550123x",
                "+12015550123x",
                "+442071838750", // a fixed line
                "+19002345678", // premium rate
                "+1111111111111111111111111111111111111111",
                "+12015550123\r\nBcc: everybody@example.test",
                "+12015550123\n+61491570156",
                "+12015550123,+61491570156",
                "+12015550123;ext=7",
                "tel:+12015550123",
                "\u202E+12015550123\u200B",
                "${7*7}",
                "no number"
            })
    void otherThanMobileNumberIsRefused(String phone) {
        SignedIn person = SignedIn.newIn(realm);
        int before = TestServer.sms().received().size();
        person.startPhone(phone).assertInvalidField("phone", "invalid_phone");
        verify(person, TextMessages.newNumber());
        assertThat(TestServer.sms().received()).hasSize(before + 1);
    }

    @Test
    void unknownMemberIsRefused() {
        SignedIn person = SignedIn.newIn(realm);
        String phone = TextMessages.newNumber();
        person.api()
                .post(
                        SignedIn.path(person.user().id(), "phone", "start"),
                        Map.of("phone", phone, "country", "US"))
                .assertError(400, "bad_request");
        verify(person, TextMessages.newNumber());
        assertThat(TextMessages.to(phone)).isEmpty();
    }

    @Test
    void realmCanNameItsCountries() {
        SignedIn person = SignedIn.newIn(realm);
        String australian = "+61491570156";
        int before = TextMessages.to(australian).size();
        realm.updateSettings(Map.of("sms_countries", List.of("US")));
        try {
            person.startPhone(australian).assertInvalidField("phone", "not_allowed");
            // The Bahamas share the country code.
            person.startPhone("+12423591234").assertInvalidField("phone", "not_allowed");
            verify(person, TextMessages.newNumber());
        } finally {
            realm.updateSettings(Map.of("sms_countries", List.of()));
        }
        assertThat(TextMessages.to(australian)).hasSize(before);
    }

    @Test
    void userCannotVerifyForAnotherUser() {
        SignedIn person = SignedIn.newIn(realm);
        SignedIn victim = SignedIn.newIn(realm);
        String phone = TextMessages.newNumber();
        String code = code(victim, phone);
        for (String id : List.of(victim.user().id(), UUID.randomUUID().toString())) {
            person.api()
                    .post(SignedIn.path(id, "phone", "start"), Map.of("phone", phone))
                    .assertError(403, "forbidden");
            person.api()
                    .post(SignedIn.path(id, "phone", "confirm"), Map.of("code", code))
                    .assertError(403, "forbidden");
        }
        assertWithoutPhone(victim);
        victim.confirmPhone(code).assertStatus(200);
        assertVerified(victim, phone);
        assertThat(TextMessages.to(phone)).hasSize(1);
    }

    @Test
    void idHasToBeAUuid() {
        SignedIn person = SignedIn.newIn(realm);
        for (String id : List.of("me", "no-uuid", person.user().id() + "0")) {
            person.api().post(SignedIn.path(id, "phone", "start")).assertError(400, "bad_request");
            person.api()
                    .post(SignedIn.path(id, "phone", "confirm"), Map.of("code", "123456"))
                    .assertError(400, "bad_request");
        }
    }

    @Test
    void gatewayOutageLosesNoMessageAndDelaysNoRequest() throws InterruptedException {
        SignedIn person = SignedIn.newIn(realm);
        String phone = TextMessages.newNumber();
        TestServer.sms().down();
        Answer answer;
        try {
            answer = person.startPhone(phone).assertStatus(200);
            TimeUnit.SECONDS.sleep(2);
        } finally {
            TestServer.sms().up();
        }
        assertThat(answer.took()).isLessThan(Duration.ofSeconds(2));
        person.confirmPhone(TextMessages.await(phone, 1).code()).assertStatus(200);
        assertVerified(person, phone);
    }

    @Test
    void failedMessageIsSentAgainWithTheSameId() {
        SignedIn person = SignedIn.newIn(realm);
        String phone = TextMessages.newNumber();
        TestServer.sms().answer(Mood.STATUS_500);
        person.startPhone(phone).assertStatus(200);
        TextMessages.Text first = TextMessages.await(phone, 1);
        TestServer.sms().answer(Mood.RIGHT);
        TextMessages.Text second = TextMessages.await(phone, 2);
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.text()).isEqualTo(first.text());
        person.confirmPhone(second.code()).assertStatus(200);
    }

    @Test
    void messageThatTheGatewayRefusesIsGivenUp() {
        SignedIn person = SignedIn.newIn(realm);
        String phone = TextMessages.newNumber();
        double givenUp = givenUp();
        long told = warnings();
        TestServer.sms().answer(Mood.INVALID_NUMBER);
        person.startPhone(phone).assertStatus(200);
        TextMessages.Text refused = TextMessages.await(phone, 1);
        Await.until(
                "the message is given up", Duration.ofSeconds(10), () -> givenUp() == givenUp + 1);
        assertThat(TextMessages.to(phone)).hasSize(1);
        if (!TestServer.isContainer()) {
            Await.until("a line in the log", Duration.ofSeconds(10), () -> warnings() == told + 1);
            assertThat(TestServer.log())
                    .noneMatch(line -> line.contains(phone))
                    .noneMatch(line -> line.contains(refused.text()));
        }
        assertWithoutPhone(person);
        TestServer.sms().answer(Mood.RIGHT);
        person.startPhone(phone).assertStatus(200);
        person.confirmPhone(TextMessages.await(phone, 2).code()).assertStatus(200);
    }

    private static double givenUp() {
        return TestServer.metrics()
                .sum("authrealm_messages_total", "kind=\"phone_code\"", "result=\"given_up\"");
    }

    private static long warnings() {
        return TestServer.isContainer()
                ? 0
                : TestServer.log().stream()
                        .filter(line -> line.contains("WARN") && line.contains("Outbox"))
                        .filter(line -> line.contains("phone_code"))
                        .count();
    }

    /** The third message within an hour exceeds the limit of the setting. */
    @ParameterizedTest
    @ValueSource(strings = {"number", "user", "address", "realm"})
    void messagesAreLimited(String by) {
        TestRealm limited =
                TestRealm.fresh().setting("sms_per_" + by, String.valueOf(PER_HOUR)).create();
        try {
            SignedIn person = SignedIn.newIn(limited);
            String phone = TextMessages.newNumber();
            for (int i = 1; i <= PER_HOUR; i++) {
                String number = number(by, phone);
                person(limited, by, person).startPhone(number).assertStatus(200);
                TextMessages.await(number, number.equals(phone) ? i : 1);
            }
            Answer refused = person(limited, by, person).startPhone(number(by, phone));
            refused.assertLimited();
            person.api().get("/v1/me").assertStatus(200);

            SignedIn another = SignedIn.newIn(limited);
            String next = TextMessages.newNumber();
            Answer other = another.startPhone(next);
            if (by.equals("number") || by.equals("user")) {
                other.assertStatus(200);
                TextMessages.await(next, 1);
            } else {
                other.assertLimited();
            }
        } finally {
            limited.close();
        }
    }

    /** Another user each time, unless the limit is for users. */
    private static SignedIn person(TestRealm limited, String by, SignedIn limitedOne) {
        return by.equals("user") ? limitedOne : SignedIn.newIn(limited);
    }

    private static String number(String by, String limitedOne) {
        return by.equals("number") ? limitedOne : TextMessages.newNumber();
    }

    @Test
    void limitedMessageIsNotSentAndLeavesTheCodeUnchanged() {
        realm.updateSettings(Map.of("sms_per_number", List.of("1")));
        try {
            SignedIn person = SignedIn.newIn(realm);
            String phone = TextMessages.newNumber();
            String code = code(person, phone);
            person.startPhone(phone).assertLimited();
            verify(SignedIn.newIn(realm), TextMessages.newNumber());
            assertThat(TextMessages.to(phone)).hasSize(1);
            person.confirmPhone(code).assertStatus(200);
            assertVerified(person, phone);
        } finally {
            realm.updateSettings(Map.of("sms_per_number", List.of("0")));
        }
    }
}
