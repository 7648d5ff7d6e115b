package io.authrealm.hashing;

import io.authrealm.argon2.Argon2Parameters;
import io.authrealm.argon2.Argon2Type;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.keycloak.common.util.MultivaluedHashMap;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.credential.dto.PasswordCredentialData;
import org.keycloak.models.credential.dto.PasswordSecretData;

/**
 * An Argon2 credential in the form that Keycloak's own provider stores and reads: algorithm {@code
 * argon2}, the iterations, and the other parameters by name. So each side verifies the hashes of
 * the other.
 */
record StoredArgon2(Argon2Parameters parameters, byte[] salt, byte[] tag) {

    static final String ALGORITHM = "argon2";

    private static final String TYPE = "type";
    private static final String VERSION = "version";
    private static final String HASH_LENGTH = "hashLength";
    private static final String MEMORY = "memory";
    private static final String PARALLELISM = "parallelism";

    /**
     * Empty if the credential does not have this form, or has parameters that Argon2 does not
     * allow.
     */
    static Optional<StoredArgon2> of(PasswordCredentialModel credential) {
        PasswordCredentialData data = credential.getPasswordCredentialData();
        PasswordSecretData secret = credential.getPasswordSecretData();
        if (data == null || secret == null || secret.getValue() == null) {
            return Optional.empty();
        }
        MultivaluedHashMap<String, String> by = data.getAdditionalParameters();
        try {
            Argon2Parameters parameters =
                    new Argon2Parameters(
                            Argon2Type.valueOf(by.getFirst(TYPE).toUpperCase(Locale.ROOT)),
                            version(by.getFirst(VERSION)),
                            Integer.parseInt(by.getFirst(MEMORY)),
                            data.getHashIterations(),
                            Integer.parseInt(by.getFirst(PARALLELISM)),
                            Integer.parseInt(by.getFirst(HASH_LENGTH)));
            byte[] tag = Base64.getDecoder().decode(secret.getValue());
            return tag.length == parameters.tagLength() && secret.getSalt() != null
                    ? Optional.of(new StoredArgon2(parameters, secret.getSalt(), tag))
                    : Optional.empty();
        } catch (IllegalArgumentException | NullPointerException e) {
            return Optional.empty();
        }
    }

    PasswordCredentialModel toCredential() {
        Map<String, List<String>> named =
                Map.of(
                        TYPE, List.of(parameters.type().name().toLowerCase(Locale.ROOT)),
                        VERSION, List.of(version(parameters.version())),
                        HASH_LENGTH, List.of(Integer.toString(parameters.tagLength())),
                        MEMORY, List.of(Integer.toString(parameters.memoryKib())),
                        PARALLELISM, List.of(Integer.toString(parameters.parallelism())));
        return PasswordCredentialModel.createFromValues(
                ALGORITHM,
                salt,
                parameters.iterations(),
                named,
                Base64.getEncoder().encodeToString(tag));
    }

    /** Keycloak's word for a version: 1.0 or 1.3. */
    static int version(String word) {
        return switch (word) {
            case "1.0" -> Argon2Parameters.VERSION_10;
            case "1.3" -> Argon2Parameters.VERSION_13;
            default -> throw new IllegalArgumentException("unknown version of Argon2");
        };
    }

    private static String version(int number) {
        return number == Argon2Parameters.VERSION_10 ? "1.0" : "1.3";
    }
}
