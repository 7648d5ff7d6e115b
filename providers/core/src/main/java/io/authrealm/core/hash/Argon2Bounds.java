package io.authrealm.core.hash;

import io.authrealm.argon2.Argon2Parameters;

/** The highest cost of one Argon2 computation, for new and for stored hashes. */
public final class Argon2Bounds {

    /**
     * Bound of m * t. With BouncyCastle as the engine this takes 1.8 s on one core of 2021, so
     * under 4 s on a core half as fast. The most that RFC 9106, section 4, recommends, m=2^21 and
     * t=1, is within it, memory permitting.
     */
    public static final long MAX_BLOCK_PASSES = 1L << 21;

    public static final int MAX_LANES = 16;

    private Argon2Bounds() {}

    /**
     * Whether the computation is within bounds.
     *
     * @param maxMemoryBytes the most memory that one computation may use
     */
    public static boolean hold(Argon2Parameters parameters, long maxMemoryBytes) {
        return parameters.memoryKib() <= maxMemoryBytes / 1024
                && parameters.parallelism() <= MAX_LANES
                && (long) parameters.memoryKib() * parameters.iterations() <= MAX_BLOCK_PASSES;
    }
}
