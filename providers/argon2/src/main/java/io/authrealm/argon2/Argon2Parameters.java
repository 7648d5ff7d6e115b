package io.authrealm.argon2;

/**
 * What an Argon2 computation costs and yields (RFC 9106, section 3.1).
 *
 * @param version 0x10 or 0x13
 * @param memoryKib m, in KiB; at least 8 * parallelism
 * @param iterations t, passes over the memory; at least 1
 * @param parallelism p, lanes; 1 to 2^24 - 1
 * @param tagLength T, in bytes; at least 4
 * @throws IllegalArgumentException if the RFC does not allow a value
 */
public record Argon2Parameters(
        Argon2Type type,
        int version,
        int memoryKib,
        int iterations,
        int parallelism,
        int tagLength) {

    public static final int VERSION_10 = 0x10;
    public static final int VERSION_13 = 0x13;

    /**
     * @throws IllegalArgumentException if the RFC allows no such value
     */
    public Argon2Parameters {
        require(type != null, "type");
        require(version == VERSION_10 || version == VERSION_13, "version");
        require(parallelism >= 1 && parallelism < 1 << 24, "parallelism");
        require(memoryKib >= 8L * parallelism, "memory");
        require(iterations >= 1, "iterations");
        require(tagLength >= 4, "tag length");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("Argon2: " + what + " out of range");
        }
    }

    /** The costs, as encoded strings write them: {@code m=19456,t=2,p=1}. */
    public String costs() {
        return "m=" + memoryKib + ",t=" + iterations + ",p=" + parallelism;
    }

    /** m' of RFC 9106: the number of blocks of 1 KiB that are really used. */
    public int blocks() {
        return memoryKib / (4 * parallelism) * (4 * parallelism);
    }
}
