package io.authrealm.sms;

import static org.assertj.core.api.Assertions.assertThat;

import io.authrealm.sms.PhoneNumber.Problem;
import io.authrealm.sms.PhoneNumber.Reading;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

final class PhoneNumberTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "+12015550123          |    | +12015550123   | US",
                "+61491570156          |    | +61491570156   | AU",
                "+1 (201) 555-0123     |    | +12015550123   | US",
                "(201) 555-0123        | US | +12015550123   | US",
                "0491 570 156          | AU | +61491570156   | AU",
                "011 61 491 570 156    | US | +61491570156   | AU",
                "00 61 491 570 156     | DE | +61491570156   | AU",
                "+61491570156          | DE | +61491570156   | AU",
                "+49.151.12345678      |    | +4915112345678 | DE",
                "+49/151/12345678      |    | +4915112345678 | DE",
                "+49 (0) 151 12345678  |    | +4915112345678 | DE",
                "0151 1234-5678        | DE | +4915112345678 | DE",
                "+1-242-359-1234       |    | +12423591234   | BS",
                "+447781123456         |    | +447781123456  | GG",
                "+77011234567          |    | +77011234567   | KZ",
                "+79161234567          |    | +79161234567   | RU",
                "+38349123456          |    | +38349123456   | XK",
                "+5511961234567        |    | +5511961234567 | BR",
                "+690 7290             |    | +6907290       | TK",
            })
    void readsNumbersAsPeopleWriteThem(String raw, String region, String e164, String country) {
        assertThat(PhoneNumber.parse(raw, region))
                .isInstanceOfSatisfying(
                        Reading.Valid.class,
                        valid -> {
                            assertThat(valid.number().e164()).isEqualTo(e164);
                            assertThat(valid.number().region()).isEqualTo(country);
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uFF0B12015550123",
                "\uFF0B\uFF11\uFF12\uFF10\uFF11\uFF15\uFF15\uFF15\uFF10\uFF11\uFF12\uFF13",
                "+\u0661\u0662\u0660\u0661\u0665\u0665\u0665\u0660\u0661\u0662\u0663",
                "+\u09E7\u09E8\u09E6\u09E7\u09EB\u09EB\u09EB\u09E6\u09E7\u09E8\u09E9",
                "+1\u00A0201\u202F555\u20110123",
                "+1\u2013201\u2013555\u20130123",
                "\u202A+1 201-555-0123\u202C",
                "\u200E+12015550123\u200E",
                "\u2066+12015550123\u2069"
            })
    void readsTheDigitsOfEveryScriptAndWhatAddressBooksAdd(String raw) {
        assertThat(PhoneNumber.parse(raw, null)).isEqualTo(new Reading.Valid(Numbers.AMERICAN));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                " ",
                "+",
                "++12015550123",
                "+1+2015550123",
                "12+015550123",
                "2015550123+",
                "((((((((((((((",
                "-------------",
                "+1 201 555 0123 ext. 7",
                "+1 201 555 0123 x7",
                "+1 201 555 0123;ext=7",
                "+1 201 555 0123#7",
                "+1 201 555 0123,7",
                "+1 800 FLOWERS",
                "1-800-FLOWERS",
                "tel:+12015550123",
                "tel:2015550123;phone-context=+1",
                "+12015550123;isub=1",
                "call +12015550123",
                "+12015550123 please",
                "+1201555\u200E0123",
                "+1201555\u200B0123",
                "+1201555\u00000123",
                "\u0000+12015550123",
                "+12015550123\n",
                "+1 201\r\n555 0123",
                "+1\t2015550123",
                "+1 201\u2028555 0123",
                "+12015550123\u0300",
                "+\u2460\u2461\u24EA\u2460\u2464\u2464\u2464\u24EA\u2460\u2461\u2462",
                "+\u00B9\u00B2\u2070\u00B9\u2075\u2075\u2075\u2070\u00B9\u00B2\u00B3",
                "+\u4E00\u4E8C\u96F6\u4E00\u4E94\u4E94\u4E94\u96F6\u4E00\u4E8C\u4E09",
                "*31#+12015550123",
                "*100#",
                "<script>1</script>",
                "'; DROP TABLE users; --",
                "../../etc/passwd",
                "${jndi:ldap://x/1}",
                "%2B12015550123",
                "\uD83D\uDCF1+12015550123",
                "\uD83D"
            })
    void refusesMalformedNumbers(String raw) {
        for (String region : new String[] {null, "US"}) {
            assertThat(PhoneNumber.parse(raw, region))
                    .isEqualTo(new Reading.Invalid(Problem.MALFORMED));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2015550123      |",
                "0015550123      |",
                "2015550123      | ZZ",
                "2015550123      | us",
                "2015550123      | ''",
                "2015550123      | United States",
                "+0000000000     |",
                "+999123456789   | US"
            })
    void refusesANumberOfNoCountry(String raw, String region) {
        assertThat(PhoneNumber.parse(raw, region))
                .isEqualTo(new Reading.Invalid(Problem.COUNTRY_UNKNOWN));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "112              | DE",
                "911              | US",
                "62442            | US",
                "+1 211           |",
                "+49151           |",
                "+49151123456781  |",
                "+4915112345678123456789 |",
                "+1 123 555 0123  |",
                "+447700900123    |"
            })
    void refusesShortCodesAndUnassignedNumbers(String raw, String region) {
        assertThat(PhoneNumber.parse(raw, region))
                .isEqualTo(new Reading.Invalid(Problem.NOT_ASSIGNED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+4930123456", // a fixed line
                "+499001234567", // premium rate
                "+19002345678", // premium rate
                "+979123456789", // premium rate of no country
                "+491805123456", // shared cost
                "+448001111111", // toll free
                "+80012345678", // a personal number, at a price that its owner sets
                "+447012345678", // a personal number, which costs what the owner likes
                "+447640123456", // a pager
                "+4918500123456", // one number for a company
                "+49177991234567", // voice mail
                "+33912345678", // voice over IP
                "+882161234567", // a satellite
                "+881612345678", // a satellite
                "+870773123456" // a ship
            })
    void refusesNumbersWithoutTextsOrWithExpensiveTexts(String raw) {
        assertThat(PhoneNumber.parse(raw, null)).isEqualTo(new Reading.Invalid(Problem.NOT_MOBILE));
    }

    @Test
    void readsNoMoreThanThirtyTwoCharacters() {
        String longest = "+1" + " ".repeat(20) + "2015550123";
        assertThat(longest).hasSize(PhoneNumber.MAX_LENGTH);
        assertThat(PhoneNumber.parse(longest, null)).isEqualTo(new Reading.Valid(Numbers.AMERICAN));
        assertThat(PhoneNumber.parse(longest + " ", null))
                .isEqualTo(new Reading.Invalid(Problem.MALFORMED));
    }

    @Test
    void refusesALongTextWithoutReadingIt() {
        String megabytes = "+1".repeat(10_000_000);
        long start = System.nanoTime();
        for (int i = 0; i < 1000; i++) {
            assertThat(PhoneNumber.parse(megabytes, "US"))
                    .isEqualTo(new Reading.Invalid(Problem.MALFORMED));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void answersToRandomTextsAndNeverThrows() {
        Random random = new Random(1);
        String alphabet = "0123456789+-() ./\uFF0B\u0661\u202A\u202Cx;#*,a\u0000\uD83D\uDCF1";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder raw = new StringBuilder();
            for (int n = random.nextInt(34); n > 0; n--) {
                raw.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Reading reading = PhoneNumber.parse(raw.toString(), i % 2 == 0 ? "DE" : null);
            if (reading instanceof Reading.Valid valid) {
                assertThat(valid.number().e164()).matches("\\+[1-9][0-9]{6,14}");
                assertThat(valid.number().region()).matches("[A-Z]{2}");
                assertThat(PhoneNumber.parse(valid.number().e164(), null)).isEqualTo(reading);
            }
        }
    }

    @Test
    void sameNumberIsEqualHoweverItWasWritten() {
        Reading national = PhoneNumber.parse("(201) 555-0123", "US");
        assertThat(national).isEqualTo(new Reading.Valid(Numbers.AMERICAN));
        assertThat(national).hasSameHashCodeAs(new Reading.Valid(Numbers.AMERICAN));
        assertThat(Numbers.AMERICAN).isNotEqualTo(Numbers.AUSTRALIAN).isNotEqualTo("+12015550123");
    }

    @Test
    void showsItsCountryCodeAndTwoDigits() {
        assertThat(Numbers.AMERICAN).hasToString("+1…23");
        assertThat(Numbers.of("+6907290")).hasToString("+690…90");
        assertThat(List.of(Numbers.AUSTRALIAN)).hasToString("[+61…56]");
        assertThat(PhoneNumber.parse("+61491570156", null).toString()).doesNotContain("4915701");
    }
}
