package io.authrealm.api.keycloak;

import java.util.List;
import java.util.Optional;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.credential.dto.RecoveryAuthnCodeRepresentation;
import org.keycloak.models.credential.dto.RecoveryAuthnCodesCredentialData;
import org.keycloak.models.credential.dto.RecoveryAuthnCodesSecretData;

/**
 * A user's recovery codes as Keycloak stores them.
 *
 * @param unused the hashes of those that are not used
 */
public record StoredRecoveryCodes(
        RecoveryAuthnCodesCredentialData data, List<RecoveryAuthnCodeRepresentation> unused) {

    /** Keycloak's page asks for the first code by its number, so it needs one. */
    private static final String ONE_THAT_NOTHING_IS =
            "{\"codes\":[{\"number\":1,\"encodedHashedValue\":\"\"}]}";

    private static final String NONE_OF_NONE =
            "{\"algorithm\":\"SHA-512\",\"remaining\":0,\"total\":0}";

    /** Reads a credential; nothing if it holds no codes in Keycloak's form. */
    public static Optional<StoredRecoveryCodes> read(CredentialModel credential) {
        return StoredJson.read(
                        credential.getCredentialData(), RecoveryAuthnCodesCredentialData.class)
                .flatMap(
                        data ->
                                StoredJson.read(
                                                credential.getSecretData(),
                                                RecoveryAuthnCodesSecretData.class)
                                        .map(RecoveryAuthnCodesSecretData::getCodes)
                                        .filter(StoredRecoveryCodes::isComplete)
                                        .map(codes -> new StoredRecoveryCodes(data, codes)));
    }

    private static boolean isComplete(List<RecoveryAuthnCodeRepresentation> codes) {
        return !codes.isEmpty()
                && codes.stream()
                        .allMatch(code -> code != null && code.getEncodedHashedValue() != null);
    }

    /** Makes codes of the credential of which none is left, and none is right. */
    static void standIn(CredentialModel credential) {
        credential.setCredentialData(NONE_OF_NONE);
        credential.setSecretData(ONE_THAT_NOTHING_IS);
    }

    /** Hides the hashes. */
    @Override
    public String toString() {
        return "StoredRecoveryCodes";
    }
}
