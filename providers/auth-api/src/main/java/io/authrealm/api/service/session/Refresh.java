package io.authrealm.api.service.session;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.keycloak.RealmIssuer;
import io.authrealm.api.keycloak.RefreshGrant;
import io.authrealm.api.keycloak.ServerTime;
import io.authrealm.api.keycloak.SigningKeys;
import io.authrealm.api.keycloak.TokenIssuer;
import io.authrealm.api.keycloak.UserSessions;
import io.authrealm.api.service.factor.SecondFactorDemand;
import io.authrealm.api.store.DeletedUsers;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.limits.KeyedGate;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.AccessTokenResponse;
import org.keycloak.representations.RefreshToken;
import org.keycloak.util.TokenUtil;

/**
 * One refresh at one tenant, with rotation (RFC 9700, section 4.14.2). The tokens come from the
 * server's own refresh grant; {@link RefreshRotation} decides whether the token may be used. The
 * request's transaction is committed here, because the use counts only after that.
 */
final class Refresh {

    private final KeycloakSession session;
    private final KeyedGate gate;
    private final Tenant tenant;

    /**
     * @param gate lets one refresh of a session through at a time on this node, so that a second
     *     one does not even try to claim
     */
    Refresh(KeycloakSession session, KeyedGate gate, Tenant tenant) {
        this.session = session;
        this.gate = gate;
        this.tenant = tenant;
    }

    RefreshResult refresh(String encoded) {
        EventBuilder event = ApiEvents.open(session, tenant, EventType.REFRESH_TOKEN);
        RefreshToken token =
                SigningKeys.areNamedBy(session, tenant.realm(), encoded)
                        ? session.tokens().decode(encoded, RefreshToken.class)
                        : null;
        if (!isOurs(token)) {
            event.error(Errors.INVALID_TOKEN);
            return new RefreshResult.Invalid();
        }
        event.session(token.getSessionId())
                .user(token.getSubject())
                .detail(Details.REFRESH_TOKEN_ID, token.getId());
        Optional<KeyedGate.Pass> pass =
                gate.enter(tenant.realm().getId() + '|' + token.getSessionId());
        if (pass.isEmpty()) {
            return new RefreshResult.Busy(KeyedGate.RETRY_AFTER_SECONDS);
        }
        try (KeyedGate.Pass inside = pass.get()) {
            return refresh(encoded, token, event);
        } catch (RuntimeException e) {
            // The rows of a session that ends meanwhile can no longer be written.
            if (!RefreshRotation.isGoneNow(session, tenant.realm(), token.getSessionId())) {
                throw e;
            }
            session.getTransactionManager().setRollbackOnly();
            return new RefreshResult.SessionRevoked();
        }
    }

    private RefreshResult refresh(String encoded, RefreshToken token, EventBuilder event) {
        UserSessionModel userSession =
                session.sessions().getUserSession(tenant.realm(), token.getSessionId());
        return refusal(userSession, token, event)
                .orElseGet(() -> rotate(userSession, encoded, token, event));
    }

    private Optional<RefreshResult> refusal(
            UserSessionModel userSession, RefreshToken token, EventBuilder event) {
        UserModel user =
                userSession != null
                        ? userSession.getUser()
                        : session.users().getUserById(tenant.realm(), token.getSubject());
        // Checked before the session, because the sessions of such a user have been ended.
        if (user == null || DeletedUsers.contains(session, user)) {
            event.error(Errors.USER_NOT_FOUND);
            return Optional.of(new RefreshResult.AccountSuspended());
        }
        if (!user.isEnabled()) {
            event.error(Errors.USER_DISABLED);
            return Optional.of(new RefreshResult.AccountSuspended());
        }
        if (userSession == null
                || RefreshRotation.isGone(session, userSession)
                || clientSession(userSession) == null) {
            event.error(Errors.INVALID_TOKEN);
            return Optional.of(
                    token.isActive()
                            ? new RefreshResult.SessionRevoked()
                            : new RefreshResult.Outlived());
        }
        if (!token.isActive()) {
            event.error(Errors.EXPIRED_CODE);
            return Optional.of(new RefreshResult.Invalid());
        }
        if (!SecondFactorDemand.isMetIn(session, userSession)) {
            event.detail(Details.REASON, "a second factor is demanded").error(Errors.NOT_ALLOWED);
            UserSessions.end(session, userSession);
            return Optional.of(revoked());
        }
        return Optional.empty();
    }

    private RefreshResult rotate(
            UserSessionModel userSession, String encoded, RefreshToken token, EventBuilder event) {
        RefreshRotation rotation = new RefreshRotation(session, tenant.realm(), token);
        if (rotation.isReplay(session)) {
            rotation.endReplayed(session, userSession);
            session.getTransactionManager().commit();
            return new RefreshResult.Replayed();
        }
        rotation.overruleServer(session, clientSession(userSession));
        Optional<AccessTokenResponse> response =
                RefreshGrant.process(session, tenant.client(), encoded, event);
        if (response.isEmpty()) {
            // The grant has written the event.
            UserSessions.end(session, userSession);
            return revoked();
        }
        session.getTransactionManager().commit();
        return settle(rotation, token, response.get());
    }

    private AuthenticatedClientSessionModel clientSession(UserSessionModel userSession) {
        return userSession.getAuthenticatedClientSessionByClient(tenant.client().getId());
    }

    /** Commits before the next refresh of the session is let in. */
    private RefreshResult revoked() {
        session.getTransactionManager().commit();
        return new RefreshResult.SessionRevoked();
    }

    private RefreshResult settle(
            RefreshRotation rotation, RefreshToken token, AccessTokenResponse response) {
        return rotation.claim(RefreshRotation.issuedIn(response))
                ? new RefreshResult.Refreshed(
                        new TokenPair(
                                response.getToken(),
                                Instant.ofEpochSecond(
                                        ServerTime.seconds() + response.getExpiresIn()),
                                response.getRefreshToken(),
                                TokenIssuer.refreshExpiresAt(response),
                                response.getScope(),
                                response.getNotBeforePolicy(),
                                token.getSessionId(),
                                token.getSubject(),
                                tenant.id()))
                : new RefreshResult.SessionRevoked();
    }

    private boolean isOurs(RefreshToken token) {
        return token != null
                && TokenUtil.TOKEN_TYPE_REFRESH.equals(token.getType())
                && token.getSessionId() != null
                && token.getSubject() != null
                && tenant.client().getClientId().equals(token.getIssuedFor())
                && RealmIssuer.of(session, tenant.realm()).equals(token.getIssuer());
    }
}
