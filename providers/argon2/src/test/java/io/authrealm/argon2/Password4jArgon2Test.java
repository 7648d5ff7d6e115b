package io.authrealm.argon2;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class Password4jArgon2Test {

    private static final Argon2Parameters SERVED =
            new Argon2Parameters(Argon2Type.ID, 0x13, 64, 2, 1, 32);
    private static final Argon2Input INPUT =
            Argon2Input.of("pässword".getBytes(UTF_8), "0123456789abcdef".getBytes(UTF_8));

    @ParameterizedTest
    @CsvSource({
        "ID, 0x13, 64, 2, 32",
        "ID, 0x10, 64, 2, 32",
        "I, 0x13, 67, 3, 64",
        "I, 0x10, 1031, 1, 65",
        "D, 0x13, 8, 5, 4",
        "D, 0x10, 1024, 2, 127"
    })
    void agreesWithBouncyCastle(
            Argon2Type type, String version, int memory, int iterations, int tagLength) {
        Argon2Parameters parameters =
                new Argon2Parameters(
                        type, Integer.decode(version), memory, iterations, 1, tagLength);

        assertThat(hash(new Password4jArgon2(parameters), parameters, INPUT))
                .isEqualTo(hash(new BouncyCastleArgon2(), parameters, INPUT));
    }

    @Test
    void agreesOnEmptyInput() {
        Argon2Input empty = Argon2Input.of(new byte[0], new byte[0]);

        assertThat(hash(new Password4jArgon2(SERVED), SERVED, empty))
                .isEqualTo(hash(new BouncyCastleArgon2(), SERVED, empty));
    }

    @Test
    void supportsNoOtherParameters() {
        Argon2Engine engine = new Password4jArgon2(SERVED);
        Argon2Parameters other = new Argon2Parameters(Argon2Type.ID, 0x13, 65, 2, 1, 32);

        assertThat(engine.supports(SERVED, INPUT)).isTrue();
        assertThat(engine.supports(other, INPUT)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> hash(engine, other, INPUT));
    }

    @Test
    void supportsNoLanesAndNoSecret() {
        Argon2Parameters lanes = new Argon2Parameters(Argon2Type.ID, 0x13, 64, 2, 2, 32);
        byte[] some = {1};
        byte[] none = {};

        assertThat(new Password4jArgon2(lanes).supports(lanes, INPUT)).isFalse();
        assertThat(supports(new Argon2Input(some, some, some, none))).isFalse();
        assertThat(supports(new Argon2Input(some, some, none, some))).isFalse();
    }

    private static boolean supports(Argon2Input input) {
        return new Password4jArgon2(SERVED).supports(SERVED, input);
    }

    private static byte[] hash(
            Argon2Engine engine, Argon2Parameters parameters, Argon2Input input) {
        return engine.hash(parameters, input, new Argon2Memory());
    }
}
