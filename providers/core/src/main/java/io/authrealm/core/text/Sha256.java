package io.authrealm.core.text;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** SHA-256 of text in UTF-8, and of bytes, in the two forms in which the pack stores it. */
public final class Sha256 {

    private Sha256() {}

    /** 64 lower-case hexadecimal digits. */
    public static String hex(String text) {
        return hex(bytes(text));
    }

    /** The same of all parts together, one after the other. */
    public static String hex(byte[]... parts) {
        return HexFormat.of().formatHex(digest(parts));
    }

    /** 43 characters of base64url, without padding. */
    public static String base64Url(String text) {
        return base64Url(bytes(text));
    }

    /** The same of all parts together, one after the other. */
    public static String base64Url(byte[]... parts) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest(parts));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] digest(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
