package io.authrealm.core.hash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DigestFormatTest {

    private static final String MD5_HEX = "5f4dcc3b5aa765d61d8327deb882cf99";
    private static final String MD5_BASE64 = "X03MO1qnZdYdgyfeuILPmQ==";

    private final DigestFormat format = new DigestFormat();

    @ParameterizedTest
    @CsvSource({
        "md5$$" + MD5_HEX + ", md5",
        "$md5$" + MD5_BASE64 + ", md5",
        "$md5$pf=e1BBU1NXT1JEfQ==$$" + MD5_BASE64 + ", salted-md5",
        "$sha1$W6ph5Mm5Pz8GgiULbPgzG37mj9g=, sha1",
        "$sha1$W6ph5Mm5Pz8GgiULbPgzG37mj9g, sha1"
    })
    void stringContainsAlgorithm(String encoded, String algorithm) throws MalformedHashException {
        EncodedHash hash = format.parse(encoded);

        assertThat(hash.algorithm()).isEqualTo(algorithm);
        assertThat(hash.strength()).isEqualTo("rounds=1");
        assertThat(hash.memoryBytes()).isZero();
        assertThat(hash.matches("password".getBytes(UTF_8))).isTrue();
        assertThat(hash.matches("passwort".getBytes(UTF_8))).isFalse();
    }

    @Test
    void saltIsNeverAPlaceholder() throws MalformedHashException, NoSuchAlgorithmException {
        String encoded = kratos("{SALT}{PASSWORD}", "{PASSWORD}", sha256("{PASSWORD}secret"));

        assertThat(format.parse(encoded).matches("secret".getBytes(UTF_8))).isTrue();
    }

    @Test
    void passwordIsNeverAPlaceholder() throws MalformedHashException, NoSuchAlgorithmException {
        String encoded = kratos("{PASSWORD}{SALT}", "NaCl", sha256("{SALT}NaCl"));

        assertThat(format.parse(encoded).matches("{SALT}".getBytes(UTF_8))).isTrue();
        assertThat(format.parse(encoded).matches("NaCl".getBytes(UTF_8))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "{PASSWORD}, 64, true",
        "{PASSWORD}, 65, false",
        "{SALT}, 4, false",
        "{password}, 4, false",
        "'', 4, false",
        "{PASSWORD}{PASSWORD}{PASSWORD}{PASSWORD}, 4, true",
        "{PASSWORD}{PASSWORD}{PASSWORD}{PASSWORD}{PASSWORD}, 4, false"
    })
    void templateAndSaltAreBounded(String template, int saltLength, boolean readable)
            throws MalformedHashException {
        assertReadable(kratos(template, "s".repeat(saltLength), new byte[32]), readable);
    }

    @Test
    void templateHasUpTo256Bytes() throws MalformedHashException {
        String longest = "{PASSWORD}" + "x".repeat(246);

        assertReadable(kratos(longest, "", new byte[32]), true);
        assertReadable(kratos(longest + "x", "", new byte[32]), false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "md5$",
                "md5$" + MD5_HEX,
                "md5$a b$" + MD5_HEX,
                "md5$ä$" + MD5_HEX,
                "md5$salt$" + MD5_HEX + "0",
                "md5$salt$" + MD5_HEX + "00",
                "md5$salt$5f4dcc3b5aa765d61d8327deb882cf9",
                "md5$salt$5f4dcc3b5aa765d61d8327deb882cf9x",
                "md5$salt$" + MD5_BASE64,
                "md5$12345678901234567890123456789012345678901234567890123456789012345$" + MD5_HEX,
                "sha1$salt$" + MD5_HEX,
                "$md5$",
                "$md5$$",
                "$md5$salt$" + MD5_BASE64,
                "$md5$rounds=904$salt$$" + MD5_BASE64,
                "$md5$pf=$$" + MD5_BASE64,
                "$md5$pf=e1BBU1NXT1JEfQ==$" + MD5_BASE64,
                "$md5$pf=e1BBU1NXT1JEfQ==$$",
                "$md5$pf=e1BBU1NXT1JEfQ==$x$" + MD5_BASE64,
                "$md5$pf=e1BBU1NXT1JEfQ==$$" + MD5_BASE64 + "$",
                "$sha1$" + MD5_BASE64,
                "$sha1$40000$jtNX3nZ2$hBNaIXkt4wBI2o5rsi8KejSjNqIq"
            })
    void anythingElseIsRefused(String encoded) {
        assertThat(format.claims(encoded)).isTrue();
        assertThatThrownBy(() -> format.parse(encoded)).isInstanceOf(MalformedHashException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                MD5_HEX,
                MD5_BASE64,
                "sha256$salt$abc",
                "$md5-crypt$x$y",
                "MD5$$" + MD5_HEX,
                "$sha3-256$AAAA",
                ""
            })
    void bareAndForeignDigestsAreRefused(String encoded) {
        assertThat(format.claims(encoded)).isFalse();
    }

    private void assertReadable(String encoded, boolean readable) throws MalformedHashException {
        if (readable) {
            assertThat(format.parse(encoded).algorithm()).isEqualTo("salted-sha256");
        } else {
            assertThatThrownBy(() -> format.parse(encoded))
                    .isInstanceOf(MalformedHashException.class);
        }
    }

    private static String kratos(String template, String salt, byte[] hash) {
        Base64.Encoder encoder = Base64.getEncoder();
        return "$sha256$pf="
                + encoder.encodeToString(template.getBytes(UTF_8))
                + "$"
                + encoder.encodeToString(salt.getBytes(UTF_8))
                + "$"
                + encoder.encodeToString(hash);
    }

    private static byte[] sha256(String text) throws NoSuchAlgorithmException {
        return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    }
}
