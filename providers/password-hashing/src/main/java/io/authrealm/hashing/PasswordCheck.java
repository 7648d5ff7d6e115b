package io.authrealm.hashing;

import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * Compares a password with a user's, at the same cost whatever the user has: one hash, or two for a
 * password with {@linkplain io.authrealm.core.text.OpaqueString another form}.
 */
public final class PasswordCheck {

    private PasswordCheck() {}

    /**
     * Whether {@code password} is the user's. The directory checks the password of its own users.
     * If the server already computes too many hashes, the answer is false, and {@link
     * HashingBusyException#retryAfter} says when to try again.
     *
     * @param password may be null or empty, and then matches no user
     */
    public static boolean matches(
            KeycloakSession session, UserModel user, @Nullable String password) {
        boolean mayVerify = password != null && !password.isEmpty();
        boolean hasLocalPassword =
                user.credentialManager()
                        .getStoredCredentialsByTypeStream(PasswordCredentialModel.TYPE)
                        .findAny()
                        .isPresent();
        if ((!hasLocalPassword && !user.isFederated()) || !mayVerify) {
            spend(session, password);
            return false;
        }
        return user.credentialManager().isValid(UserCredentialModel.password(password));
    }

    /**
     * Takes the time of a check of {@code password} without one. If the server already computes too
     * many hashes, {@link HashingBusyException#retryAfter} says when to try again.
     *
     * @param password may be null
     */
    public static void spend(KeycloakSession session, @Nullable String password) {
        try {
            PasswordForms.of(password == null ? "" : password)
                    .forEach(form -> TimingHash.compute(session));
        } catch (HashingBusyException e) {
            // The session records it, as Keycloak does for a password that is compared.
        }
    }
}
