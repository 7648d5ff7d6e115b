package io.authrealm.argon2;

/**
 * The compression function G of Argon2 (RFC 9106, section 3.5), in two steps. Between the steps the
 * caller learns which block the next one refers to. A kernel keeps the 128 words of a block in an
 * order that suits it. Kernels hold no state except the words at {@link Argon2Memory#SCRATCH},
 * between the two steps.
 *
 * <p>The arguments are the indices of blocks' first words in {@code w}, the same in both steps: the
 * two blocks that are compressed and the one that receives the result, which may be {@code ref}.
 */
interface Kernel {

    /** The index of the RFC's word {@code word} (0 to 127) within a block; 0 for word 0. */
    int slot(int word);

    /**
     * The first step, after which word 0 of {@code out} is final.
     *
     * @param xor whether the result is added to what {@code out} holds, as version 0x13 does in all
     *     passes but the first
     */
    void begin(long[] w, int prev, int ref, int out, boolean xor);

    /** The second step. */
    void finish(long[] w, int prev, int ref, int out, boolean xor);
}
