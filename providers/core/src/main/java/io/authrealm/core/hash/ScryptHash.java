package io.authrealm.core.hash;

import java.security.MessageDigest;
import java.util.function.UnaryOperator;

/**
 * An scrypt hash, from any of the formats.
 *
 * @param keyBytes how many bytes scrypt computes
 * @param lastStep computes the hash from what scrypt computes
 */
record ScryptHash(
        String algorithm,
        ScryptParameters parameters,
        byte[] salt,
        int keyBytes,
        UnaryOperator<byte[]> lastStep,
        byte[] hash)
        implements EncodedHash {

    /** No guess may match by chance. */
    private static final int MIN_KEY_BYTES = 16;

    private static final int MAX_KEY_BYTES = 128;

    /**
     * The hash that is scrypt's own output.
     *
     * @throws MalformedHashException if a value is out of bounds
     */
    static ScryptHash of(ScryptParameters parameters, byte[] salt, byte[] key)
            throws MalformedHashException {
        if (key.length < MIN_KEY_BYTES || key.length > MAX_KEY_BYTES) {
            throw new MalformedHashException("scrypt key is not of 16 to 128 bytes");
        }
        if (salt.length == 0) {
            throw new MalformedHashException("salt is empty");
        }
        return new ScryptHash(
                "scrypt", parameters, salt, key.length, UnaryOperator.identity(), key);
    }

    @Override
    public String strength() {
        return parameters.strength();
    }

    @Override
    public long memoryBytes() {
        return parameters.memoryBytes();
    }

    @Override
    public boolean matches(byte[] password) {
        byte[] key = parameters.derive(password, salt, keyBytes);
        return MessageDigest.isEqual(hash, lastStep.apply(key));
    }
}
