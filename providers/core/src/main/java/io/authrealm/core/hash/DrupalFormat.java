package io.authrealm.core.hash;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Drupal 7 to 10 (includes/password.inc, PhpassHashedPassword):
 *
 * <pre>
 * $S$ exponent salt hash      1, 8 and 43 characters of {@link CryptAlphabet}
 * U$S$…                       the same of the password's MD5 in hexadecimal
 * U$P$…  U$H$…                phpass ({@link PhpassFormat}'s layout) of that MD5
 * </pre>
 *
 * <p>The construction is that of {@link StretchedHash} with SHA-512, cut to 258 bits. The forms
 * with {@code U} come from the update of Drupal 6, which hashed the MD5 sums that it had. Drupal
 * hashes no password above 512 bytes, and so none matches a hash without {@code U}.
 */
final class DrupalFormat implements HashFormat {

    private static final String ALGORITHM = "drupal7";

    private static final UnaryOperator<byte[]> MD5 =
            PreHash.digest(DigestAlgorithm.MD5, PreHash::hex);

    private static final int SHA512_BITS = 43 * 6;
    private static final int MAX_PASSWORD = 512;

    @Override
    public boolean claims(String encoded) {
        return encoded.startsWith("$S$") || encoded.startsWith("U$");
    }

    @Override
    public EncodedHash parse(String encoded) throws MalformedHashException {
        FieldReader reader = new FieldReader(encoded);
        boolean ofMd5 = reader.skipIf("U");
        if (reader.skipIf("$S$")) {
            DigestAlgorithm digest = DigestAlgorithm.SHA512;
            return hash(StretchedHash.parse(reader, digest, SHA512_BITS), ofMd5);
        }
        if (ofMd5 && (reader.skipIf("$P$") || reader.skipIf("$H$"))) {
            DigestAlgorithm digest = DigestAlgorithm.MD5;
            return hash(StretchedHash.parse(reader, digest, digest.length() * 8), ofMd5);
        }
        throw new MalformedHashException("the prefix of Drupal is missing");
    }

    private static PreHashedHash hash(StretchedHash hash, boolean ofMd5) {
        return ofMd5
                ? PreHashedHash.of(ALGORITHM, hash.strength(), MD5, hash)
                : new PreHashedHash(ALGORITHM, hash.strength(), DrupalFormat::unlessTooLong, hash);
    }

    private static List<byte[]> unlessTooLong(byte[] password) {
        return password.length <= MAX_PASSWORD ? List.of(password) : List.of();
    }
}
