package io.authrealm.core.hash;

/**
 * PBKDF2 in strings that start with {@code $pbkdf2}. Two families share the prefix:
 *
 * <ul>
 *   <li>Passlib ({@code passlib.hash.pbkdf2_sha256} and its siblings): {@code
 *       $pbkdf2$<rounds>$<salt>$<key>} for SHA-1 and {@code $pbkdf2-<digest>$...} for the others,
 *       in Passlib's adapted base64, the key as long as the digest;
 *   <li>PHC strings as Auth0 imports them and Ory Kratos and {@code @phc/pbkdf2} write them: {@code
 *       $pbkdf2-<digest>$i=<rounds>[,l=<bytes>]$<salt>$<key>} in standard base64, with or without
 *       padding.
 * </ul>
 *
 * <p>{@code <digest>} is sha1, sha256, sha384 or sha512.
 */
final class Pbkdf2Format implements HashFormat {

    @Override
    public boolean claims(String encoded) {
        return encoded.startsWith("$pbkdf2$") || encoded.startsWith("$pbkdf2-");
    }

    @Override
    public EncodedHash parse(String encoded) throws MalformedHashException {
        FieldReader reader = new FieldReader(encoded).skip("$pbkdf2");
        Pbkdf2Digest digest = Pbkdf2Digest.SHA1;
        if (reader.skipIf("-")) {
            digest = Pbkdf2Digest.of(reader.upTo('$', "digest"));
        } else {
            reader.skip("$");
        }
        return reader.skipIf("i=") ? phc(reader, digest) : passlib(reader, digest);
    }

    private static Pbkdf2Hash passlib(FieldReader reader, Pbkdf2Digest digest)
            throws MalformedHashException {
        int rounds = reader.integer("rounds", 1, Pbkdf2Hash.MAX_COST);
        reader.skip("$");
        byte[] salt = Base64Forms.adapted(reader.upTo('$', "salt"), "salt");
        byte[] key = Base64Forms.adapted(reader.rest(), "key");
        if (key.length != digest.outputBytes) {
            throw new MalformedHashException("key is not as long as the digest");
        }
        return Pbkdf2Hash.of(digest, rounds, salt, key);
    }

    private static Pbkdf2Hash phc(FieldReader reader, Pbkdf2Digest digest)
            throws MalformedHashException {
        int rounds = reader.integer("i", 1, Pbkdf2Hash.MAX_COST);
        int length = reader.skipIf(",l=") ? reader.integer("l", 1, 1024) : -1;
        reader.skip("$");
        byte[] salt = Base64Forms.standard(reader.upTo('$', "salt"), "salt");
        byte[] key = Base64Forms.standard(reader.rest(), "key");
        if (length >= 0 && key.length != length) {
            throw new MalformedHashException("key is not of l bytes");
        }
        return Pbkdf2Hash.of(digest, rounds, salt, key);
    }
}
