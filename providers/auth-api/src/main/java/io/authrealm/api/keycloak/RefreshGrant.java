package io.authrealm.api.keycloak;

import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import org.keycloak.OAuth2Constants;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCAdvancedConfigWrapper;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.protocol.oidc.grants.RefreshTokenGrantType;
import org.keycloak.representations.AccessTokenResponse;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.cors.Cors;

/** Keycloak's own refresh grant, without its token endpoint. */
public final class RefreshGrant {

    private RefreshGrant() {}

    /**
     * Exchanges a refresh token for a new pair. Returns nothing if the grant refuses the token; the
     * grant has then written the event.
     */
    public static Optional<AccessTokenResponse> process(
            KeycloakSession session, ClientModel client, String encoded, EventBuilder event) {
        MultivaluedMap<String, String> form = new MultivaluedHashMap<>();
        form.putSingle(OAuth2Constants.GRANT_TYPE, OAuth2Constants.REFRESH_TOKEN);
        form.putSingle(OAuth2Constants.REFRESH_TOKEN, encoded);
        OAuth2GrantType.Context context =
                new OAuth2GrantType.Context(
                        session,
                        OIDCAdvancedConfigWrapper.fromClientModel(client),
                        Map.of(),
                        form,
                        event,
                        session.getProvider(Cors.class),
                        new TokenManager());
        try {
            // Not the grant of the token endpoint, which would claim the use itself.
            Response response = new RefreshTokenGrantType().process(context);
            return Optional.of((AccessTokenResponse) response.getEntity());
        } catch (CorsErrorResponseException e) {
            return Optional.empty();
        }
    }
}
