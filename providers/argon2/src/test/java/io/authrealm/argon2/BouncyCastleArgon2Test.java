package io.authrealm.argon2;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BouncyCastleArgon2Test {

    private final Argon2Engine engine = new BouncyCastleArgon2();

    /** RFC 9106, section 5. */
    @ParameterizedTest
    @CsvSource({
        "D, 512b391b6f1162975371d30919734294f868e3be3984f3c1a13a4db9fabe4acb",
        "I, c814d9d1dc7f37aa13f0d77f2494bda1c8de6b016dd388d29952a4c4672b6ce8",
        "ID, 0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"
    })
    void yieldsTheTagsOfTheRfc(Argon2Type type, String tag) {
        Argon2Parameters parameters = new Argon2Parameters(type, 0x13, 32, 3, 4, 32);
        Argon2Input input =
                new Argon2Input(
                        repeat(0x01, 32), repeat(0x02, 16), repeat(0x03, 8), repeat(0x04, 12));

        assertThat(engine.supports(parameters, input)).isTrue();
        assertThat(hash(parameters, input)).isEqualTo(tag);
    }

    /** From the reference implementation's tests of version 0x10. */
    @Test
    void yieldsTheTagOfTheOlderVersion() {
        Argon2Parameters parameters = new Argon2Parameters(Argon2Type.I, 0x10, 256, 2, 1, 32);
        Argon2Input input = Argon2Input.of("password".getBytes(UTF_8), "somesalt".getBytes(UTF_8));

        assertThat(hash(parameters, input))
                .isEqualTo("fd4dd83d762c49bdeaf57c47bdcd0c2f1babf863fdeb490df63ede9975fccf06");
    }

    @Test
    void leavesItsInputAsItWas() {
        Argon2Parameters parameters = new Argon2Parameters(Argon2Type.ID, 0x13, 8, 1, 1, 4);
        Argon2Input input =
                new Argon2Input(
                        repeat(0x01, 32), repeat(0x02, 16), repeat(0x03, 8), repeat(0x04, 12));

        hash(parameters, input);

        assertThat(input.password()).containsOnly(0x01);
        assertThat(input.salt()).containsOnly(0x02);
        assertThat(input.secret()).containsOnly(0x03);
        assertThat(input.associatedData()).containsOnly(0x04);
    }

    private String hash(Argon2Parameters parameters, Argon2Input input) {
        return HexFormat.of().formatHex(engine.hash(parameters, input, new Argon2Memory()));
    }

    private static byte[] repeat(int value, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
