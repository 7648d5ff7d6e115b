package io.authrealm.api.keycloak;

import org.keycloak.common.ClientConnection;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The event of a sign-in. It knows whether a step has written it. Keycloak's own builder does not
 * tell in every version: since 26.7.5 it writes a copy of its event.
 */
final class LoginEvent extends EventBuilder {

    private boolean isError;

    LoginEvent(RealmModel realm, KeycloakSession session, ClientConnection connection) {
        super(realm, session, connection);
    }

    @Override
    public void error(String error) {
        isError = true;
        super.error(error);
    }

    /** Whether an error was written. */
    boolean isError() {
        return isError;
    }
}
