package io.authrealm.api.keycloak;

import org.keycloak.credential.CredentialModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;

/**
 * Second factors that Keycloak can read. An admin can import one with any content, and Keycloak's
 * pages, checks and lists fail on one that they cannot read. It is a factor of its user all the
 * same, so something has to stand in for it: a factor of the same kind that nothing proves.
 */
public final class ReadableCredentials {

    /** 1970 stands for a time that is not known. */
    private static final long NO_TIME = 0;

    private ReadableCredentials() {}

    /**
     * The credential, or what stands in for it. The stored one stays as it is. Keycloak's pages
     * fail on a factor without a time too, so it has one here. A password keeps what it has.
     */
    public static CredentialModel readable(CredentialModel stored) {
        CredentialModel readable = isReadable(stored) ? stored : standIn(stored);
        if (readable.getCreatedDate() == null
                && !PasswordCredentialModel.TYPE.equals(readable.getType())) {
            readable.setCreatedDate(NO_TIME);
        }
        return readable;
    }

    /** Whether Keycloak can use the credential. Those that are no second factors are not judged. */
    private static boolean isReadable(CredentialModel credential) {
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

    private static CredentialModel standIn(CredentialModel unreadable) {
        CredentialModel standIn = unreadable.shallowClone();
        switch (unreadable.getType()) {
            case OTPCredentialModel.TYPE -> StoredApp.standIn(standIn);
            case RecoveryAuthnCodesCredentialModel.TYPE -> StoredRecoveryCodes.standIn(standIn);
            default -> StoredKeyData.standIn(standIn);
        }
        return standIn;
    }
}
