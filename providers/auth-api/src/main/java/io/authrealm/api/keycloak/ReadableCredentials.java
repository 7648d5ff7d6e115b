package io.authrealm.api.keycloak;

import org.keycloak.credential.CredentialModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;

/**
 * Second factors that Keycloak can read. An admin can import one with any content, and Keycloak's
 * pages, checks and lists fail on one that they cannot read. It is a factor of its user all the
 * same, so something has to stand in for it: a factor of the same kind that nothing proves.
 */
public final class ReadableCredentials {

    private ReadableCredentials() {}

    /** Whether Keycloak can use the credential. Those that are no second factors are not judged. */
    public static boolean isReadable(CredentialModel credential) {
        return switch (String.valueOf(credential.getType())) {
            case OTPCredentialModel.TYPE -> StoredApp.read(credential).isPresent();
            case RecoveryAuthnCodesCredentialModel.TYPE ->
                    StoredRecoveryCodes.read(credential).isPresent();
            case WebAuthnCredentialModel.TYPE_TWOFACTOR,
                    WebAuthnCredentialModel.TYPE_PASSWORDLESS ->
                    StoredKeyData.read(credential).isPresent();
            default -> true;
        };
    }

    /** What stands in for a credential that is not readable. The stored one stays as it is. */
    public static CredentialModel standIn(CredentialModel unreadable) {
        CredentialModel standIn = unreadable.shallowClone();
        switch (unreadable.getType()) {
            case OTPCredentialModel.TYPE -> StoredApp.standIn(standIn);
            case RecoveryAuthnCodesCredentialModel.TYPE -> StoredRecoveryCodes.standIn(standIn);
            default -> StoredKeyData.standIn(standIn);
        }
        return standIn;
    }
}
