package io.authrealm.core.hash;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A hash of a value that is computed from the password first.
 *
 * @param inputs computes from the password each value that the inner hash may be of, in the order
 *     in which they are tried; a password that has none does not match
 */
record PreHashedHash(
        String algorithm, String strength, Function<byte[], List<byte[]>> inputs, EncodedHash inner)
        implements EncodedHash {

    /**
     * @param preHash computes the only input of the inner hash from the password
     */
    static PreHashedHash of(
            String algorithm, String strength, UnaryOperator<byte[]> preHash, EncodedHash inner) {
        return new PreHashedHash(
                algorithm, strength, password -> List.of(preHash.apply(password)), inner);
    }

    @Override
    public long memoryBytes() {
        return inner.memoryBytes();
    }

    @Override
    public boolean matches(byte[] password) {
        return inputs.apply(password).stream().anyMatch(inner::matches);
    }
}
