package io.authrealm.core.hash;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What systems apply to a password before another hash. */
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

    static byte[] utf16le(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16LE);
    }

    /** The lower byte of each UTF-16 code unit. */
    static byte[] latin1(byte[] utf8) {
        String text = new String(utf8, StandardCharsets.UTF_8);
        byte[] bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) text.charAt(i);
        }
        return bytes;
    }

    static UnaryOperator<byte[]> digest(DigestAlgorithm digest, UnaryOperator<byte[]> encoding) {
        return password -> encoding.apply(digest.start().digest(password));
    }

    /**
     * @param algorithm as Java names it
     */
    static UnaryOperator<byte[]> hmac(
            String algorithm, byte[] key, UnaryOperator<byte[]> encoding) {
        return password -> encoding.apply(mac(algorithm, key).doFinal(password));
    }

    /**
     * @param algorithm as Java names it
     * @param key not empty
     */
    static Mac mac(String algorithm, byte[] key) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no " + algorithm, e);
        }
    }
}
