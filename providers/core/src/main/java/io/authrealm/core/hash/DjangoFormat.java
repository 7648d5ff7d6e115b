package io.authrealm.core.hash;

import java.nio.charset.StandardCharsets;

/**
 * What Django's password hashers write ({@code django.contrib.auth.hashers}):
 *
 * <ul>
 *   <li>{@code pbkdf2_sha256$<iterations>$<salt>$<key>} and {@code pbkdf2_sha1$...};
 *   <li>{@code scrypt$<N>$<salt>$<r>$<p>$<key>};
 *   <li>{@code argon2$argon2id$...}: a PHC string without its first character behind the prefix;
 *   <li>{@code bcrypt$$2b$...}: a bcrypt string behind the prefix;
 *   <li>{@code bcrypt_sha256$$2b$...}: the same of the hexadecimal SHA-256 of the password.
 * </ul>
 *
 * <p>A salt is the text itself in UTF-8; a key is padded base64.
 */
final class DjangoFormat implements HashFormat {

    private static final String PBKDF2 = "pbkdf2_";
    private static final String SCRYPT = "scrypt$";
    private static final String ARGON2 = "argon2$";
    private static final String BCRYPT = "bcrypt$";
    private static final String BCRYPT_SHA256 = "bcrypt_sha256$";

    private final Argon2Format argon2;
    private final long maxMemoryBytes;

    DjangoFormat(Argon2Format argon2, long maxMemoryBytes) {
        this.argon2 = argon2;
        this.maxMemoryBytes = maxMemoryBytes;
    }

    @Override
    public boolean claims(String encoded) {
        return encoded.startsWith(PBKDF2)
                || encoded.startsWith(SCRYPT)
                || encoded.startsWith(ARGON2)
                || encoded.startsWith(BCRYPT)
                || encoded.startsWith(BCRYPT_SHA256);
    }

    @Override
    public EncodedHash parse(String encoded) throws MalformedHashException {
        FieldReader reader = new FieldReader(encoded);
        if (reader.skipIf(PBKDF2)) {
            return pbkdf2(reader);
        }
        if (reader.skipIf(SCRYPT)) {
            return scrypt(reader);
        }
        if (reader.skipIf(BCRYPT)) {
            return BcryptHash.parse(reader.rest());
        }
        if (reader.skipIf(BCRYPT_SHA256)) {
            BcryptHash bcrypt = BcryptHash.parse(reader.rest());
            return PreHashedHash.of(
                    BcryptSha256Format.ALGORITHM,
                    bcrypt.strength(),
                    PreHash.digest(DigestAlgorithm.SHA256, PreHash::hex),
                    bcrypt);
        }
        return argon2.parse("$" + reader.skip(ARGON2).rest());
    }

    private static Pbkdf2Hash pbkdf2(FieldReader reader) throws MalformedHashException {
        Pbkdf2Digest digest = Pbkdf2Digest.of(reader.upTo('$', "digest"));
        int iterations = reader.integer("iterations", 1, Pbkdf2Hash.MAX_COST);
        byte[] salt = salt(reader.skip("$"));
        byte[] key = Base64Forms.standard(reader.rest(), "key");
        if (key.length != digest.outputBytes) {
            throw new MalformedHashException("key is not as long as the digest");
        }
        return Pbkdf2Hash.of(digest, iterations, salt, key);
    }

    private ScryptHash scrypt(FieldReader reader) throws MalformedHashException {
        long n = reader.number("N", 2, Integer.MAX_VALUE);
        byte[] salt = salt(reader.skip("$"));
        long r = reader.number("r", 1, Integer.MAX_VALUE);
        long p = reader.skip("$").number("p", 1, Integer.MAX_VALUE);
        ScryptParameters parameters = ScryptParameters.of(n, r, p, maxMemoryBytes);
        return ScryptHash.of(
                parameters, salt, Base64Forms.standard(reader.skip("$").rest(), "key"));
    }

    private static byte[] salt(FieldReader reader) throws MalformedHashException {
        return reader.upTo('$', "salt").getBytes(StandardCharsets.UTF_8);
    }
}
