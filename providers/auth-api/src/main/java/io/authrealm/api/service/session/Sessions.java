package io.authrealm.api.service.session;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.caller.SingleTokens;
import io.authrealm.api.keycloak.TokenIssuer;
import io.authrealm.api.keycloak.UserSessions;
import io.authrealm.api.store.SessionEnds;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.text.NumericAddress;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
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

    /**
     * One session that is alive.
     *
     * @param ip the network address; null if the client's proxy has told none in numbers
     * @param expiresAt when it ends if it is not used again
     */
    public record ActiveSession(
            String id,
            String userId,
            String tenantId,
            String ip,
            String userAgent,
            Device device,
            Instant createdAt,
            Instant lastSeenAt,
            Instant expiresAt) {}

    /** A UUID, or what Keycloak's pages take: random bytes in base64url. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /** What Keycloak has made of the header User-Agent; texts are null if that is nothing. */
    public record Device(String browser, String os, boolean isMobile) {

        static final Device UNKNOWN = new Device(null, null, false);
    }

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

    /**
     * The same for a client that names the user.
     *
     * @param userId any text
     */
    public OwnSessionsResult activeOf(Caller caller, String userId) {
        return userId.equalsIgnoreCase(caller.userId())
                ? new OwnSessionsResult.Listed(active(caller))
                : new OwnSessionsResult.NotOwn();
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

    /** Whether the user has as many sessions as the tenant allows. */
    public boolean areTooMany(UserModel user) {
        int most = tenant.settings().sessionsPerUser();
        return most > 0 && count(user) >= most;
    }

    private Stream<UserSessionModel> alive(UserModel user) {
        return session.sessions()
                .getUserSessionsStream(tenant.realm(), user)
                .filter(s -> UserSessions.isValid(tenant.realm(), s))
                .filter(new SessionEnds(session).endedOf(user).negate());
    }

    /**
     * Ends the session {@code id} if it is the caller's; otherwise does nothing.
     *
     * @return whether it was one of the caller's
     */
    public boolean revoke(Caller caller, String id) {
        UserSessionModel found =
                ID.matcher(id).matches()
                        ? session.sessions().getUserSession(tenant.realm(), id)
                        : null;
        boolean isOwn =
                found != null
                        && found.getUser() != null
                        && caller.userId().equals(found.getUser().getId());
        if (isOwn) {
            end(found);
        }
        return isOwn;
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

    /** Ends those sessions of the user whose client has one token and refreshes nothing. */
    public void endThoseOfSingleTokens(UserModel user) {
        session.sessions()
                .getUserSessionsStream(tenant.realm(), user)
                .filter(SingleTokens::hasOne)
                .toList()
                .forEach(this::end);
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

    ActiveSession describe(UserSessionModel s) {
        return new ActiveSession(
                s.getId(),
                s.getUser().getId(),
                tenant.id(),
                NumericAddress.of(s.getIpAddress()).isPresent() ? s.getIpAddress() : null,
                userAgent(s),
                device(s),
                Instant.ofEpochSecond(s.getStarted()),
                Instant.ofEpochSecond(s.getLastSessionRefresh()),
                UserSessions.expiresAt(tenant.realm(), s));
    }

    private static Device device(UserSessionModel s) {
        DeviceRepresentation device = DeviceActivityManager.getCurrentDevice(s);
        return device == null
                ? Device.UNKNOWN
                : new Device(device.getBrowser(), device.getOs(), device.isMobile());
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
