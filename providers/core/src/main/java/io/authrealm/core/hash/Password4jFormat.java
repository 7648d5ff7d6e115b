package io.authrealm.core.hash;

import java.util.regex.Pattern;

/**
 * The forms of Password4j that are its own, and their forerunner:
 *
 * <ul>
 *   <li>{@code $<parameters>$<salt>$<key>} and {@code $s0$<parameters>$<salt>$<key>} (lambdaworks'
 *       scrypt): scrypt, the parameters one hexadecimal number of the logarithm of N, then 8 bits
 *       of r and 8 bits of p;
 *   <li>{@code $<digest>$<parameters>$<salt>$<key>}: PBKDF2, the digest 1 for SHA-1, 3 for SHA-256,
 *       4 for SHA-384, 5 for SHA-512; the parameters one decimal number of the iterations, then 32
 *       bits of the length of the key in bits.
 * </ul>
 *
 * <p>Salt and key are standard base64. Password4j itself does not serve here: it keeps an object
 * for every set of parameters that it has met.
 */
final class Password4jFormat implements HashFormat {

    private static final String FIELDS = "\\$[^$]*\\$[^$]*";

    /** Neither can be a string of crypt(3), which has three parts here or longer names. */
    private static final Pattern SCRYPT = Pattern.compile("\\$[1-9a-f][0-9a-f]{4,5}" + FIELDS);

    private static final Pattern PBKDF2 = Pattern.compile("\\$[13-5]\\$[0-9]{10,19}" + FIELDS);

    private static final String LAMBDAWORKS = "$s0";

    private final long maxMemoryBytes;

    Password4jFormat(long maxMemoryBytes) {
        this.maxMemoryBytes = maxMemoryBytes;
    }

    @Override
    public boolean claims(String encoded) {
        return encoded.startsWith(LAMBDAWORKS + "$")
                || SCRYPT.matcher(encoded).matches()
                || PBKDF2.matcher(encoded).matches();
    }

    @Override
    public EncodedHash parse(String encoded) throws MalformedHashException {
        if (PBKDF2.matcher(encoded).matches()) {
            return pbkdf2(new FieldReader(encoded).skip("$"));
        }
        String scrypt =
                encoded.startsWith(LAMBDAWORKS) ? encoded.substring(LAMBDAWORKS.length()) : encoded;
        if (!SCRYPT.matcher(scrypt).matches()) {
            throw new MalformedHashException("not three fields of scrypt");
        }
        return scrypt(new FieldReader(scrypt).skip("$"));
    }

    private ScryptHash scrypt(FieldReader reader) throws MalformedHashException {
        int packed = Integer.parseInt(reader.upTo('$', "parameters"), 16);
        ScryptParameters parameters =
                ScryptParameters.ofLog(
                        packed >>> 16, packed >>> 8 & 0xff, packed & 0xff, maxMemoryBytes);
        byte[] salt = Base64Forms.standard(reader.upTo('$', "salt"), "salt");
        return ScryptHash.of(parameters, salt, Base64Forms.standard(reader.rest(), "key"));
    }

    private static Pbkdf2Hash pbkdf2(FieldReader reader) throws MalformedHashException {
        Pbkdf2Digest digest =
                switch (reader.upTo('$', "digest")) {
                    case "1" -> Pbkdf2Digest.SHA1;
                    case "3" -> Pbkdf2Digest.SHA256;
                    case "4" -> Pbkdf2Digest.SHA384;
                    case "5" -> Pbkdf2Digest.SHA512;
                    default -> throw new MalformedHashException("PBKDF2 with an unknown digest");
                };
        long packed = reader.number("parameters", 1, (long) Pbkdf2Hash.MAX_COST << 32);
        byte[] salt = Base64Forms.standard(reader.skip("$").upTo('$', "salt"), "salt");
        byte[] key = Base64Forms.standard(reader.rest(), "key");
        if (8 * key.length != (int) packed) {
            throw new MalformedHashException("key is not as long as the parameters say");
        }
        return Pbkdf2Hash.of(digest, (int) (packed >>> 32), salt, key);
    }
}
