package io.authrealm.api.keycloak.provider;

import io.authrealm.api.keycloak.MethodReferences;
import io.authrealm.api.tenant.Tenant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.mappers.AbstractOIDCProtocolMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAccessTokenMapper;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.representations.AccessToken;

/**
 * Adds the claims that Keycloak lacks to access tokens: {@code user_id}, {@code tenant_id}, {@code
 * nbf} and, unless Keycloak's own mapper has done it, {@code amr}. {@code aud} becomes an array
 * even if it has one element, because clients of the API read an array.
 */
public final class TenantClaimsMapper extends AbstractOIDCProtocolMapper
        implements OIDCAccessTokenMapper {

    /** The mapper type that realm JSON names. */
    public static final String ID = "authrealm-claims";

    /** After every other mapper, so that the audience is complete. */
    private static final int LAST = 10_000;

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public int getPriority() {
        return LAST;
    }

    @Override
    public String getDisplayType() {
        return "AuthRealm claims";
    }

    @Override
    public String getDisplayCategory() {
        return TOKEN_MAPPER_CATEGORY;
    }

    @Override
    public String getHelpText() {
        return "Adds user_id, tenant_id, nbf, amr and the tenant's audience to access tokens.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }

    @Override
    public AccessToken transformAccessToken(
            AccessToken token,
            ProtocolMapperModel mapper,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext context) {
        Optional<Tenant> tenant = Tenant.of(session, userSession.getRealm());
        if (tenant.isEmpty()) {
            return token;
        }
        token.addAudience(tenant.get().settings().audience());
        Map<String, Object> claims = token.getOtherClaims();
        claims.put("user_id", userSession.getUser().getId());
        claims.put("tenant_id", tenant.get().id());
        List<String> methods = MethodReferences.of(userSession);
        if (!methods.isEmpty()) {
            claims.putIfAbsent(OAuth2Constants.AUTHENTICATOR_METHOD_REFERENCE, methods);
        }
        // As a typed member a single audience would be written as a string.
        claims.put("aud", List.of(token.getAudience()));
        token.audience((String[]) null);
        token.nbf(token.getIat());
        if ("".equals(token.getScope())) {
            token.setScope(null);
        }
        return token;
    }
}
