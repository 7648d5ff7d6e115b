package io.authrealm.core.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Strings by PHP 8.2.36 and, with a NUL byte, by Python's bcrypt 5.0.0. */
final class BcryptFormatTest {

    private static final String SALT = "$2y$04$abcdefghijklmnopqrstuu";
    private static final String PASSWORD = SALT + "ghE8Ev8uGFaUgY2cNEySvxngrb/Jzdm";

    @ParameterizedTest
    @ValueSource(strings = {"a", "b", "x", "y"})
    void forAsciiTheVariantsAreOne(String variant) {
        String encoded = PASSWORD.replace("2y", "2" + variant);
        assertThat(TestFormats.matches(encoded, "password")).isTrue();
        assertThat(TestFormats.matches(encoded, "passwore")).isFalse();
        assertThat(TestFormats.hash(encoded).algorithm()).isEqualTo("bcrypt");
        assertThat(TestFormats.hash(encoded).strength()).isEqualTo("cost=4");
    }

    @Test
    void otherwiseTheOldVariantIsAnother() {
        String right = SALT + "c1pqO32Jjm3MjkBXEuJk7AAzEdrKrQ.";
        String old = SALT.replace("2y", "2x") + "3vAOmt3w6O5Yp1SX17Q0MlAQcd0xCfG";
        assertThat(TestFormats.matches(right, "\u00e4")).isTrue();
        assertThat(TestFormats.matches(old, "\u00e4")).isTrue();
        assertThat(TestFormats.matches(right.replace("2y", "2x"), "\u00e4")).isFalse();
        assertThat(TestFormats.matches(old.replace("2x", "2y"), "\u00e4")).isFalse();
    }

    @Test
    void passwordsAreCutAt72Bytes() {
        String encoded = SALT + "m2G75IXDN/xsgbNa/hCiPSKyIHQd70S";
        String digits = "0123456789".repeat(8);
        assertThat(TestFormats.matches(encoded, digits)).isTrue();
        assertThat(TestFormats.matches(encoded, digits.substring(0, 72))).isTrue();
        assertThat(TestFormats.matches(encoded, digits.substring(0, 72) + "x")).isTrue();
        assertThat(TestFormats.matches(encoded, digits.substring(0, 71))).isFalse();
    }

    @Test
    void aNulByteIsAByteOfThePassword() {
        String ofAll = SALT + "7T7VSJcO..IZKMC39qZVB4wdmeT/vJK";
        String ofTheBeginning = SALT + "0CkeIeZLJOlOL1QPPhfXulLNPdFqJBW";
        assertThat(TestFormats.matches(ofAll, "ab\u0000c")).isTrue();
        assertThat(TestFormats.matches(ofAll, "ab")).isFalse();
        assertThat(TestFormats.matches(ofTheBeginning, "ab")).isTrue();
        assertThat(TestFormats.matches(ofTheBeginning, "ab\u0000c")).isFalse();
    }

    /** Old implementations echo the salt that they are given, with bits that do not count. */
    @Test
    void bitsBehindTheSaltDoNotCount() {
        for (char last : "uvwxyz0123456789".toCharArray()) {
            StringBuilder encoded = new StringBuilder(PASSWORD);
            encoded.setCharAt(28, last);
            assertThat(TestFormats.matches(encoded.toString(), "password")).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "$2$04$abc, bcrypt of an unknown variant",
        "$2z$04$abc, bcrypt of an unknown variant",
        "$2ab$04$abc, bcrypt of an unknown variant",
        "$2b, nothing follows the variant",
        "$2b$, cost is not a number",
        "$2b$4$abcdefghijklmnopqrstuu, cost is not of two digits",
        "$2b$010$abcdefghijklmnopqrstuu, cost is not of two digits",
        "$2b$03$abc, cost is below 4",
        "$2b$17$abc, cost is above 16",
        "$2b$04, cost is not of two digits",
        "$2b$04$abcdefghijklmnopqrstu, salt is too short",
        "$2b$04$abcdefghijklmnopqrstuu, hash is not of 31 characters"
    })
    void reasonNamesTheFault(String encoded, String reason) {
        assertThat(TestFormats.reason(encoded)).isEqualTo(reason);
    }

    @Test
    void theHashIsOfBcryptsAlphabetAndLength() {
        String start = PASSWORD.substring(0, 59);
        for (String last : List.of("", "n", "m.", "=", "+", "\u00e4")) {
            assertThat(TestFormats.ALL.read(start + last)).isInstanceOf(HashReading.Refused.class);
        }
        assertThat(TestFormats.reason(start + "n")).isEqualTo("hash has bits behind its end");
        assertThat(TestFormats.reason(start + "+"))
                .isEqualTo("a character is not of bcrypt's alphabet");
    }
}
