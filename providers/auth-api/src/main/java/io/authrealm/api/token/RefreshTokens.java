package io.authrealm.api.token;

import io.authrealm.api.events.ApiEvents;
import io.authrealm.api.store.DeletedUsers;
import io.authrealm.api.tenant.Tenant;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.keycloak.OAuth2Constants;
import org.keycloak.common.util.Time;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.jose.jws.JWSInputException;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.protocol.oidc.OIDCAdvancedConfigWrapper;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.representations.AccessTokenResponse;
import org.keycloak.representations.RefreshToken;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.cors.Cors;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.util.TokenUtil;

/**
 * Refresh with rotation (contract, section 8.4; RFC 9700, section 4.14.2). The tokens come from the
 * server's own refresh grant. Whether a token may be used is decided here as well, because the
 * server tells a newer token from an older one by whole seconds: a session keeps the id of the one
 * token that is good, every other genuine token of it is a replay, and a replay ends the session.
 */
public final class RefreshTokens {

    /** What became of a refresh token. */
    public sealed interface Result {

        record Refreshed(TokenPair tokens) implements Result {}

        /** Not a refresh token of this tenant and client, or past its time. */
        record Invalid() implements Result {}

        /** The session has ended, or ended just now because the token was used before. */
        record SessionRevoked() implements Result {}

        /** The user is disabled, deleted or gone. */
        record AccountSuspended() implements Result {}

        /** Other refreshes of the session were in the way for too long. */
        record Busy() implements Result {}
    }

    /** The event error of a replay, in the form in which the contract's audit log has it. */
    public static final String REPLAY = "refresh_token_reuse";

    private static final String CURRENT_NOTE = "authrealm.refresh_token";
    private static final String GRANT = OAuth2Constants.REFRESH_TOKEN;

    /** Frees the lock of a node that died; longer than a refresh can take. */
    private static final int LOCK_SECONDS = 60;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KeycloakSession session;
    private final Tenant tenant;

    public RefreshTokens(KeycloakSession session, Tenant tenant) {
        this.session = session;
        this.tenant = tenant;
    }

    /** Makes {@code tokenId} the only refresh token that the client session accepts. */
    static void markCurrent(AuthenticatedClientSessionModel clientSession, String tokenId) {
        clientSession.setNote(CURRENT_NOTE, tokenId);
    }

    public Result refresh(String encoded) {
        EventBuilder event = ApiEvents.open(session, tenant, EventType.REFRESH_TOKEN);
        RefreshToken token =
                SigningKeys.areNamedBy(session, tenant.realm(), encoded)
                        ? session.tokens().decode(encoded, RefreshToken.class)
                        : null;
        if (!isOurs(token)) {
            event.error("invalid_token");
            return new Result.Invalid();
        }
        event.session(token.getSessionId())
                .user(token.getSubject())
                .detail(Details.REFRESH_TOKEN_ID, token.getId());
        // Only under the lock may the session be read: what is read earlier may be out of date.
        if (!lock(token.getSessionId())) {
            return new Result.Busy();
        }
        UserSessionModel userSession =
                session.sessions().getUserSession(tenant.realm(), token.getSessionId());
        AuthenticatedClientSessionModel clientSession =
                userSession == null
                        ? null
                        : userSession.getAuthenticatedClientSessionByClient(
                                tenant.client().getId());
        UserModel user =
                userSession != null
                        ? userSession.getUser()
                        : session.users().getUserById(tenant.realm(), token.getSubject());
        // Said before anything of the session, because those of such a user have been ended.
        if (user == null || DeletedUsers.contains(session, user)) {
            event.error("user_not_found");
            return new Result.AccountSuspended();
        }
        if (!user.isEnabled()) {
            event.error("user_disabled");
            return new Result.AccountSuspended();
        }
        if (clientSession == null) {
            event.error("invalid_token");
            return new Result.SessionRevoked();
        }
        if (!token.isActive()) {
            event.error("expired_code");
            return new Result.Invalid();
        }
        String current = clientSession.getNote(CURRENT_NOTE);
        if (current != null && !current.equals(token.getId())) {
            event.detail(Details.REASON, REPLAY).error(REPLAY);
            revoke(userSession);
            return new Result.SessionRevoked();
        }
        return grant(encoded, token, clientSession, event);
    }

    private Result grant(
            String encoded,
            RefreshToken token,
            AuthenticatedClientSessionModel clientSession,
            EventBuilder event) {
        MultivaluedMap<String, String> form = new MultivaluedHashMap<>();
        form.putSingle(OAuth2Constants.GRANT_TYPE, GRANT);
        form.putSingle(OAuth2Constants.REFRESH_TOKEN, encoded);
        AccessTokenResponse response;
        try {
            response =
                    (AccessTokenResponse)
                            session.getProvider(OAuth2GrantType.class, GRANT)
                                    .process(
                                            new OAuth2GrantType.Context(
                                                    session,
                                                    OIDCAdvancedConfigWrapper.fromClientModel(
                                                            tenant.client()),
                                                    Map.of(),
                                                    form,
                                                    event,
                                                    session.getProvider(Cors.class),
                                                    new TokenManager()))
                                    .getEntity();
        } catch (CorsErrorResponseException e) {
            // The grant has written the event. Its own check of reuse is one of the reasons.
            UserSessionModel userSession = clientSession.getUserSession();
            if (userSession != null) {
                revoke(userSession);
            }
            return new Result.SessionRevoked();
        }
        markCurrent(clientSession, idOf(response.getRefreshToken()));
        return new Result.Refreshed(
                new TokenPair(
                        response.getToken(),
                        Instant.ofEpochSecond(Time.currentTime() + response.getExpiresIn()),
                        response.getRefreshToken(),
                        token.getSessionId(),
                        token.getSubject(),
                        tenant.id()));
    }

    private boolean isOurs(RefreshToken token) {
        return token != null
                && TokenUtil.TOKEN_TYPE_REFRESH.equals(token.getType())
                && token.getSessionId() != null
                && token.getSubject() != null
                && tenant.client().getClientId().equals(token.getIssuedFor())
                && BearerTokens.issuer(session, tenant).equals(token.getIssuer());
    }

    private void revoke(UserSessionModel userSession) {
        AuthenticationManager.backchannelLogout(session, userSession, true);
    }

    private static String idOf(String encoded) {
        try {
            return new JWSInput(encoded).readJsonContent(RefreshToken.class).getId();
        } catch (JWSInputException e) {
            throw new IllegalStateException(
                    "the server made a refresh token that cannot be read", e);
        }
    }

    /** Held on all nodes until this request's transaction has ended, however it ends. */
    private boolean lock(String sessionId) {
        String key = "authrealm.refresh." + tenant.realm().getId() + '.' + sessionId;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!session.singleUseObjects().putIfAbsent(key, LOCK_SECONDS)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(
                    Duration.ofMillis(5 + ThreadLocalRandom.current().nextInt(20)).toNanos());
        }
        // The session provider has to enlist first, so that what it stores is there before we let
        // go.
        session.sessions();
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        session.getTransactionManager()
                .enlistAfterCompletion(
                        new AbstractKeycloakTransaction() {
                            @Override
                            protected void commitImpl() {
                                KeycloakModelUtils.runJobInTransaction(
                                        factory, s -> s.singleUseObjects().remove(key));
                            }

                            @Override
                            protected void rollbackImpl() {
                                commitImpl();
                            }
                        });
        return true;
    }
}
