package io.authrealm.argon2;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Random;

/**
 * Random computations, compared with BouncyCastle's. {@code -Dargon2.seed} repeats those of an
 * earlier run.
 */
final class RandomCases {

    /** One in this many cases is large enough for several blocks of addresses per segment. */
    private static final int LARGE_EVERY = 100;

    /** The long run of {@code -Psoak} has this many times more cases. */
    private static final int FACTOR = Boolean.getBoolean("authrealm.test.soak") ? 10 : 1;

    private final long seed = Long.getLong("argon2.seed", new SecureRandom().nextLong());
    private final Random random = new Random(seed);
    private final Argon2Engine reference = new BouncyCastleArgon2();
    private final Argon2Memory memory = new Argon2Memory();

    void compare(int cases, Argon2Engine... engines) {
        for (int i = 0; i < FACTOR * cases; i++) {
            Argon2Parameters parameters = parameters(i, 1 + random.nextInt(5));
            Argon2Input input = new Argon2Input(bytes(0), bytes(8), bytes(0), bytes(0));
            compare(i, parameters, input, engines);
        }
    }

    /** One lane, no secret and no associated data: all that Password4j supports. */
    void comparePassword4j(int cases) {
        for (int i = 0; i < FACTOR * cases; i++) {
            Argon2Parameters parameters = parameters(1, 1);
            Argon2Input input = Argon2Input.of(bytes(0), bytes(8));
            compare(i, parameters, input, new Password4jArgon2(parameters));
        }
    }

    private void compare(
            int number, Argon2Parameters parameters, Argon2Input input, Argon2Engine... engines) {
        byte[] expected = reference.hash(parameters, input, memory);
        for (Argon2Engine engine : engines) {
            assertThat(engine.hash(parameters, input, memory))
                    .as(
                            "%s, -Dargon2.seed=%d, case %d, %s",
                            engine.name(), seed, number, parameters)
                    .isEqualTo(expected);
        }
    }

    private Argon2Parameters parameters(int number, int lanes) {
        int more = random.nextInt(number % LARGE_EVERY == 0 ? 2500 : 40);
        return new Argon2Parameters(
                Argon2Type.values()[random.nextInt(3)],
                random.nextBoolean() ? Argon2Parameters.VERSION_10 : Argon2Parameters.VERSION_13,
                8 * lanes + more,
                1 + random.nextInt(4),
                lanes,
                4 + random.nextInt(number % 5 == 0 ? 400 : 80));
    }

    private byte[] bytes(int least) {
        byte[] bytes = new byte[least + random.nextInt(random.nextBoolean() ? 20 : 300)];
        random.nextBytes(bytes);
        return bytes;
    }
}
