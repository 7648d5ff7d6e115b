package io.authrealm.api.service.factor;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.credential.dto.RecoveryAuthnCodeRepresentation;
import org.keycloak.models.credential.dto.RecoveryAuthnCodesCredentialData;
import org.keycloak.models.credential.dto.RecoveryAuthnCodesSecretData;
import org.keycloak.util.JsonSerialization;

/**
 * A user's recovery codes as Keycloak stores them.
 *
 * @param unused the hashes of those that are not used
 */
public record StoredRecoveryCodes(
        RecoveryAuthnCodesCredentialData data, List<RecoveryAuthnCodeRepresentation> unused) {

    /**
     * Reads a credential. An admin can import one with any content, so one that holds no codes in
     * Keycloak's form is none.
     */
    public static Optional<StoredRecoveryCodes> read(CredentialModel credential) {
        RecoveryAuthnCodesCredentialData data =
                read(credential.getCredentialData(), RecoveryAuthnCodesCredentialData.class);
        RecoveryAuthnCodesSecretData secret =
                read(credential.getSecretData(), RecoveryAuthnCodesSecretData.class);
        return data == null || secret == null || !isComplete(secret.getCodes())
                ? Optional.empty()
                : Optional.of(new StoredRecoveryCodes(data, secret.getCodes()));
    }

    private static boolean isComplete(List<RecoveryAuthnCodeRepresentation> codes) {
        return codes != null
                && codes.stream()
                        .allMatch(code -> code != null && code.getEncodedHashedValue() != null);
    }

    /** What the text says; null if it says nothing. */
    private static <T> T read(String json, Class<T> type) {
        try {
            return json == null ? null : JsonSerialization.readValue(json, type);
        } catch (IOException e) {
            return null;
        }
    }

    /** Hides the hashes. */
    @Override
    public String toString() {
        return "StoredRecoveryCodes";
    }
}
