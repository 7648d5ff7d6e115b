package io.authrealm.api.keycloak.provider;

import jakarta.ws.rs.core.Response;
import org.keycloak.OAuth2Constants;
import org.keycloak.protocol.oidc.grants.PermissionGrantType;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.IDToken;
import org.keycloak.services.managers.AppAuthManager;
import org.keycloak.services.managers.AppAuthManager.AuthHeader;

/**
 * The grant of permissions (UMA) at Keycloak's token endpoint. A session in which a demanded second
 * factor was not proved gives no tokens here either, whichever of its tokens names it. Everything
 * else is Keycloak's own grant.
 */
final class DemandingPermissionGrant extends PermissionGrantType {

    private static final String CLAIM_TOKEN = "claim_token";

    @Override
    public Response process(Context context) {
        AuthHeader bearer =
                AppAuthManager.extractAuthorizationHeaderTokenOrReturnNull(context.getHeaders());
        if (bearer != null) {
            UnprovedSessions.endOf(context, bearer.getToken(), AccessToken.class);
        }
        UnprovedSessions.end(context, OAuth2Constants.SUBJECT_TOKEN, AccessToken.class);
        UnprovedSessions.end(context, CLAIM_TOKEN, IDToken.class);
        return super.process(context);
    }
}
