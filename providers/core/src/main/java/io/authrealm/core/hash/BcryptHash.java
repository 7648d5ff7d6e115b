package io.authrealm.core.hash;

import java.security.MessageDigest;
import java.util.Arrays;
import org.bouncycastle.crypto.generators.BCrypt;

/**
 * A bcrypt hash (Provos and Mazieres, "A Future-Adaptable Password Scheme", 1999).
 *
 * <p>The key is the password followed by a NUL byte, of which the first 72 bytes count. Longer
 * passwords are cut there, as in every implementation that issued such hashes.
 *
 * <p>A NUL byte in the password is a byte like any other, as in the implementations in Java, Go,
 * Rust and newer ones in C. Implementations that take a C string end the password there, so they
 * treat two passwords as equal if they agree up to a NUL; applications built on them refuse such
 * passwords. Here a password never matches because of its beginning alone.
 *
 * @param signExtended whether the key is read as by crypt_blowfish before version 1.1, which spread
 *     the sign of each byte from 0x80 on over the bytes before it ({@code $2x$})
 */
record BcryptHash(boolean signExtended, int cost, byte[] salt, byte[] hash) implements EncodedHash {

    static final int MIN_COST = 4;

    /** Takes 4 s on one core of 2021; each further step takes twice as long. */
    static final int MAX_COST = 16;

    static final int SALT_CHARACTERS = 22;
    static final int HASH_CHARACTERS = 31;

    private static final String ALPHABET =
            "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 23;
    private static final int KEY_BYTES = 72;

    /**
     * Reads {@code $2a$}, {@code $2b$}, {@code $2x$} or {@code $2y$}, two digits of cost, {@code
     * $}, the salt and the hash.
     */
    static BcryptHash parse(String encoded) throws MalformedHashException {
        FieldReader reader = new FieldReader(encoded).skip("$2");
        String variant = reader.upTo('$', "variant");
        if (variant.length() != 1 || "abxy".indexOf(variant.charAt(0)) < 0) {
            throw new MalformedHashException("bcrypt of an unknown variant");
        }
        reader.skipIf("0");
        int cost = reader.integer("cost", MIN_COST, MAX_COST);
        if (encoded.length() < 7 || encoded.charAt(6) != '$') {
            throw new MalformedHashException("cost is not of two digits");
        }
        String salt = reader.skip("$").take(SALT_CHARACTERS, "salt");
        return of(variant.charAt(0), cost, salt, reader.rest());
    }

    /**
     * @param cost within its bounds
     */
    static BcryptHash of(char variant, int cost, String salt, String hash)
            throws MalformedHashException {
        if (hash.length() != HASH_CHARACTERS) {
            throw new MalformedHashException("hash is not of 31 characters");
        }
        byte[] hashBytes = decode(hash, HASH_BYTES);
        if ((ALPHABET.indexOf(hash.charAt(HASH_CHARACTERS - 1)) & 3) != 0) {
            throw new MalformedHashException("hash has bits behind its end");
        }
        // Such bits after a salt are common, because implementations echo the salt they were given.
        return new BcryptHash(variant == 'x', cost, decode(salt, SALT_BYTES), hashBytes);
    }

    @Override
    public String algorithm() {
        return "bcrypt";
    }

    @Override
    public String strength() {
        return "cost=" + cost;
    }

    @Override
    public long memoryBytes() {
        return 0;
    }

    @Override
    public boolean matches(byte[] password) {
        byte[] key = signExtended ? signExtendedKey(password) : key(password);
        byte[] computed = BCrypt.generate(key, salt, cost);
        return MessageDigest.isEqual(hash, Arrays.copyOf(computed, HASH_BYTES));
    }

    private static byte[] key(byte[] password) {
        return Arrays.copyOf(password, Math.min(password.length + 1, KEY_BYTES));
    }

    /**
     * bcrypt uses its key only as 18 words, so the wrong words are a right key of 72 bytes. Each is
     * built from 4 bytes in turn, and a negative byte sets all bits above it.
     */
    private static byte[] signExtendedKey(byte[] password) {
        byte[] key = new byte[KEY_BYTES];
        int from = 0;
        for (int at = 0; at < KEY_BYTES; at += 4) {
            int word = 0;
            for (int i = 0; i < 4; i++) {
                word = word << 8 | (from < password.length ? password[from] : 0);
                from = from < password.length ? from + 1 : 0;
            }
            for (int i = 0; i < 4; i++) {
                key[at + i] = (byte) (word >>> (24 - 8 * i));
            }
        }
        return key;
    }

    /** 6 bits a character, the high ones first. */
    private static byte[] decode(String text, int length) throws MalformedHashException {
        byte[] bytes = new byte[length];
        int bits = 0;
        int held = 0;
        int at = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = ALPHABET.indexOf(text.charAt(i));
            if (digit < 0) {
                throw new MalformedHashException("a character is not of bcrypt's alphabet");
            }
            bits = bits << 6 | digit;
            held += 6;
            if (held >= 8 && at < length) {
                held -= 8;
                bytes[at++] = (byte) (bits >>> held);
            }
        }
        return bytes;
    }
}
