package io.authrealm.core.hash;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.apache.commons.codec.digest.UnixCrypt;

/**
 * The traditional string of crypt(3): two characters of salt and eleven of hash, all in {@code
 * ./0-9A-Za-z} (POSIX crypt(); crypt(5) of libxcrypt, "descrypt").
 *
 * <p>It has no prefix, so any word of 13 characters looks like one. It is accepted only if the
 * context says that a string of crypt(3) follows. The algorithm sees the first 8 bytes of a
 * password and the lower 7 bits of each: every password with the same beginning matches.
 */
final class DesCryptFormat implements HashFormat {

    private static final int LENGTH = 13;
    private static final int SALT_LENGTH = 2;

    @Override
    public boolean claims(String encoded) {
        if (encoded.length() != LENGTH) {
            return false;
        }
        return encoded.chars().allMatch(c -> CryptAlphabet.value((char) c) >= 0);
    }

    @Override
    public EncodedHash parse(String encoded) throws MalformedHashException {
        if (!claims(encoded)) {
            throw new MalformedHashException("not 13 characters of crypt(3)");
        }
        // 64 bits in 66, highest first: the last two bits are always 0.
        if (CryptAlphabet.value(encoded.charAt(LENGTH - 1)) % 4 != 0) {
            throw new MalformedHashException("hash ends in a character that none ends in");
        }
        return new DesHash(encoded);
    }

    private record DesHash(String encoded) implements EncodedHash {

        @Override
        public String algorithm() {
            return "des-crypt";
        }

        @Override
        public String strength() {
            return "rounds=25";
        }

        @Override
        public long memoryBytes() {
            return 0;
        }

        @Override
        public boolean matches(byte[] password) {
            String computed = UnixCrypt.crypt(password, encoded.substring(0, SALT_LENGTH));
            return MessageDigest.isEqual(
                    computed.getBytes(StandardCharsets.US_ASCII),
                    encoded.getBytes(StandardCharsets.US_ASCII));
        }
    }
}
