package io.authrealm.hashing;

import static org.assertj.core.api.Assertions.assertThat;

import io.authrealm.argon2.Argon2Parameters;
import io.authrealm.argon2.Argon2Type;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.credential.PasswordCredentialModel;

final class StoredArgon2Test {

    /** As Keycloak without the pack stores it. */
    private static final String DATA =
            "{\"hashIterations\":5,\"algorithm\":\"argon2\",\"additionalParameters\":{\"hashLength\":[\"32\"],"
                    + "\"memory\":[\"7168\"],\"type\":[\"id\"],\"version\":[\"1.3\"],\"parallelism\":[\"1\"]}}";

    private static final String SECRET =
            "{\"value\":\"wZDn32B5mYpQQxQeVnlI2Yd+PWpVvRVKr3zX8VHsmn8=\",\"salt\":\"qZ8xj4k9wS6rY3mVd0o1RA==\",\"additionalParameters\":{}}";

    @Test
    void readsWhatKeycloakStoresAndWritesItBack() {
        StoredArgon2 read = StoredArgon2.of(credential(DATA, SECRET)).orElseThrow();

        assertThat(read.parameters())
                .isEqualTo(
                        new Argon2Parameters(
                                Argon2Type.ID, Argon2Parameters.VERSION_13, 7168, 5, 1, 32));
        assertThat(read.salt()).hasSize(16);
        assertThat(read.tag()).hasSize(32);
        StoredArgon2 again = StoredArgon2.of(read.toCredential()).orElseThrow();
        assertThat(again.parameters()).isEqualTo(read.parameters());
        assertThat(again.salt()).isEqualTo(read.salt());
        assertThat(again.tag()).isEqualTo(read.tag());
    }

    @ParameterizedTest
    @CsvSource({
        "'\"id\"', '\"xx\"'",
        "'\"1.3\"', '\"1.4\"'",
        "'[\"7168\"]', '[\"0\"]'",
        "'[\"7168\"]', '[\"99999999999\"]'",
        "'[\"7168\"]', '[]'",
        "'[\"32\"]', '[\"33\"]'",
        "'\"parallelism\":[\"1\"]', '\"parallelism\":[\"-1\"]'",
        "'\"hashIterations\":5', '\"hashIterations\":0'",
        "'\"memory\"', '\"Memory\"'"
    })
    void refusesParametersThatArgon2DoesNotAllow(String before, String after) {
        assertThat(DATA).contains(before);
        assertThat(StoredArgon2.of(credential(DATA.replace(before, after), SECRET))).isEmpty();
    }

    @Test
    void refusesMalformedSecrets() {
        assertThat(StoredArgon2.of(credential(DATA, "{}"))).isEqualTo(Optional.empty());
        assertThat(StoredArgon2.of(credential(DATA, SECRET.replace("wZDn", "wZ*n")))).isEmpty();
        assertThat(StoredArgon2.of(credential(DATA, SECRET.replaceFirst("\"salt\":[^,]*,", ""))))
                .isEmpty();
        assertThat(StoredArgon2.of(credential(null, SECRET))).isEmpty();
        assertThat(StoredArgon2.of(credential(DATA, null))).isEmpty();
    }

    private static PasswordCredentialModel credential(String data, String secret) {
        CredentialModel stored = new CredentialModel();
        stored.setType(PasswordCredentialModel.TYPE);
        stored.setCredentialData(data);
        stored.setSecretData(secret);
        return PasswordCredentialModel.createFromCredentialModel(stored);
    }
}
