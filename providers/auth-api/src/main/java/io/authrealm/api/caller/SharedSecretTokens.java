package io.authrealm.api.caller;

import io.authrealm.api.keycloak.RealmIssuer;
import io.authrealm.api.keycloak.ServerTime;
import io.authrealm.api.keycloak.UserSessions;
import io.authrealm.api.store.SessionEnds;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.jwt.SharedSecretJwt;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/**
 * Bearer tokens that a tenant's shared secret signs, for apps that verify tokens with HS256. An app
 * that has the secret can make a token itself. So a token is good only together with a session of
 * its user that is alive and has had such a token, and whose id the app would have to know. Other
 * sessions do not count: their ids are in tokens that many services see.
 */
public final class SharedSecretTokens {

    private static final String SUBJECT = "sub";
    private static final String SESSION = "sid";
    private static final String EXPIRES = "exp";
    private static final String ISSUER = "iss";
    private static final String ISSUED = "iat";

    private SharedSecretTokens() {}

    /** The public key by which such a token names its tenant; nothing of any other token. */
    public static Optional<String> parentKey(String token) {
        return SharedSecretJwt.keyId(token);
    }

    /**
     * Makes a token of a session.
     *
     * @param tenant with a shared secret and a public key
     * @param claims those of the app
     */
    public static String issue(
            KeycloakSession session,
            Tenant tenant,
            String userId,
            String sessionId,
            Instant expiresAt,
            Map<String, Object> claims) {
        Map<String, Object> all = new HashMap<>(claims);
        all.put(SUBJECT, userId);
        all.put(SESSION, sessionId);
        all.put(ISSUED, ServerTime.seconds());
        all.put(EXPIRES, expiresAt.getEpochSecond());
        all.put(ISSUER, RealmIssuer.of(session, tenant.realm()));
        return SharedSecretJwt.sign(
                tenant.settings().parents().secret(), tenant.settings().parents().key(), all);
    }

    /** The user that the token names, or nothing if it is not good for this tenant now. */
    public static Optional<Caller> verify(KeycloakSession session, Tenant tenant, String token) {
        String secret = tenant.settings().parents().secret();
        return secret == null
                ? Optional.empty()
                : SharedSecretJwt.verify(secret, token)
                        .filter(claims -> isTimely(claims) && isIssuedBy(session, tenant, claims))
                        .flatMap(claims -> caller(session, tenant, claims));
    }

    private static boolean isTimely(Map<String, Object> claims) {
        return claims.get(EXPIRES) instanceof Number expires
                && expires.longValue() > ServerTime.seconds();
    }

    private static boolean isIssuedBy(
            KeycloakSession session, Tenant tenant, Map<String, Object> claims) {
        return RealmIssuer.of(session, tenant.realm()).equals(claims.get(ISSUER));
    }

    private static Optional<Caller> caller(
            KeycloakSession session, Tenant tenant, Map<String, Object> claims) {
        if (!(claims.get(SESSION) instanceof String sessionId)
                || !(claims.get(SUBJECT) instanceof String userId)) {
            return Optional.empty();
        }
        UserSessionModel found = session.sessions().getUserSession(tenant.realm(), sessionId);
        if (found == null
                || !SingleTokens.hasOne(found)
                || !UserSessions.isValid(tenant.realm(), found)
                || new SessionEnds(session).hasEnded(found)) {
            return Optional.empty();
        }
        UserModel user = found.getUser();
        return user != null
                        && user.isEnabled()
                        && user.getId().equals(userId)
                        && isNotRevoked(session, tenant, user, claims)
                        && !SingleTokens.isEndedByDemand(session, found)
                ? Optional.of(new Caller(tenant, user, found))
                : Optional.empty();
    }

    /** An admin can end all tokens of a realm or of a user that were issued until now. */
    private static boolean isNotRevoked(
            KeycloakSession session, Tenant tenant, UserModel user, Map<String, Object> claims) {
        int notBefore =
                Math.max(
                        tenant.realm().getNotBefore(),
                        session.users().getNotBeforeOfUser(tenant.realm(), user));
        return claims.get(ISSUED) instanceof Number issued && issued.longValue() >= notBefore;
    }
}
