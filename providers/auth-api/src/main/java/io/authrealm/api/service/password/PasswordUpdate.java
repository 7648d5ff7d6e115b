package io.authrealm.api.service.password;

import io.authrealm.api.store.SessionEnds;
import io.authrealm.hashing.HashingBusyException;
import java.util.OptionalInt;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.storage.ReadOnlyException;

/** Gives a user another password, which the realm's policy has let through already. */
public final class PasswordUpdate {

    private PasswordUpdate() {}

    /** Hashes and stores {@code password}. */
    public static PasswordUpdateResult store(
            KeycloakSession session, UserModel user, String password) {
        new SessionEnds(session).takeTurn(user);
        try {
            user.credentialManager()
                    .updateCredential(UserCredentialModel.password(password, false));
        } catch (ReadOnlyException e) {
            return new PasswordUpdateResult.ReadOnly();
        } catch (ModelException e) {
            OptionalInt overloaded = HashingBusyException.retryAfter(session);
            if (overloaded.isEmpty()) {
                throw e;
            }
            return new PasswordUpdateResult.Overloaded(overloaded.getAsInt());
        }
        user.removeRequiredAction(UserModel.RequiredAction.UPDATE_PASSWORD);
        return new PasswordUpdateResult.Stored();
    }
}
