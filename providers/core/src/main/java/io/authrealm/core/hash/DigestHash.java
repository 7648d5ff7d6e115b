package io.authrealm.core.hash;

import java.security.MessageDigest;
import java.util.List;

/**
 * One run of a digest over the password with fixed bytes around it. It costs almost nothing, so it
 * does not protect the password from anybody who has the string.
 *
 * @param pieces the fixed bytes; the password is between each and the next, so there are at least
 *     two, and they may be empty
 */
record DigestHash(String algorithm, DigestAlgorithm digest, List<byte[]> pieces, byte[] expected)
        implements EncodedHash {

    /** Long enough for every salt in use. */
    static final int MAX_SALT = 64;

    /** digest(password) or digest(password + salt). */
    static DigestHash saltBehind(
            String algorithm, DigestAlgorithm digest, byte[] salt, byte[] expected)
            throws MalformedHashException {
        return of(algorithm, digest, List.of(new byte[0], salt), expected);
    }

    /**
     * @throws MalformedHashException if the expected value is not as long as the digest
     */
    static DigestHash of(
            String algorithm, DigestAlgorithm digest, List<byte[]> pieces, byte[] expected)
            throws MalformedHashException {
        if (expected.length != digest.length()) {
            throw new MalformedHashException("hash is not as long as the digest");
        }
        return new DigestHash(algorithm, digest, pieces, expected);
    }

    @Override
    public String strength() {
        return "rounds=1";
    }

    @Override
    public long memoryBytes() {
        return 0;
    }

    @Override
    public boolean matches(byte[] password) {
        MessageDigest state = digest.start();
        state.update(pieces.get(0));
        for (byte[] piece : pieces.subList(1, pieces.size())) {
            state.update(password);
            state.update(piece);
        }
        return MessageDigest.isEqual(state.digest(), expected);
    }
}
