package io.authrealm.api.service.password;

import io.authrealm.api.store.SessionEnds;
import io.authrealm.hashing.HashingBusyException;
import java.util.OptionalInt;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.storage.ReadOnlyException;

/** Stores a new password that the realm's policy has accepted. */
public final class PasswordUpdate {

    /** How an update ends. */
    public sealed interface Result {

        /** Stored; that the user has to choose a password is done with. */
        record Stored() implements Result {}

        /** The server computes too many password hashes already; nothing was changed. */
        record Overloaded(int retryAfterSeconds) implements Result {}

        /** The password belongs to a directory that this server may only read. */
        record ReadOnly() implements Result {}
    }

    private PasswordUpdate() {}

    /** Hashes and stores {@code password}. */
    public static Result store(KeycloakSession session, UserModel user, String password) {
        new SessionEnds(session).takeTurn(user);
        try {
            user.credentialManager()
                    .updateCredential(UserCredentialModel.password(password, false));
        } catch (ReadOnlyException e) {
            return new Result.ReadOnly();
        } catch (ModelException e) {
            OptionalInt overloaded = HashingBusyException.retryAfter(session);
            if (overloaded.isEmpty()) {
                throw e;
            }
            return new Result.Overloaded(overloaded.getAsInt());
        }
        user.removeRequiredAction(UserModel.RequiredAction.UPDATE_PASSWORD);
        return new Result.Stored();
    }
}
