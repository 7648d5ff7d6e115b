package io.authrealm.core.hash;

/**
 * The base64 of crypt(3), which phpass and Drupal use too: its own 64 characters, and the lowest
 * bits first.
 */
final class CryptAlphabet {

    private static final String CHARACTERS =
            "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private CryptAlphabet() {}

    /** The value of the character, 0 to 63, or -1. */
    static int value(char c) {
        return CHARACTERS.indexOf(c);
    }

    /**
     * Checks that a salt uses this alphabet.
     *
     * @param min fewest characters
     * @param max most characters
     */
    static String salt(String text, int min, int max) throws MalformedHashException {
        if (text.length() < min || text.length() > max) {
            String range = min == max ? "" + min : min + " to " + max;
            throw new MalformedHashException("salt does not have " + range + " characters");
        }
        requireAlphabet(text, "salt");
        return text;
    }

    /** Checks that a text can represent this many bits: its length, and no bit above them. */
    static String hash(String text, int bits) throws MalformedHashException {
        int length = (bits + 5) / 6;
        if (text.length() != length) {
            throw new MalformedHashException("hash does not have " + length + " characters");
        }
        requireAlphabet(text, "hash");
        if (value(text.charAt(length - 1)) >>> (bits - 6 * (length - 1)) != 0) {
            throw new MalformedHashException("hash ends in a character that none ends in");
        }
        return text;
    }

    /** Three bytes become four characters; one byte left over two, two of them three. */
    static String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder((bytes.length * 4 + 2) / 3);
        for (int i = 0; i < bytes.length; i += 3) {
            int count = Math.min(3, bytes.length - i);
            int group = 0;
            for (int j = 0; j < count; j++) {
                group |= (bytes[i + j] & 0xff) << (8 * j);
            }
            for (int j = 0; j <= count; j++) {
                text.append(CHARACTERS.charAt((group >>> (6 * j)) & 0x3f));
            }
        }
        return text.toString();
    }

    private static void requireAlphabet(String text, String what) throws MalformedHashException {
        for (int i = 0; i < text.length(); i++) {
            if (value(text.charAt(i)) < 0) {
                throw new MalformedHashException(what + " has a character that none has");
            }
        }
    }
}
