package io.authrealm.core.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FieldReaderTest {

    @Test
    void readsFromLeftToRight() throws Exception {
        FieldReader reader = new FieldReader("$x$n=12,p=0$abcdef$");
        assertThat(reader.skip("$x$").skipIf("m=")).isFalse();
        assertThat(reader.skip("n=").integer("n", 1, 12)).isEqualTo(12);
        assertThat(reader.skipIf(",p=")).isTrue();
        assertThat(reader.number("p", 0, Long.MAX_VALUE)).isZero();
        assertThat(reader.skip("$").take(2, "salt")).isEqualTo("ab");
        assertThat(reader.upTo('$', "hash")).isEqualTo("cdef");
        reader.end();
        assertThat(reader.rest()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', n is not a number",
        "-1, n is not a number",
        "+1, n is not a number",
        "\u0661, n is not a number",
        "0x1, n is below 1",
        "01, n has a leading zero",
        "0, n is below 1",
        "101, n is above 100",
        "2147483648, n is above 100",
        "4294967297, n is above 100",
        "9223372036854775808, n is above 100",
        "18446744073709551617, n is above 100",
        "99999999999999999999999999999999999999, n is above 100"
    })
    void numbersAreStrictAndBounded(String text, String reason) {
        assertThatExceptionOfType(MalformedHashException.class)
                .isThrownBy(() -> new FieldReader(text).integer("n", 1, 100))
                .withMessage(reason);
    }

    @Test
    void reasonNamesWhatIsMissingOrSurplus() throws Exception {
        FieldReader reader = new FieldReader("abc");
        assertThatExceptionOfType(MalformedHashException.class)
                .isThrownBy(() -> reader.skip("x"))
                .withMessage("'x' is missing");
        assertThatExceptionOfType(MalformedHashException.class)
                .isThrownBy(() -> reader.take(4, "salt"))
                .withMessage("salt is too short");
        assertThatExceptionOfType(MalformedHashException.class)
                .isThrownBy(() -> reader.upTo('$', "salt"))
                .withMessage("nothing follows the salt");
        assertThatExceptionOfType(MalformedHashException.class)
                .isThrownBy(reader::end)
                .withMessage("something follows the end");
    }
}
