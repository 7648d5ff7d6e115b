package io.authrealm.core.hash;

import java.util.function.UnaryOperator;

/**
 * A hash of a value that is computed from the password first.
 *
 * @param preHash computes the input of the inner hash from the password
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
