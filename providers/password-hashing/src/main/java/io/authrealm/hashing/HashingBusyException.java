package io.authrealm.hashing;

import java.util.OptionalInt;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;

/**
 * A password was neither hashed nor verified, because the server computes too many others.
 *
 * <p>It is thrown for Keycloak, whose interface offers no other way: a login is then refused, and a
 * change of password fails. Keycloak swallows the exception, so callers of this pack ask {@link
 * #retryAfter} after a refusal.
 */
public final class HashingBusyException extends ModelException {

    private static final long serialVersionUID = 1L;

    private static final String NOTED = "authrealm.hashing.busy";

    private static final int RETRY_AFTER_SECONDS = 2;

    HashingBusyException(KeycloakSession session) {
        super("Too many passwords are being hashed");
        session.setAttribute(NOTED, true);
    }

    /**
     * The number of seconds after which to try again, if a hash was refused within this session.
     */
    public static OptionalInt retryAfter(KeycloakSession session) {
        return session.getAttribute(NOTED) == null
                ? OptionalInt.empty()
                : OptionalInt.of(RETRY_AFTER_SECONDS);
    }

    /** Keycloak logs the exception, and a stack trace is of no use under load. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
