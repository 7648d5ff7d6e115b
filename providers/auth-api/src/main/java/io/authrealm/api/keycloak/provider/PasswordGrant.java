package io.authrealm.api.keycloak.provider;

import jakarta.ws.rs.core.Response;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.grants.ResourceOwnerPasswordCredentialsGrantType;

/**
 * The password grant of Keycloak's token endpoint. It is Keycloak's own, and lets {@link
 * DemandedTotp} know which way the user comes: a grant cannot ask for most second factors.
 */
final class PasswordGrant extends ResourceOwnerPasswordCredentialsGrantType {

    private static final String IS_RUNNING = "authrealm.password_grant";

    /** Whether the request is a password grant. */
    static boolean isRunning(KeycloakSession session) {
        return session.getAttribute(IS_RUNNING) != null;
    }

    @Override
    public Response process(Context context) {
        context.getSession().setAttribute(IS_RUNNING, true);
        return super.process(context);
    }
}
