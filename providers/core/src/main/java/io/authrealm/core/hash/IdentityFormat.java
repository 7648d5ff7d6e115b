package io.authrealm.core.hash;

import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/**
 * The hashes of ASP.NET Core Identity ({@code PasswordHasher}), one block in padded base64:
 *
 * <ul>
 *   <li>version 2: a byte 0, a salt of 16 bytes, a key of 32 bytes; PBKDF2 with HMAC-SHA-1 and
 *       1,000 iterations;
 *   <li>version 3: a byte 1; the pseudo-random function (0 SHA-1, 1 SHA-256, 2 SHA-512), the
 *       iterations and the length of the salt, in 4 bytes each with the high byte first; the salt
 *       and the key, of 16 bytes or more each.
 * </ul>
 */
final class IdentityFormat implements HashFormat {

    /** 49 bytes of which the first is 0. */
    private static final Pattern VERSION_2 = Pattern.compile("A[A-P][A-Za-z0-9+/]{64}==");

    /** A byte 1 and three of 0, the high ones of the pseudo-random function. */
    private static final String VERSION_3 = "AQAAAA";

    private static final int VERSION_2_ITERATIONS = 1000;
    private static final int VERSION_2_KEY_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final int MAX_SALT_BYTES = 128;
    private static final int HEADER_BYTES = 13;

    @Override
    public boolean claims(String encoded) {
        return encoded.startsWith(VERSION_3) || VERSION_2.matcher(encoded).matches();
    }

    @Override
    public EncodedHash parse(String encoded) throws MalformedHashException {
        if (encoded.length() % 4 != 0) {
            throw new MalformedHashException("padding is missing");
        }
        ByteBuffer blob = ByteBuffer.wrap(Base64Forms.standard(encoded, "hash"));
        return blob.get() == 0 ? version2(blob) : version3(blob);
    }

    private static Pbkdf2Hash version2(ByteBuffer blob) throws MalformedHashException {
        byte[] salt = take(blob, SALT_BYTES);
        byte[] key = take(blob, VERSION_2_KEY_BYTES);
        return Pbkdf2Hash.of(Pbkdf2Digest.SHA1, VERSION_2_ITERATIONS, salt, key);
    }

    private static Pbkdf2Hash version3(ByteBuffer blob) throws MalformedHashException {
        if (blob.limit() < HEADER_BYTES + SALT_BYTES) {
            throw new MalformedHashException("hash is too short");
        }
        Pbkdf2Digest digest =
                switch (blob.getInt()) {
                    case 0 -> Pbkdf2Digest.SHA1;
                    case 1 -> Pbkdf2Digest.SHA256;
                    case 2 -> Pbkdf2Digest.SHA512;
                    default -> throw new MalformedHashException("PBKDF2 with an unknown digest");
                };
        int iterations = blob.getInt();
        int saltLength = blob.getInt();
        if (saltLength < SALT_BYTES || saltLength > MAX_SALT_BYTES) {
            throw new MalformedHashException("salt is not of 16 to 128 bytes");
        }
        byte[] salt = take(blob, saltLength);
        return Pbkdf2Hash.of(digest, iterations, salt, take(blob, blob.remaining()));
    }

    private static byte[] take(ByteBuffer blob, int length) throws MalformedHashException {
        if (blob.remaining() < length) {
            throw new MalformedHashException("hash is too short");
        }
        byte[] bytes = new byte[length];
        blob.get(bytes);
        return bytes;
    }
}
