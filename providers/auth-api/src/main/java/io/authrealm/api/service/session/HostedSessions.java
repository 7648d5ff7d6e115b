package io.authrealm.api.service.session;

import io.authrealm.api.keycloak.LoginCookies;
import io.authrealm.api.keycloak.ServerTime;
import io.authrealm.api.keycloak.UserSessions;
import io.authrealm.api.store.DeletedUsers;
import io.authrealm.api.store.SessionEnds;
import io.authrealm.api.tenant.Tenant;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/**
 * The sessions that browsers hold by cookies. Such a session is an ordinary one of Keycloak's. Two
 * things stand for it in the browser. Keycloak's own cookies, which go to the paths of the realm,
 * sign the user in to every other client of the realm. The API's cookie goes to the API and does no
 * more than to name the session that a sign-out is to end.
 */
public final class HostedSessions {

    /** Session note with the hash of the cookie's secret, and the end in seconds since 1970. */
    private static final String NOTE = "authrealm.hosted";

    /** Browsers keep no cookie much longer. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private final KeycloakSession session;
    private final Tenant tenant;

    public HostedSessions(KeycloakSession session, Tenant tenant) {
        this.session = session;
        this.tenant = tenant;
    }

    /**
     * Gives a new session to the browser that sends the request. It must not be committed yet, so
     * that it is stored with the note.
     */
    public HostedSession open(UserSessionModel opened) {
        HostedSession hosted = prepare(opened);
        LoginCookies.set(session, tenant.realm(), opened);
        return hosted;
    }

    /** The same, and {@link #handOver} gives it to the browser once it is committed. */
    public HostedSession prepare(UserSessionModel opened) {
        HostedCookie cookie = HostedCookie.of(tenant.realm().getId(), opened.getId());
        Duration lifetime = lifetime();
        long end = ServerTime.seconds() + lifetime.toSeconds();
        opened.setNote(NOTE, cookie.hash() + '|' + end);
        return new HostedSession(opened.getUser().getId(), cookie, lifetime);
    }

    /** Gives the browser a session that was prepared, unless it has ended already. */
    public void handOver(HostedSession prepared) {
        find(prepared.cookie())
                .ifPresent(opened -> LoginCookies.set(session, tenant.realm(), opened));
    }

    private Duration lifetime() {
        Duration set = tenant.settings().hostedSession();
        return set.isZero()
                ? Duration.ofSeconds(
                        Math.min(tenant.realm().getSsoSessionMaxLifespan(), LONGEST.toSeconds()))
                : set;
    }

    /** The session of the cookie, if it is alive, and the cookie is genuine and not too old. */
    Optional<UserSessionModel> find(HostedCookie cookie) {
        if (!cookie.realmId().equals(tenant.realm().getId())) {
            return Optional.empty();
        }
        return Optional.ofNullable(
                        session.sessions().getUserSession(tenant.realm(), cookie.sessionId()))
                .filter(found -> isOpenedBy(cookie, found))
                .filter(found -> isOfUser(found.getUser()))
                .filter(found -> UserSessions.isValid(tenant.realm(), found))
                .filter(found -> !new SessionEnds(session).hasEnded(found));
    }

    private boolean isOfUser(UserModel user) {
        return user != null && !DeletedUsers.contains(session, user);
    }

    private static boolean isOpenedBy(HostedCookie cookie, UserSessionModel found) {
        String note = found.getNote(NOTE);
        if (note == null) {
            return false;
        }
        int separator = note.indexOf('|');
        return MessageDigest.isEqual(bytes(cookie.hash()), bytes(note.substring(0, separator)))
                && Long.parseLong(note.substring(separator + 1)) > ServerTime.seconds();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
