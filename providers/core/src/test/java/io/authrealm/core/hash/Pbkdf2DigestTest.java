package io.authrealm.core.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class Pbkdf2DigestTest {

    /** RFC 6070 and RFC 7914, section 11. */
    @ParameterizedTest
    @CsvSource({
        "SHA1, password, salt, 1, 0c60c80f961f0e71f3a9b524af6012062fe037a6",
        "SHA1, password, salt, 4096, 4b007901b765489abead49d926f721d065a429c1",
        "SHA1, passwordPASSWORDpassword, saltSALTsaltSALTsaltSALTsaltSALTsalt, 4096,"
                + " 3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038",
        "SHA1, pass\u0000word, sa\u0000lt, 4096, 56fa6aa75548099dcc37d7f03425e0c3",
        "SHA256, passwd, salt, 1,"
                + " 55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
                + "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783"
    })
    void theExamplesOfTheRfcs(
            Pbkdf2Digest digest, String password, String salt, int iterations, String hex) {
        byte[] key = HexFormat.of().parseHex(hex);
        assertThat(digest.derive(ascii(password), ascii(salt), iterations, key.length))
                .isEqualTo(key);
    }

    @ParameterizedTest
    @EnumSource
    void agreesWithTheJdk(Pbkdf2Digest digest) throws GeneralSecurityException {
        Random random = new Random(6070);
        SecretKeyFactory jdk = SecretKeyFactory.getInstance("PBKDF2WithHmac" + digest.name());
        for (int i = 0; i < 200; i++) {
            String password = "\u00e4b".repeat(random.nextInt(100));
            byte[] salt = new byte[1 + random.nextInt(200)];
            random.nextBytes(salt);
            int iterations = 1 + random.nextInt(30);
            int length = 1 + random.nextInt(150);
            byte[] expected =
                    jdk.generateSecret(
                                    new PBEKeySpec(
                                            password.toCharArray(), salt, iterations, 8 * length))
                            .getEncoded();
            byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
            assertThat(digest.derive(bytes, salt, iterations, length)).isEqualTo(expected);
        }
    }

    @Test
    void leavesThePasswordAsItWas() {
        byte[] password = new byte[64];
        Pbkdf2Digest.SHA256.derive(password, new byte[8], 2, 32);
        assertThat(password).containsOnly(0);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
