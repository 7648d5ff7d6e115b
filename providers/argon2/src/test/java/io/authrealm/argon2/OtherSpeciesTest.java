package io.authrealm.argon2;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The vector engine of the width that the machine does not prefer, in a separate process: exact,
 * though without the instructions it is hundreds of times slower.
 */
@Tag("other-species")
final class OtherSpeciesTest {

    private final Argon2Engine engine =
            Argon2Engines.named(
                            VectorKernels.preferredBits() == 512
                                    ? Argon2Engines.VECTOR_256
                                    : Argon2Engines.VECTOR_512)
                    .orElseThrow();

    @Test
    void givesTheKnownAnswers() {
        assertThat(KnownAnswers.holdFor(engine, new Argon2Memory())).isTrue();
    }

    @Test
    void agreesWithBouncyCastleOnRandomCases() {
        new RandomCases().compare(30, engine);
    }
}
