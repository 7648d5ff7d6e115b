package io.authrealm.core.hash;

/**
 * Keeps the promises of {@link EncodedHash} for any inner hash: a password of a forbidden length
 * does not match, and nothing is thrown.
 */
record BoundedHash(EncodedHash inner) implements EncodedHash {

    private static final int MAX_PASSWORD_BYTES = 16384;

    @Override
    public String algorithm() {
        return inner.algorithm();
    }

    @Override
    public String strength() {
        return inner.strength();
    }

    @Override
    public long memoryBytes() {
        return inner.memoryBytes();
    }

    @Override
    public boolean matches(byte[] password) {
        if (password == null || password.length > MAX_PASSWORD_BYTES) {
            return false;
        }
        try {
            return inner.matches(password);
        } catch (RuntimeException e) {
            // A hash that cannot be computed does not match the password; the interface has no
            // other answer.
            return false;
        }
    }

    /** Without the hash itself, for logs. */
    @Override
    public String toString() {
        return algorithm() + "[" + strength() + "]";
    }
}
