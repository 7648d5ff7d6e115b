package io.authrealm.core.hash;

import java.security.MessageDigest;

/** A PBKDF2 hash, from any of the formats. */
record Pbkdf2Hash(Pbkdf2Digest digest, int iterations, byte[] salt, byte[] key)
        implements EncodedHash {

    /**
     * Rounds over all blocks of the key, in rounds of SHA-1 or SHA-256. 1,000,000 take 0.2 s with
     * the processor's SHA instructions and 0.7 s without; SHA-512 takes 0.95 s for as many rounds.
     * Frameworks' defaults of 2025 end at 1,300,000 rounds of SHA-256.
     */
    static final int MAX_COST = 5_000_000;

    /** No guess may match by chance. */
    private static final int MIN_KEY_BYTES = 16;

    private static final int MAX_KEY_BYTES = 128;

    /**
     * @throws MalformedHashException if a value is out of bounds
     */
    static Pbkdf2Hash of(Pbkdf2Digest digest, int iterations, byte[] salt, byte[] key)
            throws MalformedHashException {
        if (key.length < MIN_KEY_BYTES || key.length > MAX_KEY_BYTES) {
            throw new MalformedHashException("PBKDF2 key is not of 16 to 128 bytes");
        }
        if (salt.length == 0) {
            throw new MalformedHashException("salt is empty");
        }
        if (iterations < 1) {
            throw new MalformedHashException("iterations are below 1");
        }
        int blocks = (key.length + digest.outputBytes - 1) / digest.outputBytes;
        if ((long) iterations * blocks * digest.costPerRound() > MAX_COST) {
            throw MalformedHashException.tooCostly("PBKDF2 costs too much");
        }
        return new Pbkdf2Hash(digest, iterations, salt, key);
    }

    @Override
    public String algorithm() {
        return "pbkdf2-" + digest.label;
    }

    @Override
    public String strength() {
        return "i=" + iterations;
    }

    @Override
    public long memoryBytes() {
        return 0;
    }

    @Override
    public boolean matches(byte[] password) {
        return MessageDigest.isEqual(key, digest.derive(password, salt, iterations, key.length));
    }
}
