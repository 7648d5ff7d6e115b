package io.authrealm.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** PBKDF2 of the JDK, which Keycloak's own providers use. */
final class JdkVerifier {

    private JdkVerifier() {}

    static Verifier of(String encoded) {
        StoredHash stored = StoredHash.of(encoded);
        int rounds = stored.number("pbkdf2-sha256$");
        return password -> {
            char[] characters = new String(password, UTF_8).toCharArray();
            PBEKeySpec key =
                    new PBEKeySpec(characters, stored.salt(), rounds, 8 * stored.key().length);
            try {
                byte[] derived =
                        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                                .generateSecret(key)
                                .getEncoded();
                return MessageDigest.isEqual(stored.key(), derived);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        };
    }
}
