package io.authrealm.core.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;

final class HashFormatsTest {

    private static final String SALT = "c29tZXNhbHRzb21lc2FsdA";
    private static final String KEY = "u2ZKyk8vHwJZmVzPWqPnFQWkwMGFKSMpDxMkmnM2Vng";
    private static final String BCRYPT =
            "$2b$04$abcdefghijklmnopqrstuughE8Ev8uGFaUgY2cNEySvxngrb/Jzdm";

    @ParameterizedTest
    @NullAndEmptySource
    void emptyStringIsNotAHash(String encoded) {
        assertThat(TestFormats.reason(encoded)).isEqualTo("empty");
    }

    @Test
    void longStringsAreRefused() {
        assertThat(TestFormats.reason("$".repeat(2048))).isEqualTo("unknown format");
        assertThat(TestFormats.reason(BCRYPT + "$".repeat(2048)))
                .isEqualTo("longer than 2048 characters");
    }

    @ParameterizedTest
    @CsvSource({
        "password, unknown format",
        "$9$abc, unknown format",
        "\u00e4, unknown format",
        "$pbkdf2-md5$1000$c2FsdA$AA, PBKDF2 with an unknown digest",
        "pbkdf2:sha256$salt$00, nothing follows the digest",
        "pbkdf2_sha256$1000$salt$c2FsdA==, key is not as long as the digest",
        "$bcrypt-sha256$v=2;t=2a;r=4$x$y, bcrypt of an unknown variant",
        "$bcrypt-sha256$v=3;t=2b;r=4$x$y, bcrypt of an unknown variant",
        "$s0$e0801$c2FsdA, not three fields of scrypt"
    })
    void aReasonIsGiven(String encoded, String reason) {
        assertThat(TestFormats.reason(encoded.replace(';', ','))).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "$scrypt$ln=4;r=8;p=1$S$K, scrypt, 'ln=4,r=8,p=1'",
        "$scrypt$ln=64;r=8;p=2$S$K, scrypt, 'ln=6,r=8,p=2'",
        "$a0802$S$K, scrypt, 'ln=10,r=8,p=2'",
        "$s0$40801$S$K, scrypt, 'ln=4,r=8,p=1'",
        "$firescrypt$ln=4;r=8;p=1$S$K$Bw==$K, scrypt-firebase, 'ln=4,r=8,p=1'",
        "$pbkdf2-sha384$i=7$S$K, pbkdf2-sha384, i=7",
        "$3$4294967552$S$K, pbkdf2-sha256, i=1",
        "bcrypt$W, bcrypt, cost=4",
        "bcrypt_sha256$W, bcrypt-sha256, cost=4",
        "$pre$md5-hex$W, prehashed-bcrypt, 'md5-hex,cost=4'",
        "$pre$md5-hex$bcrypt_sha256$W, prehashed-bcrypt-sha256, 'md5-hex,cost=4'",
        "$pre$md5-hex$$pre$sha1-raw$W, prehashed-bcrypt, 'md5-hex,sha1-raw,cost=4'"
    })
    void stringContainsAlgorithmAndStrength(String pattern, String algorithm, String strength) {
        String encoded =
                pattern.replace(';', ',')
                        .replace("$S$", "$" + SALT + "$")
                        .replace("$K", "$" + KEY)
                        .replace("$W", "$" + BCRYPT);
        EncodedHash hash = TestFormats.hash(encoded);
        assertThat(hash.algorithm()).isEqualTo(algorithm);
        assertThat(hash.strength()).isEqualTo(strength);
    }

    @ParameterizedTest
    @CsvSource({
        "$pre$md5$W, pre-hash without an encoding",
        "$pre$md4-hex$W, pre-hash with an unknown digest",
        "$pre$md5-HEX$W, pre-hash in an unknown encoding",
        "$pre$md5-hex, nothing follows the digest",
        "$pre$md5-hex$, unknown format",
        "$pre$md5-hex$2b$04$abc, unknown format",
        "$pre$md5-hex$$pre$md5-hex$$pre$md5-hex$W, unknown format"
    })
    void preHashesAreStrictAndNoMoreThanTwo(String pattern, String reason) {
        assertThat(TestFormats.reason(pattern.replace("$W", "$" + BCRYPT))).isEqualTo(reason);
    }

    @Test
    void failingEngineIsNoMatch() {
        HashFormats failing =
                new HashFormats(
                        (parameters, input) -> {
                            throw new IllegalStateException("no memory");
                        },
                        1 << 20);
        HashReading reading = failing.read("$argon2id$v=19$m=8,t=1,p=1$" + SALT + "$" + KEY);
        assertThat(reading)
                .isInstanceOfSatisfying(
                        HashReading.Verifiable.class,
                        it -> assertThat(it.hash().matches(new byte[1])).isFalse());
    }

    @Test
    void noHashGetsIntoLogs() {
        for (KnownAnswer answer : KnownAnswer.all()) {
            assertThat(TestFormats.ALL.read(answer.encoded()).toString())
                    .matches("Verifiable\\[hash=[a-z0-9-]+\\[[a-z0-9=,-]*]]");
        }
    }

    @Test
    void thePasswordIsLeftAsItWas() {
        byte[] password = "password".getBytes(StandardCharsets.UTF_8);
        assertThat(TestFormats.hash(BCRYPT).matches(password)).isTrue();
        assertThat(password).asString(StandardCharsets.UTF_8).isEqualTo("password");
    }
}
