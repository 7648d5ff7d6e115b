package io.authrealm.core.hash;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The digests that systems apply before another hash, and their encodings. */
final class PreHash {

    private PreHash() {}

    /** Lower-case hexadecimal digits. */
    static byte[] hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.US_ASCII);
    }

    /** RFC 4648, section 4, with padding. */
    static byte[] base64(byte[] bytes) {
        return Base64.getEncoder().encode(bytes);
    }

    static UnaryOperator<byte[]> digest(DigestAlgorithm digest, UnaryOperator<byte[]> encoding) {
        return password -> encoding.apply(digest.start().digest(password));
    }

    /**
     * @param algorithm as Java names it
     */
    static UnaryOperator<byte[]> hmac(
            String algorithm, byte[] key, UnaryOperator<byte[]> encoding) {
        SecretKeySpec keySpec = new SecretKeySpec(key, algorithm);
        return password -> {
            try {
                Mac mac = Mac.getInstance(algorithm);
                mac.init(keySpec);
                return encoding.apply(mac.doFinal(password));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("This Java has no " + algorithm, e);
            }
        };
    }
}
