package io.authrealm.core.hash;

import org.jspecify.annotations.Nullable;

/**
 * The message digest password encoder of Symfony before version 5.3, which FOSUserBundle uses by
 * default. It keeps hash and salt in two columns and the number of rounds in its configuration, so
 * the string is of this pack's own:
 *
 * <pre>
 * $symfony-sha512$i=5000$salt$hash
 * </pre>
 *
 * <p>Salt and hash are base64, with or without padding. The hash is the column as it is; the salt
 * has to be encoded. The digest is md5, sha1, sha256, sha384 or sha512.
 */
final class SymfonyFormat implements HashFormat {

    private static final String PREFIX = "$symfony-";

    @Override
    public boolean claims(String encoded) {
        return encoded.startsWith(PREFIX);
    }

    @Override
    public EncodedHash parse(String encoded) throws MalformedHashException {
        FieldReader reader = new FieldReader(encoded).skip(PREFIX);
        DigestAlgorithm digest = digest(reader.upTo('$', "digest"));
        if (digest == null) {
            throw new MalformedHashException("the digest is unknown");
        }
        int rounds = reader.skip("i=").integer("rounds", 1, SymfonyHash.MAX_ROUNDS);
        byte[] salt = Base64Forms.standard(reader.skip("$").upTo('$', "salt"), "salt");
        byte[] hash = Base64Forms.standard(reader.rest(), "hash");
        DigestFormat.requireSalt(salt);
        if (hash.length != digest.length()) {
            throw new MalformedHashException("hash is not as long as the digest");
        }
        return new SymfonyHash(digest, rounds, salt, hash);
    }

    private static @Nullable DigestAlgorithm digest(String label) {
        return switch (label) {
            case "md5" -> DigestAlgorithm.MD5;
            case "sha1" -> DigestAlgorithm.SHA1;
            case "sha256" -> DigestAlgorithm.SHA256;
            case "sha384" -> DigestAlgorithm.SHA384;
            case "sha512" -> DigestAlgorithm.SHA512;
            default -> null;
        };
    }
}
