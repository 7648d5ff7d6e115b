package io.authrealm.core.hash;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.jcajce.provider.digest.MD4;
import org.jspecify.annotations.Nullable;

/** The digests on which old hashes are based, and their costs. */
enum DigestAlgorithm {
    MD4("md4", "MD4", 16, 64),
    MD5("md5", "MD5", 16, 64),
    SHA1("sha1", "SHA-1", 20, 64),
    SHA224("sha224", "SHA-224", 28, 64),
    SHA256("sha256", "SHA-256", 32, 64),
    SHA384("sha384", "SHA-384", 48, 128),
    SHA512("sha512", "SHA-512", 64, 128);

    /**
     * The most bytes that one verification may feed to a digest, in bytes as {@link #work} counts
     * them. A core without SHA instructions does 180 MB of SHA-256 a second (measured, the slowest
     * of all), so this is 3 seconds there, and about one on a current server.
     */
    static final long MAX_WORK = 512L << 20;

    private final String label;
    private final String standardName;
    private final int length;
    private final int blockLength;

    DigestAlgorithm(String label, String standardName, int length, int blockLength) {
        this.label = label;
        this.standardName = standardName;
        this.length = length;
        this.blockLength = blockLength;
    }

    /** The one with this label; null if there is none. */
    static @Nullable DigestAlgorithm of(String label) {
        for (DigestAlgorithm digest : values()) {
            if (digest.label.equals(label)) {
                return digest;
            }
        }
        return null;
    }

    /** The name without punctuation, as most encoded strings have it. */
    String label() {
        return label;
    }

    /** Bytes of the digest. */
    int length() {
        return length;
    }

    /** The bytes that the digest processes for a message of this length: whole blocks. */
    long work(long messageLength) {
        // The padding is a bit and the message's length: 9 or 17 bytes (FIPS 180-4, section 5.1).
        long padded = messageLength + 1 + blockLength / 8;
        return (padded + blockLength - 1) / blockLength * blockLength;
    }

    /** A digest that is not shared. */
    MessageDigest start() {
        if (this == MD4) {
            // Java has none.
            return new MD4.Digest();
        }
        try {
            return MessageDigest.getInstance(standardName);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no " + standardName, e);
        }
    }
}
