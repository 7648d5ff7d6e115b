package io.authrealm.api.keycloak.provider;

import io.authrealm.api.service.factor.StepUp;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.api.tenant.TenantSettings;
import jakarta.ws.rs.HttpMethod;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/**
 * The removal of second factors by Keycloak's account REST API, which asks no flow and no page. It
 * removes what its provider calls removable. In a realm that has opted in, a second factor is that
 * only for a session whose step-up window is open, as in this pack's API. Keycloak's account
 * console does not remove credentials this way, so all that is shown stays as it is.
 */
final class AccountRemovals {

    private AccountRemovals() {}

    /**
     * What the provider of a second factor says about it, in the request at hand.
     *
     * @param metadata Keycloak's own
     */
    static CredentialTypeMetadata checked(
            KeycloakSession session,
            CredentialTypeMetadataContext context,
            CredentialTypeMetadata metadata) {
        return isRemoval(session) && isRefused(session, context.getUser())
                ? notRemovable(session, metadata)
                : metadata;
    }

    private static boolean isRemoval(KeycloakSession session) {
        HttpRequest request = session.getContext().getHttpRequest();
        return request != null && HttpMethod.DELETE.equals(request.getHttpMethod());
    }

    private static boolean isRefused(KeycloakSession session, UserModel user) {
        RealmModel realm = session.getContext().getRealm();
        UserSessionModel caller = session.getContext().getUserSession();
        return TenantSettings.of(realm).isPresent()
                && (user == null
                        || caller == null
                        || !user.getId().equals(caller.getUser().getId())
                        || !isWindowOpen(session, realm, caller));
    }

    /** Never while the API is closed to the realm, because nothing can open a window then. */
    private static boolean isWindowOpen(
            KeycloakSession session, RealmModel realm, UserSessionModel caller) {
        return Tenant.of(session, realm)
                .filter(tenant -> StepUp.isOpen(tenant, caller))
                .isPresent();
    }

    private static CredentialTypeMetadata notRemovable(
            KeycloakSession session, CredentialTypeMetadata metadata) {
        return CredentialTypeMetadata.builder()
                .type(metadata.getType())
                .category(metadata.getCategory())
                .displayName(metadata.getDisplayName())
                .helpText(metadata.getHelpText())
                .iconCssClass(metadata.getIconCssClass())
                .removeable(false)
                .build(session);
    }
}
