package io.authrealm.api.service.password;

import io.authrealm.api.store.SessionEnds;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.storage.ReadOnlyException;

/** Stores a new password that the realm's policy has accepted. */
public final class PasswordUpdate {

    private PasswordUpdate() {}

    /** Hashes and stores {@code password}. */
    public static PasswordUpdateResult store(
            KeycloakSession session, UserModel user, String password) {
        new SessionEnds(session).takeTurn(user);
        return new HashingAttempt(session)
                .run(() -> store(user, password), PasswordUpdateResult.Overloaded::new);
    }

    private static PasswordUpdateResult store(UserModel user, String password) {
        try {
            user.credentialManager()
                    .updateCredential(UserCredentialModel.password(password, false));
        } catch (ReadOnlyException e) {
            return new PasswordUpdateResult.ReadOnly();
        }
        user.removeRequiredAction(UserModel.RequiredAction.UPDATE_PASSWORD);
        return new PasswordUpdateResult.Stored();
    }
}
