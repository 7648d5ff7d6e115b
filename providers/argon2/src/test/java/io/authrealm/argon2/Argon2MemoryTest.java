package io.authrealm.argon2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.Test;

final class Argon2MemoryTest {

    private final Argon2Memory memory = new Argon2Memory();

    @Test
    void growsAndNeverShrinks() {
        assertThat(memory.bytes()).isZero();

        memory.take(100);
        long large = memory.bytes();
        memory.take(8);

        assertThat(large).isBetween(100L << 10, 105L << 10);
        assertThat(memory.bytes()).isEqualTo(large);
    }

    @Test
    void canBeUsedAfterTheHeapWasTooSmall() {
        assumeThat(Runtime.getRuntime().maxMemory()).isLessThan(16L << 30);

        assertThatExceptionOfType(OutOfMemoryError.class)
                .isThrownBy(() -> memory.take(Argon2Memory.MAX_BLOCKS));
        memory.wipe();

        assertThat(memory.take(8)).containsOnly(0);
        assertThat(memory.isClear()).isTrue();
    }

    @Test
    void theLargestIndexIsAnInt() {
        assertThat(Argon2Memory.index(Argon2Memory.MAX_BLOCKS)).isPositive();
    }
}
