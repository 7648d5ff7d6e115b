package io.authrealm.api.service.session;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.keycloak.TokenIssuer;
import io.authrealm.api.keycloak.UserSessions;
import io.authrealm.api.store.SessionEnds;
import io.authrealm.api.tenant.Tenant;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.keycloak.device.DeviceActivityManager;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.account.DeviceRepresentation;

/** A user's Keycloak sessions, including those of browser sign-ins. */
public final class Sessions {

    private static final int MAX_LISTED = 100;

    /** One session that is alive. */
    public record ActiveSession(
            String id,
            String userId,
            String tenantId,
            String ip,
            String userAgent,
            Instant createdAt,
            Instant lastSeenAt) {}

    private final KeycloakSession session;
    private final Tenant tenant;

    public Sessions(KeycloakSession session, Tenant tenant) {
        this.session = session;
        this.tenant = tenant;
    }

    /** The caller's sessions, the newest first, at most {@value #MAX_LISTED}. */
    public List<ActiveSession> active(Caller caller) {
        return active(caller.user());
    }

    /** The same of any user. */
    public List<ActiveSession> active(UserModel user) {
        return alive(user)
                .sorted(Comparator.comparingInt(UserSessionModel::getStarted).reversed())
                .limit(MAX_LISTED)
                .map(this::describe)
                .toList();
    }

    /** How many sessions of the user are alive. */
    public int count(UserModel user) {
        return (int) alive(user).count();
    }

    private Stream<UserSessionModel> alive(UserModel user) {
        return session.sessions()
                .getUserSessionsStream(tenant.realm(), user)
                .filter(s -> UserSessions.isValid(tenant.realm(), s))
                .filter(new SessionEnds(session).endedOf(user).negate());
    }

    /** Ends the session {@code id} if it is the caller's; otherwise does nothing. */
    public void revoke(Caller caller, String id) {
        UserSessionModel found = session.sessions().getUserSession(tenant.realm(), id);
        if (found != null
                && found.getUser() != null
                && caller.userId().equals(found.getUser().getId())) {
            end(found);
        }
    }

    /**
     * Ends all sessions of the user, including those of offline tokens, and all unfinished business
     * of the account: links, second-factor challenges and sign-ins under way.
     */
    public void revokeAll(UserModel user) {
        revokeAllBut(null, user);
    }

    /** The same but for {@code kept}. */
    public void revokeOthers(UserModel user, UserSessionModel kept) {
        revokeAllBut(kept.getId(), user);
    }

    private void revokeAllBut(String keptId, UserModel user) {
        new SessionEnds(session).raise(tenant.realm(), user, keptId);
        Predicate<UserSessionModel> other = s -> !s.getId().equals(keptId);
        // Collected first, because ending a session changes what the streams read from.
        session.sessions()
                .getUserSessionsStream(tenant.realm(), user)
                .filter(other)
                .toList()
                .forEach(this::end);
        session.sessions()
                .getOfflineUserSessionsStream(tenant.realm(), user)
                .filter(other)
                .toList()
                .forEach(s -> session.sessions().removeOfflineUserSession(tenant.realm(), s));
        LateSessions.sweepAfterCommit(session, tenant.realm(), user);
    }

    /** Ends the session and writes the event of a logout. */
    public void end(UserSessionModel ended) {
        ApiEvents.open(session, tenant, EventType.LOGOUT)
                .user(ended.getUser())
                .session(ended)
                .detail(Details.USERNAME, ended.getLoginUsername())
                .success();
        UserSessions.end(session, ended);
    }

    private ActiveSession describe(UserSessionModel s) {
        return new ActiveSession(
                s.getId(),
                s.getUser().getId(),
                tenant.id(),
                s.getIpAddress(),
                userAgent(s),
                Instant.ofEpochSecond(s.getStarted()),
                Instant.ofEpochSecond(s.getLastSessionRefresh()));
    }

    private static String userAgent(UserSessionModel s) {
        String sent = s.getNote(TokenIssuer.USER_AGENT_NOTE);
        if (sent != null) {
            return sent.isEmpty() ? null : sent;
        }
        // A browser sign-in has no such note. Keycloak's description of the device takes its place.
        DeviceRepresentation device = DeviceActivityManager.getCurrentDevice(s);
        return device == null ? null : device.getBrowser() + " (" + device.getOs() + ")";
    }
}
