package io.authrealm.core.imports;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A recovery code as Keycloak stores it.
 *
 * @param hash SHA-512 of the code, in base64
 */
public record RecoveryCode(String hash) {

    private static final int HASH_BYTES = 64;
    private static final Pattern SEPARATORS = Pattern.compile("[\\s-]+");

    /** Of a code in clear, without what people put between groups of characters. */
    static String plain(String code) {
        return SEPARATORS.matcher(code).replaceAll("");
    }

    /** The form of a code in clear; the API looks at it without separators too. */
    static RecoveryCode of(String code) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-512")
                            .digest(plain(code).getBytes(StandardCharsets.UTF_8));
            return new RecoveryCode(Base64.getEncoder().encodeToString(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-512", e);
        }
    }

    boolean isValid() {
        try {
            return Base64.getDecoder().decode(hash).length == HASH_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Hides the hash, which can be searched. */
    @Override
    public String toString() {
        return "RecoveryCode";
    }
}
