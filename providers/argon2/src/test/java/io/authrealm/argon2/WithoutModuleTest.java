package io.authrealm.argon2;

import static org.assertj.core.api.Assertions.assertThat;

import io.authrealm.argon2.EngineCheck.Rejected;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs in a separate process, started without {@code --add-modules jdk.incubator.vector}. */
@Tag("without-module")
final class WithoutModuleTest {

    private static final Argon2Parameters PARAMETERS =
            new Argon2Parameters(Argon2Type.ID, Argon2Parameters.VERSION_13, 1024, 2, 1, 32);

    @ParameterizedTest
    @ValueSource(strings = {"auto", "vector", "vector-256", "vector-512"})
    void theScalarEngineServesAndTheReasonSaysHowToChangeThat(String preference) {
        EngineCheck.Result result = EngineCheck.run(preference, PARAMETERS);
        // A busy machine may slow down the faster engine just while it is measured.
        for (int i = 0; i < 2 && !result.engine().name().equals("scalar"); i++) {
            result = EngineCheck.run(preference, PARAMETERS);
        }

        assertThat(result.engine().name()).isEqualTo("scalar");
        assertThat(result.rejected())
                .containsExactly(
                        new Rejected(
                                preference.equals("auto") ? "vector" : preference,
                                "the module jdk.incubator.vector is not loaded;"
                                        + " start Java with --add-modules jdk.incubator.vector"));
    }

    @Test
    void thereIsNoVectorEngine() {
        assertThat(Argon2Engines.named(Argon2Engines.VECTOR)).isEmpty();
        assertThat(Argon2Engines.named(Argon2Engines.VECTOR_256)).isEmpty();
        assertThat(Argon2Engines.named(Argon2Engines.VECTOR_512)).isEmpty();
    }

    @Test
    void theScalarEngineIsExact() {
        new RandomCases().compare(200, Argon2Engines.named(Argon2Engines.SCALAR).orElseThrow());
    }
}
