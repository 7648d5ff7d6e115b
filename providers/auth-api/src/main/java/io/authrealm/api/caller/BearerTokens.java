package io.authrealm.api.caller;

import io.authrealm.api.keycloak.RealmIssuer;
import io.authrealm.api.keycloak.SigningKeys;
import io.authrealm.api.keycloak.VerifiedBearer;
import io.authrealm.api.store.SessionEnds;
import io.authrealm.api.tenant.Tenant;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.AccessToken;
import org.keycloak.util.TokenUtil;

/**
 * Bearer tokens of users. A token is good if its signature, issuer, lifetime and type are, if it
 * was issued to the API's client or has its audience, and if its session is alive.
 */
public final class BearerTokens {

    private static final String SCHEME = "Bearer ";

    /** Longer than any token that this server makes, and short enough to parse cheaply. */
    private static final int MAX_LENGTH = 16_384;

    private BearerTokens() {}

    /** The token in an {@code Authorization} header, or nothing if the header holds none. */
    public static Optional<String> extract(String authorization) {
        if (authorization == null
                || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        String token = authorization.substring(SCHEME.length()).trim();
        return token.isEmpty() || token.length() > MAX_LENGTH
                ? Optional.empty()
                : Optional.of(token);
    }

    /** The user that the token names, or nothing if it is not good for this tenant now. */
    public static Optional<Caller> verify(KeycloakSession session, Tenant tenant, String token) {
        if (!SigningKeys.areNamedBy(session, tenant.realm(), token)) {
            return Optional.empty();
        }
        Optional<VerifiedBearer> verified =
                VerifiedBearer.of(session, tenant.realm(), token)
                        .filter(bearer -> bearer.session() != null)
                        .filter(bearer -> isForThisApi(tenant, bearer.token()))
                        .filter(bearer -> !new SessionEnds(session).hasEnded(bearer.session()))
                        .filter(bearer -> !SingleTokens.isEndedByDemand(session, bearer.session()));
        // The verification leaves the token's client in the context; the API works for its own.
        verified.ifPresent(bearer -> session.getContext().setClient(tenant.client()));
        return verified.map(bearer -> new Caller(tenant, bearer.user(), bearer.session()));
    }

    /** Whether the token is genuine and has not expired, even if its session has ended. */
    public static boolean isGenuine(KeycloakSession session, Tenant tenant, String token) {
        if (!SigningKeys.areNamedBy(session, tenant.realm(), token)) {
            return false;
        }
        AccessToken decoded = session.tokens().decode(token, AccessToken.class);
        return decoded != null
                && decoded.isActive()
                && TokenUtil.TOKEN_TYPE_BEARER.equals(decoded.getType())
                && RealmIssuer.of(session, tenant.realm()).equals(decoded.getIssuer())
                && isForThisApi(tenant, decoded);
    }

    private static boolean isForThisApi(Tenant tenant, AccessToken token) {
        return tenant.client().getClientId().equals(token.getIssuedFor())
                || token.hasAudience(tenant.settings().audience());
    }
}
