package io.authrealm.argon2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class Argon2ParametersTest {

    @ParameterizedTest
    @CsvSource({
        "19, 8, 1, 1, 4",
        "16, 8, 1, 1, 4",
        "19, 2147483647, 2147483647, 16777215, 2147483647"
    })
    void takesTheBounds(int version, int memory, int iterations, int parallelism, int tag) {
        assertThat(
                        new Argon2Parameters(
                                Argon2Type.ID, version, memory, iterations, parallelism, tag))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 8, 1, 1, 4, version",
        "18, 8, 1, 1, 4, version",
        "19, 7, 1, 1, 4, memory",
        "19, 15, 1, 2, 4, memory",
        "19, -1, 1, 1, 4, memory",
        "19, -2147483648, 1, 1, 4, memory",
        "19, 8, 0, 1, 4, iterations",
        "19, 8, -1, 1, 4, iterations",
        "19, 8, 1, 0, 4, parallelism",
        "19, 8, 1, -1, 4, parallelism",
        "19, 2147483647, 1, 16777216, 4, parallelism",
        "19, 8, 1, 1, 3, tag length",
        "19, 8, 1, 1, -4, tag length"
    })
    void refusesWhatTheRfcDoesNotAllow(
            int version, int memory, int iterations, int parallelism, int tag, String what) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new Argon2Parameters(
                                        Argon2Type.ID,
                                        version,
                                        memory,
                                        iterations,
                                        parallelism,
                                        tag))
                .withMessageContaining(what);
    }

    @Test
    void needsAType() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Argon2Parameters(null, 19, 8, 1, 1, 4));
    }

    @ParameterizedTest
    @CsvSource({"8, 1, 8", "11, 1, 8", "19456, 1, 19456", "103, 3, 96", "71, 8, 64"})
    void roundsTheMemoryDownToWholeSegments(int memory, int parallelism, int blocks) {
        assertThat(new Argon2Parameters(Argon2Type.ID, 19, memory, 1, parallelism, 4).blocks())
                .isEqualTo(blocks);
    }
}
