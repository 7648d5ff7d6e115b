package io.authrealm.hashing;

import static org.assertj.core.api.Assertions.assertThat;

import io.authrealm.argon2.Argon2Engine;
import io.authrealm.argon2.Argon2Engines;
import io.authrealm.argon2.Argon2Input;
import io.authrealm.argon2.Argon2Memory;
import io.authrealm.argon2.Argon2Parameters;
import io.authrealm.argon2.Argon2Type;
import org.junit.jupiter.api.Test;

final class Argon2MemoryPoolTest {

    private static final int KIB = 256;
    private static final long BYTES = 1024L * KIB;

    private final Argon2Engine engine = Argon2Engines.named("scalar").orElseThrow();
    private final Argon2MemoryPool pool = new Argon2MemoryPool(4 * BYTES);

    @Test
    void lendsTheSameMemoryAgain() {
        Argon2Memory first = hashIn(KIB);

        assertThat(pool.take(BYTES)).isSameAs(first);
    }

    @Test
    void lendsTwoAtATimeDifferentMemory() {
        assertThat(pool.take(BYTES)).isNotSameAs(pool.take(BYTES));
    }

    @Test
    void lendsTheSmallestThatIsLargeEnough() {
        Argon2Memory small = pool.take(BYTES);
        Argon2Memory large = pool.take(2 * BYTES);
        use(small, KIB);
        use(large, 2 * KIB);
        pool.give(small, BYTES, 0);
        pool.give(large, 2 * BYTES, 0);

        assertThat(pool.take(BYTES)).isSameAs(small);
        assertThat(pool.take(2 * BYTES)).isSameAs(large);
    }

    @Test
    void releasesIdleMemoryToMakeRoomForALargeHash() {
        hashIn(KIB);
        assertThat(pool.idleBytes()).isPositive();
        pool.take(4 * BYTES);

        assertThat(pool.idleBytes()).isZero();
    }

    @Test
    void keepsNoMoreThanItsBudget() {
        Argon2Memory[] lent = new Argon2Memory[8];
        for (int i = 0; i < lent.length; i++) {
            lent[i] = pool.take(BYTES);
            use(lent[i], KIB);
        }
        for (Argon2Memory memory : lent) {
            pool.give(memory, BYTES, 0);
        }

        assertThat(pool.idleBytes()).isPositive().isLessThanOrEqualTo(4 * BYTES);
    }

    @Test
    void releasesUnusedMemory() {
        hashIn(KIB);
        pool.trim();
        assertThat(pool.idleBytes()).as("used since the last trim").isPositive();
        pool.trim();

        assertThat(pool.idleBytes()).isZero();
    }

    private Argon2Memory hashIn(int kib) {
        Argon2Memory memory = pool.take(1024L * kib);
        use(memory, kib);
        pool.give(memory, 1024L * kib, 0);
        return memory;
    }

    private void use(Argon2Memory memory, int kib) {
        engine.hash(
                new Argon2Parameters(Argon2Type.ID, Argon2Parameters.VERSION_13, kib, 1, 1, 32),
                Argon2Input.of(new byte[8], new byte[16]),
                memory);
    }
}
