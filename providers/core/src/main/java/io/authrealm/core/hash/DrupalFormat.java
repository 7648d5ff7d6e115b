package io.authrealm.core.hash;

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
            return new DrupalHash(StretchedHash.parse(reader, digest, SHA512_BITS), ofMd5);
        }
        if (ofMd5 && (reader.skipIf("$P$") || reader.skipIf("$H$"))) {
            DigestAlgorithm digest = DigestAlgorithm.MD5;
            return new DrupalHash(StretchedHash.parse(reader, digest, digest.length() * 8), ofMd5);
        }
        throw new MalformedHashException("the prefix of Drupal is missing");
    }

    private record DrupalHash(StretchedHash hash, boolean ofMd5) implements EncodedHash {

        @Override
        public String algorithm() {
            return "drupal7";
        }

        @Override
        public String strength() {
            return hash.strength();
        }

        @Override
        public long memoryBytes() {
            return 0;
        }

        @Override
        public boolean matches(byte[] password) {
            if (ofMd5) {
                return hash.matches(md5(password));
            }
            return password.length <= MAX_PASSWORD && hash.matches(password);
        }

        private static byte[] md5(byte[] password) {
            return PreHash.hex(DigestAlgorithm.MD5.start().digest(password));
        }
    }
}
