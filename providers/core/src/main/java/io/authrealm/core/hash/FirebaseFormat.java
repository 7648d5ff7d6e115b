package io.authrealm.core.hash;

/**
 * Firebase's variant of scrypt, in the two forms in which other systems import it; everything in
 * base64 with or without padding, in the standard alphabet or in that for URLs, which the Admin SDK
 * writes:
 *
 * <ul>
 *   <li>Supabase Auth: {@code $fbscrypt$v=1,n=<memory cost>,r=<rounds>,p=<p>[,ss=<salt
 *       separator>],sk=<signer key>$<salt>$<hash>};
 *   <li>Ory Kratos: {@code $firescrypt$ln=<memory cost>,r=<rounds>,p=<p>$<salt>$<hash>$<salt
 *       separator>$<signer key>}.
 * </ul>
 *
 * <p>The memory cost is the logarithm of N, the rounds are scrypt's r. Salt and hash are a user's
 * {@code salt} and {@code passwordHash} as {@code firebase auth:export} writes them, the rest is
 * the project's.
 */
final class FirebaseFormat implements HashFormat {

    private static final String SUPABASE = "$fbscrypt$v=1,n=";
    private static final String KRATOS = "$firescrypt$ln=";

    private final long maxMemoryBytes;

    FirebaseFormat(long maxMemoryBytes) {
        this.maxMemoryBytes = maxMemoryBytes;
    }

    @Override
    public boolean claims(String encoded) {
        return encoded.startsWith("$fbscrypt$") || encoded.startsWith("$firescrypt$");
    }

    @Override
    public EncodedHash parse(String encoded) throws MalformedHashException {
        FieldReader reader = new FieldReader(encoded);
        if (reader.skipIf(KRATOS)) {
            ScryptParameters parameters = parameters(reader);
            reader.skip("$");
            byte[] salt = base64(reader.upTo('$', "salt"), "salt");
            byte[] hash = base64(reader.upTo('$', "hash"), "hash");
            byte[] separator = base64(reader.upTo('$', "salt separator"), "salt separator");
            byte[] key = base64(reader.rest(), "signer key");
            return FirebaseSignerKey.of(key).hash(parameters, salt, separator, hash);
        }
        ScryptParameters parameters = parameters(reader.skip(SUPABASE));
        byte[] separator = {};
        if (reader.skipIf(",ss=")) {
            separator = base64(reader.upTo(',', "salt separator"), "salt separator");
            reader.skip("sk=");
        } else {
            reader.skip(",sk=");
        }
        byte[] key = base64(reader.upTo('$', "signer key"), "signer key");
        byte[] salt = base64(reader.upTo('$', "salt"), "salt");
        byte[] hash = base64(reader.rest(), "hash");
        return FirebaseSignerKey.of(key).hash(parameters, salt, separator, hash);
    }

    private ScryptParameters parameters(FieldReader reader) throws MalformedHashException {
        int logN = reader.integer("memory cost", 1, 31);
        long r = reader.skip(",r=").number("r", 1, Integer.MAX_VALUE);
        long p = reader.skip(",p=").number("p", 1, Integer.MAX_VALUE);
        return ScryptParameters.ofLog(logN, r, p, maxMemoryBytes);
    }

    private static byte[] base64(String text, String what) throws MalformedHashException {
        return Base64Forms.standardOrUrl(text, what);
    }
}
