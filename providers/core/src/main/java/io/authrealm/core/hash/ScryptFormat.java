package io.authrealm.core.hash;

import java.nio.charset.StandardCharsets;

/**
 * scrypt in strings that name it.
 *
 * <ul>
 *   <li>{@code $scrypt$ln=<log N>,r=<r>,p=<p>$<salt>$<key>}, Passlib's form, in standard base64
 *       with or without padding. Ory Kratos writes N itself behind {@code ln=}; from 32 on a value
 *       can be nothing else, and is taken for that.
 *   <li>{@code $7$<N><r><p><salt>$<key>}, the form of libxcrypt: the logarithm of N is one
 *       character, r and p five characters each with the low bits first, in the alphabet of
 *       crypt(3); the salt is those characters themselves; the key of 32 bytes is in the same
 *       alphabet, the low bits of the first byte first.
 * </ul>
 */
final class ScryptFormat implements HashFormat {

    private static final int CRYPT_KEY_BYTES = 32;
    private static final int MAX_CRYPT_SALT = 86;
    private static final int MAX_LOG = 31;

    private final long maxMemoryBytes;

    ScryptFormat(long maxMemoryBytes) {
        this.maxMemoryBytes = maxMemoryBytes;
    }

    @Override
    public boolean claims(String encoded) {
        return encoded.startsWith("$scrypt$") || encoded.startsWith("$7$");
    }

    @Override
    public EncodedHash parse(String encoded) throws MalformedHashException {
        FieldReader reader = new FieldReader(encoded);
        return reader.skipIf("$7$") ? crypt(reader) : phc(reader);
    }

    private ScryptHash phc(FieldReader reader) throws MalformedHashException {
        long cost = reader.skip("$scrypt$ln=").number("ln", 1, Integer.MAX_VALUE);
        long r = reader.skip(",r=").number("r", 1, Integer.MAX_VALUE);
        long p = reader.skip(",p=").number("p", 1, Integer.MAX_VALUE);
        ScryptParameters parameters =
                ScryptParameters.of(cost > MAX_LOG ? cost : 1L << cost, r, p, maxMemoryBytes);
        byte[] salt = Base64Forms.standard(reader.skip("$").upTo('$', "salt"), "salt");
        return ScryptHash.of(parameters, salt, Base64Forms.standard(reader.rest(), "key"));
    }

    private ScryptHash crypt(FieldReader reader) throws MalformedHashException {
        int logN = (int) lowBitsFirst(reader.take(1, "N"));
        long r = lowBitsFirst(reader.take(5, "r"));
        long p = lowBitsFirst(reader.take(5, "p"));
        ScryptParameters parameters = ScryptParameters.ofLog(logN, r, p, maxMemoryBytes);
        String salt = CryptAlphabet.salt(reader.upTo('$', "salt"), 1, MAX_CRYPT_SALT);
        return ScryptHash.of(
                parameters, salt.getBytes(StandardCharsets.US_ASCII), cryptKey(reader.rest()));
    }

    /** Each group of 4 characters is 3 bytes, and the last of 3 characters is 2 bytes. */
    private static byte[] cryptKey(String text) throws MalformedHashException {
        CryptAlphabet.hash(text, 8 * CRYPT_KEY_BYTES);
        byte[] key = new byte[CRYPT_KEY_BYTES];
        for (int at = 0, from = 0; at < key.length; from += 4) {
            long bits = lowBitsFirst(text.substring(from, Math.min(from + 4, text.length())));
            for (int i = 0; i < 3 && at < key.length; i++, bits >>>= 8) {
                key[at++] = (byte) bits;
            }
        }
        return key;
    }

    private static long lowBitsFirst(String text) throws MalformedHashException {
        long bits = 0;
        for (int i = text.length() - 1; i >= 0; i--) {
            int digit = CryptAlphabet.value(text.charAt(i));
            if (digit < 0) {
                throw new MalformedHashException("a character is not of crypt's alphabet");
            }
            bits = bits << 6 | digit;
        }
        return bits;
    }
}
