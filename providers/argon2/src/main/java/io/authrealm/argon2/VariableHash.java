package io.authrealm.argon2;

import java.util.Arrays;

/**
 * The hash function H' of variable output length (RFC 9106, section 3.3). The caller feeds the
 * given BLAKE2b between {@link #start} and {@link #finish}. Allocates nothing.
 */
final class VariableHash {

    private static final int STEP = Blake2b.MAX_DIGEST / 2;

    private final Blake2b blake;
    private final byte[] chain = new byte[Blake2b.MAX_DIGEST];
    private int length;

    VariableHash(Blake2b blake) {
        this.blake = blake;
    }

    /**
     * @param length of the output, in bytes; at least 1
     */
    void start(int length) {
        this.length = length;
        blake.start(Math.min(length, Blake2b.MAX_DIGEST));
        blake.updateInt(length);
    }

    /** Writes the output to the beginning of {@code out}. */
    void finish(byte[] out) {
        if (length <= Blake2b.MAX_DIGEST) {
            blake.finish(out, 0);
            return;
        }
        blake.finish(chain, 0);
        int at = 0;
        while (length - at > Blake2b.MAX_DIGEST) {
            System.arraycopy(chain, 0, out, at, STEP);
            at += STEP;
            int rest = length - at;
            blake.start(Math.min(rest, Blake2b.MAX_DIGEST));
            blake.update(chain);
            blake.finish(chain, 0);
        }
        System.arraycopy(chain, 0, out, at, length - at);
    }

    void wipe() {
        Arrays.fill(chain, (byte) 0);
    }

    boolean isClear() {
        return Arrays.equals(chain, new byte[chain.length]);
    }
}
