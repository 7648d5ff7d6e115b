package io.authrealm.argon2;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * BLAKE2b without a key (RFC 7693), for digests of 1 to 64 bytes. An instance computes one digest
 * after another and allocates nothing. Not thread-safe.
 */
final class Blake2b {

    static final int MAX_DIGEST = 64;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int BLOCK = 128;
    private static final int ROUNDS = 12;

    private static final long[] IV = {
        0x6a09e667f3bcc908L, 0xbb67ae8584caa73bL, 0x3c6ef372fe94f82bL, 0xa54ff53a5f1d36f1L,
        0x510e527fade682d1L, 0x9b05688c2b3e6c1fL, 0x1f83d9abfb41bd6bL, 0x5be0cd19137e2179L
    };

    /** The rows follow each other; rounds 10 and 11 use rows 0 and 1 again. */
    private static final byte[] SIGMA = {
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, //
        14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3, //
        11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4, //
        7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8, //
        9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13, //
        2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9, //
        12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11, //
        13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10, //
        6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5, //
        10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0, //
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, //
        14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3
    };

    private final long[] h = new long[8];
    private final long[] v = new long[16];
    private final long[] m = new long[16];
    private final byte[] buffer = new byte[BLOCK + MAX_DIGEST];
    private int buffered;
    private long counter;
    private int digestLength;

    /** Resets the state and begins a digest. */
    void start(int digestLength) {
        this.digestLength = digestLength;
        System.arraycopy(IV, 0, h, 0, h.length);
        h[0] ^= 0x01010000 ^ digestLength;
        buffered = 0;
        counter = 0;
    }

    void update(byte[] input) {
        update(input, 0, input.length);
    }

    void update(byte[] input, int from, int length) {
        int at = from;
        int end = from + length;
        while (at < end) {
            makeRoom();
            int taken = Math.min(BLOCK - buffered, end - at);
            System.arraycopy(input, at, buffer, buffered, taken);
            buffered += taken;
            at += taken;
        }
    }

    /** Appends a number as Argon2 writes it: 4 bytes, the lowest first. */
    void updateInt(int value) {
        for (int shift = 0; shift < 32; shift += 8) {
            makeRoom();
            buffer[buffered++] = (byte) (value >>> shift);
        }
    }

    /** Writes the digest. Call {@link #start} before the next use. */
    void finish(byte[] digest, int at) {
        counter += buffered;
        Arrays.fill(buffer, buffered, BLOCK, (byte) 0);
        compress(-1);
        for (int i = 0; i < h.length; i++) {
            LONGS.set(buffer, BLOCK + 8 * i, h[i]);
        }
        System.arraycopy(buffer, BLOCK, digest, at, digestLength);
    }

    void wipe() {
        Arrays.fill(h, 0);
        Arrays.fill(v, 0);
        Arrays.fill(m, 0);
        Arrays.fill(buffer, (byte) 0);
        buffered = 0;
        counter = 0;
    }

    /**
     * Finish compresses the last block, so a full one waits until it is known that more follows.
     */
    private void makeRoom() {
        if (buffered == BLOCK) {
            counter += BLOCK;
            compress(0);
            buffered = 0;
        }
    }

    boolean isClear() {
        return Arrays.equals(h, new long[h.length])
                && Arrays.equals(v, new long[v.length])
                && Arrays.equals(m, new long[m.length])
                && Arrays.equals(buffer, new byte[buffer.length]);
    }

    private void compress(long last) {
        for (int i = 0; i < m.length; i++) {
            m[i] = (long) LONGS.get(buffer, 8 * i);
        }
        System.arraycopy(h, 0, v, 0, 8);
        System.arraycopy(IV, 0, v, 8, 8);
        // No message has 2^64 bytes or more, so the counter's upper half stays 0.
        v[12] ^= counter;
        v[14] ^= last;
        for (int s = 0; s < 16 * ROUNDS; s += 16) {
            mix(0, 4, 8, 12, s);
            mix(1, 5, 9, 13, s + 2);
            mix(2, 6, 10, 14, s + 4);
            mix(3, 7, 11, 15, s + 6);
            mix(0, 5, 10, 15, s + 8);
            mix(1, 6, 11, 12, s + 10);
            mix(2, 7, 8, 13, s + 12);
            mix(3, 4, 9, 14, s + 14);
        }
        for (int i = 0; i < h.length; i++) {
            h[i] ^= v[i] ^ v[i + 8];
        }
    }

    private void mix(int a, int b, int c, int d, int s) {
        long va = v[a] + v[b] + m[SIGMA[s]];
        long vd = Long.rotateRight(v[d] ^ va, 32);
        long vc = v[c] + vd;
        long vb = Long.rotateRight(v[b] ^ vc, 24);
        va += vb + m[SIGMA[s + 1]];
        vd = Long.rotateRight(vd ^ va, 16);
        vc += vd;
        v[a] = va;
        v[b] = Long.rotateRight(vb ^ vc, 63);
        v[c] = vc;
        v[d] = vd;
    }
}
