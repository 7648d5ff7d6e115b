package io.authrealm.core.hash;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * WordPress 6.8 and later (wp_hash_password): {@code $wp} followed by a bcrypt string {@code $2y$…}
 * of base64(HMAC-SHA-384(key "wp-sha384", trimmed password)). So the 72 bytes of bcrypt are enough
 * for any password. Older WordPress hashes are {@link PhpassFormat}'s.
 *
 * <p>A password with a quotation mark or backslash is checked in the form that WordPress gets from
 * the browser and in its own, see {@link PhpFormInput}. It costs at most two bcrypt hashes.
 */
final class WordPressFormat implements HashFormat {

    private static final String PREFIX = "$wp";
    private static final SecretKeySpec KEY =
            new SecretKeySpec("wp-sha384".getBytes(StandardCharsets.US_ASCII), "HmacSHA384");

    // One below the maximum of bcrypt, because two of them may have to be computed.
    private static final int MAX_COST = BcryptHash.MAX_COST - 1;

    @Override
    public boolean claims(String encoded) {
        return encoded.startsWith(PREFIX + "$");
    }

    @Override
    public EncodedHash parse(String encoded) throws MalformedHashException {
        if (!encoded.startsWith(PREFIX + "$2y$")) {
            throw new MalformedHashException("no bcrypt hash of version 2y follows the prefix");
        }
        BcryptHash bcrypt = BcryptHash.parse(encoded.substring(PREFIX.length()));
        if (bcrypt.cost() > MAX_COST) {
            throw new MalformedHashException("cost is above " + MAX_COST);
        }
        return new WordPressHash(bcrypt);
    }

    private record WordPressHash(BcryptHash bcrypt) implements EncodedHash {

        @Override
        public String algorithm() {
            return "wordpress";
        }

        @Override
        public String strength() {
            return bcrypt.strength();
        }

        @Override
        public long memoryBytes() {
            return bcrypt.memoryBytes();
        }

        @Override
        public boolean matches(byte[] password) {
            byte[] submitted = PhpFormInput.wordPress(password);
            byte[] trimmed = PhpFormInput.trimmed(password);
            return bcrypt.matches(prehash(submitted))
                    || (!Arrays.equals(submitted, trimmed) && bcrypt.matches(prehash(trimmed)));
        }

        private static byte[] prehash(byte[] password) {
            try {
                Mac mac = Mac.getInstance(KEY.getAlgorithm());
                mac.init(KEY);
                return Base64.getEncoder().encode(mac.doFinal(password));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("This Java has no HMAC-SHA-384", e);
            }
        }
    }
}
