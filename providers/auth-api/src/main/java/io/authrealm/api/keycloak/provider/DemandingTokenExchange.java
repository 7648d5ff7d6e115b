package io.authrealm.api.keycloak.provider;

import jakarta.ws.rs.core.Response;
import org.keycloak.OAuth2Constants;
import org.keycloak.protocol.oidc.grants.TokenExchangeGrantType;
import org.keycloak.representations.AccessToken;

/**
 * The exchange of tokens at Keycloak's token endpoint. A session in which a demanded second factor
 * was not proved gives no tokens here either. Everything else is Keycloak's own grant.
 */
final class DemandingTokenExchange extends TokenExchangeGrantType {

    @Override
    public Response process(Context context) {
        UnprovedSessions.end(context, OAuth2Constants.SUBJECT_TOKEN, AccessToken.class);
        return super.process(context);
    }
}
