package io.authrealm.argon2;

/** Reusable working memory of one Argon2 computation at a time. Not safe for use by two threads. */
public final class Argon2Memory {

    private long[] words = {};

    /** Bytes that this memory holds at present. */
    public long bytes() {
        return 8L * words.length;
    }

    /** At least {@code blocks} blocks of 128 words. */
    long[] blocks(int blocks) {
        if (words.length < 128L * blocks) {
            words = new long[Math.multiplyExact(128, blocks)];
        }
        return words;
    }
}
