package io.authrealm.core.hash;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;

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
    private static final UnaryOperator<byte[]> PRE_HASH =
            PreHash.hmac(
                    "HmacSHA384", "wp-sha384".getBytes(StandardCharsets.US_ASCII), PreHash::base64);

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
        return new PreHashedHash("wordpress", bcrypt.strength(), WordPressFormat::inputs, bcrypt);
    }

    private static List<byte[]> inputs(byte[] password) {
        return PhpFormInput.distinct(
                        PhpFormInput.wordPress(password), PhpFormInput.trimmed(password))
                .stream()
                .map(PRE_HASH)
                .toList();
    }
}
