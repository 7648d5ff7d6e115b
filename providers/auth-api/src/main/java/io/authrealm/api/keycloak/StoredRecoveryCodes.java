package io.authrealm.api.keycloak;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;
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

    /**
     * A new credential of codes that are not used.
     *
     * @param hashes SHA-512 of each, in base64
     */
    public static CredentialModel of(List<String> hashes) {
        List<RecoveryAuthnCodeRepresentation> codes =
                IntStream.range(0, hashes.size())
                        .mapToObj(i -> new RecoveryAuthnCodeRepresentation(i + 1, hashes.get(i)))
                        .toList();
        CredentialModel credential = new CredentialModel();
        credential.setType(RecoveryAuthnCodesCredentialModel.TYPE);
        try {
            credential.setCredentialData(
                    JsonSerialization.writeValueAsString(
                            new RecoveryAuthnCodesCredentialData(
                                    null, "SHA-512", codes.size(), codes.size())));
            credential.setSecretData(
                    JsonSerialization.writeValueAsString(new RecoveryAuthnCodesSecretData(codes)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return credential;
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
