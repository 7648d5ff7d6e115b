package io.authrealm.core.hash;

import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * PBKDF2 (RFC 8018, section 5.2) with HMAC of one digest.
 *
 * <p>The states of the digest after the inner and after the outer key block are computed once and
 * cloned for each round. The JDK's implementation costs more because it hashes both key blocks
 * again in every round, and BouncyCastle's because it does not use the processor's instructions for
 * the digest. This one also takes any bytes as a password, including none. As in every
 * implementation, NUL bytes at the end of a password shorter than the digest's block do not count:
 * HMAC pads its key with them.
 */
enum Pbkdf2Digest {
    SHA1(DigestAlgorithm.SHA1, 64),
    SHA256(DigestAlgorithm.SHA256, 64),
    SHA384(DigestAlgorithm.SHA384, 128),
    SHA512(DigestAlgorithm.SHA512, 128);

    private static final byte INNER_PAD = 0x36;
    private static final byte OUTER_PAD = 0x5c;

    /** The name in encoded strings. */
    final String label;

    final int outputBytes;

    private final DigestAlgorithm digest;
    private final int blockBytes;

    Pbkdf2Digest(DigestAlgorithm digest, int blockBytes) {
        this.label = digest.label();
        this.digest = digest;
        this.blockBytes = blockBytes;
        this.outputBytes = digest.length();
    }

    /**
     * @throws MalformedHashException if it is none of these
     */
    static Pbkdf2Digest of(String label) throws MalformedHashException {
        for (Pbkdf2Digest digest : values()) {
            if (digest.label.equals(label)) {
                return digest;
            }
        }
        throw new MalformedHashException("PBKDF2 with an unknown digest");
    }

    /**
     * The cost of one round relative to the bounds on iterations: SHA-384 and SHA-512 have no
     * instructions of their own on most processors and take several times as long.
     */
    int costPerRound() {
        return blockBytes == 64 ? 1 : 3;
    }

    byte[] derive(byte[] password, byte[] salt, int iterations, int length) {
        MessageDigest inner = digest.start();
        byte[] key =
                Arrays.copyOf(
                        password.length > blockBytes ? inner.digest(password) : password,
                        blockBytes);
        MessageDigest outer = digest.start();
        inner.update(xored(key, INNER_PAD));
        outer.update(xored(key, OUTER_PAD));
        Arrays.fill(key, (byte) 0);

        byte[] derived = new byte[length];
        try {
            for (int at = 0, block = 1; at < length; at += outputBytes, block++) {
                byte[] t = block(inner, outer, salt, iterations, block);
                System.arraycopy(t, 0, derived, at, Math.min(outputBytes, length - at));
            }
            return derived;
        } catch (CloneNotSupportedException | DigestException e) {
            throw new IllegalStateException("This Java cannot clone " + digest, e);
        }
    }

    private byte[] block(
            MessageDigest inner, MessageDigest outer, byte[] salt, int iterations, int number)
            throws CloneNotSupportedException, DigestException {
        MessageDigest state = (MessageDigest) inner.clone();
        state.update(salt);
        for (int shift = 24; shift >= 0; shift -= 8) {
            state.update((byte) (number >>> shift));
        }
        byte[] u = state.digest();
        state = (MessageDigest) outer.clone();
        state.update(u);
        state.digest(u, 0, u.length);

        byte[] sum = u.clone();
        for (int round = 1; round < iterations; round++) {
            state = (MessageDigest) inner.clone();
            state.update(u);
            state.digest(u, 0, u.length);
            state = (MessageDigest) outer.clone();
            state.update(u);
            state.digest(u, 0, u.length);
            for (int i = 0; i < sum.length; i++) {
                sum[i] ^= u[i];
            }
        }
        return sum;
    }

    private static byte[] xored(byte[] key, byte pad) {
        byte[] padded = key.clone();
        for (int i = 0; i < padded.length; i++) {
            padded[i] ^= pad;
        }
        return padded;
    }
}
