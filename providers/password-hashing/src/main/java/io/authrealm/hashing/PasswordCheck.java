package io.authrealm.hashing;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/** Compares a password with a user's, at the cost of one hash whatever the user has. */
public final class PasswordCheck {

    private PasswordCheck() {}

    /**
     * Whether {@code password} is the user's. The password of a user of a directory is compared
     * there. If the server computes too many hashes already, the answer is false, and {@link
     * HashingBusyException#retryAfter} tells.
     *
     * @param password may be null or empty, and is nobody's password then
     */
    public static boolean matches(KeycloakSession session, UserModel user, String password) {
        boolean mayVerify = password != null && !password.isEmpty();
        boolean hasLocalPassword =
                user.credentialManager()
                        .getStoredCredentialsByTypeStream(PasswordCredentialModel.TYPE)
                        .findAny()
                        .isPresent();
        if ((!hasLocalPassword && !user.isFederated()) || !mayVerify) {
            spend(session);
            return false;
        }
        return user.credentialManager().isValid(UserCredentialModel.password(password));
    }

    /**
     * Takes the time of a check without one. If the server computes too many hashes already, {@link
     * HashingBusyException#retryAfter} tells.
     */
    public static void spend(KeycloakSession session) {
        try {
            TimingHash.compute(session);
        } catch (HashingBusyException e) {
            // The session has it noted, as Keycloak notes it for a password that is compared.
        }
    }
}
