package io.authrealm.api.keycloak.provider;

import io.authrealm.api.service.factor.TrustedDevices;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * The condition that the user does not sign in on a device that is trusted. If nothing says that it
 * is, as on Keycloak's pages, it holds.
 */
final class UnknownDevice implements ConditionalAuthenticator {

    @Override
    public boolean matchCondition(AuthenticationFlowContext context) {
        return !TrustedDevices.standsIn(context.getSession(), context.getAuthenticationSession());
    }

    @Override
    public void action(AuthenticationFlowContext context) {}

    @Override
    public boolean requiresUser() {
        return true;
    }

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {}

    @Override
    public void close() {}
}
