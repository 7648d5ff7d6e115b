package io.authrealm.core.hash;

import java.security.MessageDigest;

/** An scrypt hash, from any of the formats. */
record ScryptHash(ScryptParameters parameters, byte[] salt, byte[] key) implements EncodedHash {

    /** No guess may match by chance. */
    private static final int MIN_KEY_BYTES = 16;

    private static final int MAX_KEY_BYTES = 128;

    /**
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
        return new ScryptHash(parameters, salt, key);
    }

    @Override
    public String algorithm() {
        return "scrypt";
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
        return MessageDigest.isEqual(key, parameters.derive(password, salt, key.length));
    }
}
