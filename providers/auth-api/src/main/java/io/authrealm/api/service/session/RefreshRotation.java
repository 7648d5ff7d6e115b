package io.authrealm.api.service.session;

import io.authrealm.api.keycloak.TracedEvents;
import io.authrealm.api.keycloak.UserSessions;
import io.authrealm.api.store.RefreshChain;
import io.authrealm.api.store.RefreshChains;
import io.authrealm.api.store.SessionEnds;
import java.util.Optional;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.jose.jws.JWSInputException;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.KeycloakSessionTaskWithResult;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.representations.AccessTokenResponse;
import org.keycloak.representations.RefreshToken;

/**
 * A use of a refresh token, by the realm's settings "Revoke Refresh Token" and "Refresh Token Max
 * Reuse", at either endpoint.
 *
 * <p>The server's own check compares tokens by whole seconds. It also writes its findings into the
 * cached session at once, so that a refresh whose commit fails counts as a use. Here a use is
 * claimed in a transaction of its own, after everything else of the refresh is committed. Of
 * several uses at the same moment, on any node, only as many are granted as the realm allows. A
 * refresh that fails leaves its token good. No lock is held, so a node that dies leaves none
 * behind.
 */
public final class RefreshRotation {

    /** The error of the event of a replay. */
    static final String REPLAY = "refresh_token_reuse";

    private enum Claim {
        GRANTED,
        REPLAY,
        SESSION_GONE,

        /** Another use of a token of the chain was stored at the same moment. */
        OVERTAKEN
    }

    /** More uses than can get ahead of this one: {@link RefreshChain} grants fewer of one token. */
    private static final int MOST_TRIES = 2 * RefreshChain.MOST_REUSES;

    private final KeycloakSessionFactory factory;
    private final KeycloakContext context;
    private final RealmModel realm;
    private final RefreshToken token;

    public RefreshRotation(KeycloakSession session, RealmModel realm, RefreshToken token) {
        this.factory = session.getKeycloakSessionFactory();
        this.context = session.getContext();
        this.realm = realm;
        this.token = token;
    }

    /**
     * Whether the token was used as often as the realm allows, or a token that was issued for it
     * was used.
     */
    public boolean isReplay(KeycloakSession session) {
        return realm.isRevokeRefreshToken()
                && new RefreshChains(session)
                        .find(chainId())
                        .filter(chain -> !chain.accepts(token.getId(), maxReuse()))
                        .isPresent();
    }

    /**
     * Keeps the server's own check, which comes next, from deciding by leftovers of earlier
     * requests: the lock of a node that has died, and notes that were never committed.
     */
    public void overruleServer(
            KeycloakSession session, AuthenticatedClientSessionModel clientSession) {
        if (!realm.isRevokeRefreshToken()) {
            return;
        }
        String key = reuseId().orElse("");
        session.singleUseObjects().remove("refreshLock:" + token.getSessionId() + ':' + key);
        clientSession.setRefreshToken(key, token.getId());
        clientSession.setRefreshTokenUseCount(key, 0);
    }

    /**
     * Whether the session has ended. If so, what is left of it is removed, for example from the
     * cache.
     */
    public static boolean isGone(KeycloakSession session, UserSessionModel userSession) {
        if (!new SessionEnds(session).hasEnded(userSession)) {
            return false;
        }
        session.sessions().removeUserSession(userSession.getRealm(), userSession);
        return true;
    }

    /** Whether the session has ended by the committed state, after a request that has failed. */
    static boolean isGoneNow(KeycloakSession failed, RealmModel realm, String sessionId) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                failed.getKeycloakSessionFactory(),
                failed.getContext(),
                job -> {
                    UserSessionModel found = job.sessions().getUserSession(realm, sessionId);
                    return found == null || isGone(job, found);
                },
                "AuthRealm refresh");
    }

    /** Ends the session of a replayed token. */
    public void endReplayed(KeycloakSession session, UserSessionModel userSession) {
        TracedEvents.open(session, realm, token.getIssuedFor(), EventType.REFRESH_TOKEN)
                .session(token.getSessionId())
                .user(token.getSubject())
                .detail(Details.REFRESH_TOKEN_ID, token.getId())
                .detail(Details.REASON, REPLAY)
                .error(REPLAY);
        UserSessions.end(session, userSession);
    }

    /**
     * Claims the use, after everything else of the refresh is committed.
     *
     * @param issued the token that was issued for this one
     * @return false if the use is not granted; the session has then ended
     */
    public boolean claim(RefreshToken issued) {
        for (int i = 0; i < MOST_TRIES; i++) {
            Claim claim = tryClaim(issued);
            if (claim == Claim.REPLAY) {
                job(this::endReplayed);
            }
            if (claim != Claim.OVERTAKEN) {
                return claim == Claim.GRANTED;
            }
        }
        throw new IllegalStateException("no end of the uses of a refresh token");
    }

    private Claim tryClaim(RefreshToken issued) {
        try {
            return job(job -> claimIn(job, issued));
        } catch (RuntimeException e) {
            // Of two first uses of a chain at the same moment, only one can be stored.
            if (job(job -> new RefreshChains(job).find(chainId())).isEmpty()) {
                throw e;
            }
            return Claim.OVERTAKEN;
        }
    }

    private Claim claimIn(KeycloakSession job, RefreshToken issued) {
        UserSessionModel userSession = job.sessions().getUserSession(realm, token.getSessionId());
        if (userSession == null || isGone(job, userSession)) {
            return Claim.SESSION_GONE;
        }
        if (!realm.isRevokeRefreshToken()) {
            return Claim.GRANTED;
        }
        RefreshChains chains = new RefreshChains(job);
        Optional<RefreshChain> next =
                chains.find(chainId())
                        .map(chain -> chain.use(token.getId(), maxReuse(), issued.getId()))
                        .orElseGet(
                                () ->
                                        Optional.of(
                                                RefreshChain.begin(token.getId(), issued.getId())));
        if (next.isEmpty()) {
            return Claim.REPLAY;
        }
        return chains.advance(chainId(), realm.getId(), next.get(), issued.getExp())
                ? Claim.GRANTED
                : Claim.OVERTAKEN;
    }

    private Void endReplayed(KeycloakSession job) {
        UserSessionModel userSession = job.sessions().getUserSession(realm, token.getSessionId());
        if (userSession != null) {
            endReplayed(job, userSession);
        }
        return null;
    }

    /** The refresh token in an answer of the server's refresh grant. */
    public static RefreshToken issuedIn(AccessTokenResponse response) {
        try {
            return new JWSInput(response.getRefreshToken()).readJsonContent(RefreshToken.class);
        } catch (JWSInputException e) {
            throw new IllegalStateException(
                    "the server made a refresh token that cannot be read", e);
        }
    }

    private <V> V job(KeycloakSessionTaskWithResult<V> task) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                factory, context, task, "AuthRealm refresh");
    }

    private int maxReuse() {
        return realm.getRefreshTokenMaxReuse();
    }

    /**
     * The tokens of one sign-in share an id, unless the realm revoked no refresh tokens at that
     * time.
     */
    private String chainId() {
        return reuseId().orElse(token.getSessionId());
    }

    private Optional<String> reuseId() {
        return Optional.ofNullable(token.getOtherClaims().get(Constants.REUSE_ID))
                .map(String::valueOf);
    }
}
