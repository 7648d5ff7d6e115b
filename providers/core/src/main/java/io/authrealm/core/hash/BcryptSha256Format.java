package io.authrealm.core.hash;

import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/**
 * Passlib's {@code bcrypt_sha256}, which has no 72-byte limit:
 *
 * <ul>
 *   <li>{@code $bcrypt-sha256$v=2,t=<variant>,r=<cost>$<salt>$<hash>}: bcrypt of the base64 of
 *       HMAC-SHA-256 of the password, keyed with the 22 characters of the salt;
 *   <li>{@code $bcrypt-sha256$<variant>,<cost>$<salt>$<hash>}, before Passlib 1.7.3: bcrypt of the
 *       base64 of SHA-256 of the password.
 * </ul>
 *
 * <p>The variant is 2b, in version 1 also 2a; the cost has no leading zero; salt and hash are
 * bcrypt's.
 */
final class BcryptSha256Format implements HashFormat {

    static final String ALGORITHM = "bcrypt-sha256";

    private static final String PREFIX = "$bcrypt-sha256$";

    @Override
    public boolean claims(String encoded) {
        return encoded.startsWith(PREFIX);
    }

    @Override
    public EncodedHash parse(String encoded) throws MalformedHashException {
        FieldReader reader = new FieldReader(encoded).skip(PREFIX);
        boolean version2 = reader.skipIf("v=2,t=");
        String variant = reader.upTo(',', "variant");
        if (!variant.equals("2b") && (version2 || !variant.equals("2a"))) {
            throw new MalformedHashException("bcrypt of an unknown variant");
        }
        if (version2) {
            reader.skip("r=");
        }
        int cost = reader.integer("cost", BcryptHash.MIN_COST, BcryptHash.MAX_COST);
        String salt = reader.skip("$").take(BcryptHash.SALT_CHARACTERS, "salt");
        String hash = reader.skip("$").rest();
        BcryptHash bcrypt = BcryptHash.of(variant.charAt(1), cost, salt, hash);
        UnaryOperator<byte[]> preHash =
                version2
                        ? PreHash.hmac(
                                "HmacSHA256",
                                salt.getBytes(StandardCharsets.US_ASCII),
                                PreHash::base64)
                        : PreHash.digest(DigestAlgorithm.SHA256, PreHash::base64);
        return PreHashedHash.of(ALGORITHM, bcrypt.strength(), preHash, bcrypt);
    }
}
