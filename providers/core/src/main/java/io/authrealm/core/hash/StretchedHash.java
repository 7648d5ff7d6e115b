package io.authrealm.core.hash;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The construction that phpass calls portable and Drupal 7 adopted: digest(salt + password), then
 * digest(previous + password) for 2 to the power of the exponent times.
 *
 * <p>In the string it is one character for the exponent, eight for the salt and the hash, all of
 * {@link CryptAlphabet}. Exponents range from 7 to 30 there; WordPress has 13, Drupal up to 16 and
 * Passlib 19. Here the maximum is 20. A password for which the rounds would be more than {@link
 * DigestAlgorithm#MAX_WORK} does not match: at 20, a password above 487 bytes with MD5 and above
 * 431 with SHA-512.
 */
record StretchedHash(DigestAlgorithm digest, int exponent, String salt, String hash)
        implements EncodedHash {

    private static final int MIN_EXPONENT = 7;
    private static final int MAX_EXPONENT = 20;
    private static final int SALT_LENGTH = 8;

    /**
     * @param reader at the exponent
     * @param hashBits how many bits of the digest the string has
     */
    static StretchedHash parse(FieldReader reader, DigestAlgorithm digest, int hashBits)
            throws MalformedHashException {
        int exponent = CryptAlphabet.value(reader.take(1, "exponent").charAt(0));
        if (exponent < MIN_EXPONENT || exponent > MAX_EXPONENT) {
            throw new MalformedHashException(
                    "exponent is not " + MIN_EXPONENT + " to " + MAX_EXPONENT);
        }
        String salt =
                CryptAlphabet.salt(reader.take(SALT_LENGTH, "salt"), SALT_LENGTH, SALT_LENGTH);
        String hash = CryptAlphabet.hash(reader.rest(), hashBits);
        return new StretchedHash(digest, exponent, salt, hash);
    }

    @Override
    public String algorithm() {
        return "phpass";
    }

    @Override
    public String strength() {
        return "rounds=" + (1 << exponent);
    }

    @Override
    public long memoryBytes() {
        return 0;
    }

    @Override
    public boolean matches(byte[] password) {
        long round = digest.work((long) digest.length() + password.length);
        if (round << exponent > DigestAlgorithm.MAX_WORK) {
            return false;
        }
        MessageDigest state = digest.start();
        state.update(salt.getBytes(StandardCharsets.US_ASCII));
        byte[] value = state.digest(password);
        for (int i = 1 << exponent; i > 0; i--) {
            state.update(value);
            value = state.digest(password);
        }
        String computed = CryptAlphabet.encode(value).substring(0, hash.length());
        return MessageDigest.isEqual(
                computed.getBytes(StandardCharsets.US_ASCII),
                hash.getBytes(StandardCharsets.US_ASCII));
    }
}
