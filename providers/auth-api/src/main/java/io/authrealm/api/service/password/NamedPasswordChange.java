package io.authrealm.api.service.password;

import io.authrealm.api.caller.Caller;
import io.authrealm.api.service.transport.SentPassword;
import io.authrealm.core.text.EmailSyntax;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/**
 * The change of a signed-in user's own password by a client that names the account by its address,
 * and that may encrypt passwords.
 */
public final class NamedPasswordChange {

    private final KeycloakSession session;
    private final Passwords passwords;

    public NamedPasswordChange(KeycloakSession session, Passwords passwords) {
        this.session = session;
        this.passwords = passwords;
    }

    /**
     * Replaces the password and ends the user's other sessions. It sets no first password: a stolen
     * token must not become a lasting way in.
     *
     * @param email of the account; must be the caller's
     */
    public NamedPasswordChangeResult change(
            Caller caller, String email, SentPassword current, SentPassword replacement) {
        if (!EmailSyntax.isSame(email, caller.email())) {
            return new NamedPasswordChangeResult.NotOwn();
        }
        Optional<String> before = current.openedBy(session, caller.tenant());
        Optional<String> after = replacement.openedBy(session, caller.tenant());
        if (before.isEmpty() || after.isEmpty()) {
            return new NamedPasswordChangeResult.PasswordUnreadable();
        }
        return before.equals(after)
                ? new NamedPasswordChangeResult.SamePassword()
                : new NamedPasswordChangeResult.Tried(
                        passwords.changeCurrent(caller, before.get(), after.get()));
    }
}
