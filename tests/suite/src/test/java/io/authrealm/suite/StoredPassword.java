package io.authrealm.suite;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A hashed password in the form of Keycloak's admin API and realm import.
 *
 * @param credentialData JSON: the algorithm and its parameters
 * @param secretData JSON: the hash and its salt
 */
record StoredPassword(String credentialData, String secretData) {

    /** The creation date of every imported password: the first day of 2020. */
    static final long CREATED = 1_577_836_800_000L;

    static final String LABEL = "from the old system";

    /** {@link TestRealm#PASSWORD} with the costs of a new password: m=19456, t=2, p=1. */
    static final StoredPassword UP_TO_DATE =
            argon2(19456, 2, "B+cGZRcEW9LEfjM3cjCz4GpktOHhLNT7aA1jrITAin0=");

    private static final String SALT = "authrealm-salt16";

    /** The encoded hash of another system. */
    static StoredPassword encoded(String hash) {
        return of(Map.of("algorithm", "authrealm-encoded"), Map.of("value", hash));
    }

    /** As the keycloak-bcrypt extension stores it. */
    static StoredPassword ofBcryptExtension(String hash, int cost) {
        return of(
                Map.of("algorithm", "bcrypt", "hashIterations", cost),
                Map.of("value", hash, "salt", ""));
    }

    /** As Keycloak's own provider {@code pbkdf2-sha256} stores it. */
    static StoredPassword pbkdf2(String password, int iterations) {
        byte[] salt = SALT.getBytes(StandardCharsets.UTF_8);
        byte[] hash;
        try {
            hash =
                    SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                            .generateSecret(
                                    new PBEKeySpec(password.toCharArray(), salt, iterations, 256))
                            .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return pbkdf2(iterations, Base64.getEncoder().encodeToString(hash));
    }

    static StoredPassword pbkdf2(int iterations, String hash) {
        return of(
                Map.of("algorithm", "pbkdf2-sha256", "hashIterations", iterations),
                Map.of("value", hash, "salt", base64(SALT)));
    }

    /** As Keycloak's own provider {@code argon2} stores it. */
    static StoredPassword argon2(int memoryKib, int iterations, String hash) {
        Map<String, List<String>> parameters =
                Map.of(
                        "type", List.of("id"),
                        "version", List.of("1.3"),
                        "hashLength", List.of("32"),
                        "memory", List.of(Integer.toString(memoryKib)),
                        "parallelism", List.of("1"));
        return of(
                Map.of(
                        "algorithm", "argon2",
                        "hashIterations", iterations,
                        "additionalParameters", parameters),
                Map.of("value", hash, "salt", base64(SALT)));
    }

    private static StoredPassword of(Map<String, ?> credentialData, Map<String, ?> secretData) {
        return new StoredPassword(
                Answer.JSON.valueToTree(credentialData).toString(),
                Answer.JSON.valueToTree(secretData).toString());
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A user in the form of the admin API and of realm import, who has this password. */
    ObjectNode user(String email) {
        ObjectNode user = Answer.JSON.createObjectNode();
        user.put("username", email).put("email", email).put("enabled", true);
        addTo(user.put("emailVerified", true));
        return user;
    }

    /** Gives the password to a user in the form of the admin API. */
    void addTo(ObjectNode user) {
        user.withArray("credentials")
                .addObject()
                .put("type", "password")
                .put("userLabel", LABEL)
                .put("createdDate", CREATED)
                .put("credentialData", credentialData)
                .put("secretData", secretData);
    }
}
