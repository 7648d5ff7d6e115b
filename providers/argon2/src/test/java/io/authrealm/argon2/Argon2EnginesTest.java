package io.authrealm.argon2;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Argon2EnginesTest {

    private static final Argon2Parameters PARAMETERS =
            new Argon2Parameters(Argon2Type.ID, Argon2Parameters.VERSION_13, 64, 1, 1, 32);

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "bouncycastle"})
    void findsAnEngineByItsName(String name) {
        assertThat(Argon2Engines.named(name))
                .hasValueSatisfying(engine -> assertThat(engine.name()).isEqualTo(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "auto", "Scalar", "password4j"})
    void findsNoOtherName(String name) {
        assertThat(Argon2Engines.named(name)).isEmpty();
    }

    @Test
    void theVectorEngineIsOfThePreferredWidth() {
        int bits = VectorKernels.preferredBits();
        if (bits < 256) {
            assertThat(Argon2Engines.named(Argon2Engines.VECTOR)).isEmpty();
        } else {
            assertThat(Argon2Engines.named(Argon2Engines.VECTOR))
                    .hasValueSatisfying(
                            engine ->
                                    assertThat(engine.name())
                                            .isEqualTo("vector-" + Math.min(bits, 512)));
        }
    }

    @Test
    void password4jIsBoundToItsParameters() {
        assertThat(Argon2Engines.password4j(PARAMETERS))
                .hasValueSatisfying(
                        engine -> assertThat(engine.name()).isEqualTo(Argon2Engines.PASSWORD4J));
    }

    @Test
    void password4jAgreesOnRandomCases() {
        new RandomCases().comparePassword4j(500);
    }
}
