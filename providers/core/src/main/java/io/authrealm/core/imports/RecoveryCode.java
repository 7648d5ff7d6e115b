package io.authrealm.core.imports;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A recovery code as Keycloak stores it.
 *
 * @param hash SHA-512 of the code, in base64
 */
public record RecoveryCode(String hash) {

    private static final int HASH_BYTES = 64;

    /** The form of a code in clear. */
    static RecoveryCode of(String code) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-512")
                            .digest(code.getBytes(StandardCharsets.UTF_8));
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
