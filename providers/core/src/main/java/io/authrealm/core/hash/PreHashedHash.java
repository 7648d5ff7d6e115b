package io.authrealm.core.hash;

import java.util.function.UnaryOperator;

/**
 * A hash of something that is made of the password first.
 *
 * @param preHash from the password to what the inner hash is of
 */
record PreHashedHash(
        String algorithm, String strength, UnaryOperator<byte[]> preHash, EncodedHash inner)
        implements EncodedHash {

    @Override
    public long memoryBytes() {
        return inner.memoryBytes();
    }

    @Override
    public boolean matches(byte[] password) {
        return inner.matches(preHash.apply(password));
    }
}
