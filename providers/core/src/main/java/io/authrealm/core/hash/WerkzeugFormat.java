package io.authrealm.core.hash;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * What {@code werkzeug.security} and so most Flask applications write:
 *
 * <ul>
 *   <li>{@code pbkdf2:<digest>:<iterations>$<salt>$<key>} with sha1, sha256, sha384 or sha512;
 *   <li>{@code scrypt:<N>:<r>:<p>$<salt>$<key>}.
 * </ul>
 *
 * <p>A salt is the text itself in UTF-8; a key is lower-case hexadecimal. Strings without
 * iterations, which old versions could write, do not say what they cost and are refused.
 */
final class WerkzeugFormat implements HashFormat {

    private static final String PBKDF2 = "pbkdf2:";
    private static final String SCRYPT = "scrypt:";

    private final long maxMemoryBytes;

    WerkzeugFormat(long maxMemoryBytes) {
        this.maxMemoryBytes = maxMemoryBytes;
    }

    @Override
    public boolean claims(String encoded) {
        return encoded.startsWith(PBKDF2) || encoded.startsWith(SCRYPT);
    }

    @Override
    public EncodedHash parse(String encoded) throws MalformedHashException {
        FieldReader reader = new FieldReader(encoded);
        return reader.skipIf(PBKDF2) ? pbkdf2(reader) : scrypt(reader.skip(SCRYPT));
    }

    private static Pbkdf2Hash pbkdf2(FieldReader reader) throws MalformedHashException {
        Pbkdf2Digest digest = Pbkdf2Digest.of(reader.upTo(':', "digest"));
        int iterations = reader.integer("iterations", 1, Pbkdf2Hash.MAX_COST);
        byte[] salt = salt(reader.skip("$"));
        byte[] key = hex(reader.rest());
        if (key.length != digest.outputBytes) {
            throw new MalformedHashException("key is not as long as the digest");
        }
        return Pbkdf2Hash.of(digest, iterations, salt, key);
    }

    private ScryptHash scrypt(FieldReader reader) throws MalformedHashException {
        long n = reader.number("N", 2, Integer.MAX_VALUE);
        long r = reader.skip(":").number("r", 1, Integer.MAX_VALUE);
        long p = reader.skip(":").number("p", 1, Integer.MAX_VALUE);
        ScryptParameters parameters = ScryptParameters.of(n, r, p, maxMemoryBytes);
        byte[] salt = salt(reader.skip("$"));
        return ScryptHash.of(parameters, salt, hex(reader.rest()));
    }

    private static byte[] salt(FieldReader reader) throws MalformedHashException {
        return reader.upTo('$', "salt").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] hex(String text) throws MalformedHashException {
        for (int i = 0; i < text.length(); i++) {
            if ("0123456789abcdef".indexOf(text.charAt(i)) < 0) {
                throw new MalformedHashException("key is not lower-case hexadecimal");
            }
        }
        if (text.length() % 2 != 0) {
            throw new MalformedHashException("key is of half a byte");
        }
        return HexFormat.of().parseHex(text);
    }
}
