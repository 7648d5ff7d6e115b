package io.authrealm.argon2;

import java.util.Arrays;

/**
 * Reusable working memory for one Argon2 computation at a time. It grows to the largest computation
 * it has served. Not thread-safe.
 */
public final class Argon2Memory {

    static final int BLOCK_BYTES = 1024;

    /** The most blocks that one array can hold. */
    static final int MAX_BLOCKS = (1 << 24) - 16;

    private static final int BLOCK_WORDS = 128;

    /**
     * Words before the first block. A large array begins on a page in most collectors, and its
     * header takes 16 bytes; with these, blocks begin at cache lines, and no vector straddles two.
     */
    private static final int ALIGNMENT = 6;

    /** Index of a word that is never read. */
    static final int UNUSED = 0;

    /** Blocks that the algorithm needs in addition to those of the RFC. */
    private static final int EXTRA_BLOCKS = 4;

    /** Index of a kernel's own block. */
    static final int SCRATCH = ALIGNMENT;

    static final int ZERO = SCRATCH + BLOCK_WORDS;
    static final int ADDRESS_INPUT = ZERO + BLOCK_WORDS;
    static final int ADDRESSES = ADDRESS_INPUT + BLOCK_WORDS;

    private static final long[] NONE = {};

    private long[] words = NONE;
    private int used;

    final Blake2b blake = new Blake2b();
    final VariableHash hash = new VariableHash(blake);
    final byte[] seed = new byte[Blake2b.MAX_DIGEST];
    final byte[] bytes = new byte[BLOCK_BYTES];

    /** Bytes that this memory holds at present. */
    public long bytes() {
        return 8L * words.length;
    }

    /**
     * All-zero words in which {@link #index} finds {@code blocks} blocks.
     *
     * @param blocks at most {@link #MAX_BLOCKS}
     */
    long[] take(int blocks) {
        int needed = index(blocks);
        if (words.length < needed) {
            // The old array must be garbage before the new one is allocated, or both would have to
            // fit.
            words = NONE;
            words = new long[needed];
        }
        used = needed;
        return words;
    }

    /** Index of a block's first word. */
    static int index(int block) {
        return ALIGNMENT + BLOCK_WORDS * (EXTRA_BLOCKS + block);
    }

    /** Clears only what the last computation wrote: a large memory may serve small ones. */
    void wipe() {
        Arrays.fill(words, 0, used, 0);
        used = 0;
        Arrays.fill(seed, (byte) 0);
        Arrays.fill(bytes, (byte) 0);
        hash.wipe();
        blake.wipe();
    }

    boolean isClear() {
        return Arrays.stream(words).allMatch(word -> word == 0)
                && Arrays.equals(seed, new byte[seed.length])
                && Arrays.equals(bytes, new byte[bytes.length])
                && hash.isClear()
                && blake.isClear();
    }
}
