package io.authrealm.api.service.signin;

import io.authrealm.api.keycloak.ServerTime;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.text.Sha256;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The open second-factor challenges. A challenge is a single-use object under the hash of its
 * token, and holds the realm that it belongs to. An answer takes it out, so of several answers at
 * the same moment only one is looked at. After a wrong code it is put back with one attempt less. A
 * challenge is worthless once its account has changed, see {@link
 * io.authrealm.api.store.AccountState}.
 */
public final class MfaChallenges {

    /**
     * @param rootId the authentication session's root
     * @param tabId the authentication session's tab
     * @param account the state of the account that the challenge depends on
     * @param attempts wrong codes that are left, including the next
     * @param endsAt seconds since 1970
     */
    record Challenge(String rootId, String tabId, String account, int attempts, long endsAt) {

        Challenge afterWrongCode() {
            return new Challenge(rootId, tabId, account, attempts - 1, endsAt);
        }
    }

    private final KeycloakSession session;
    private final Tenant tenant;

    MfaChallenges(KeycloakSession session, Tenant tenant) {
        this.session = session;
        this.tenant = tenant;
    }

    /**
     * Opens a challenge for the authentication session and returns its token.
     *
     * @param account the state of the account that the challenge depends on
     */
    String open(AuthenticationSessionModel authentication, String account) {
        String token = UUID.randomUUID().toString();
        putBack(
                token,
                new Challenge(
                        authentication.getParentSession().getId(),
                        authentication.getTabId(),
                        account,
                        tenant.settings().mfaMaxAttempts(),
                        ServerTime.seconds() + tenant.settings().mfaLifetimeSeconds()));
        return token;
    }

    /**
     * The realm in which the challenge was opened, for a request at the root; nothing if it is
     * unknown.
     */
    public static Optional<String> realmOf(KeycloakSession session, String token) {
        return Optional.ofNullable(session.singleUseObjects().get(key(token)))
                .map(notes -> notes.get("realm"));
    }

    /**
     * Takes the challenge out; nothing if it is unknown, answered, taken, expired or another
     * tenant's.
     */
    Optional<Challenge> take(String token) {
        return realmOf(session, token)
                .filter(tenant.realm().getId()::equals)
                .map(realm -> session.singleUseObjects().remove(key(token)))
                .map(
                        n ->
                                new Challenge(
                                        n.get("root"),
                                        n.get("tab"),
                                        n.get("account"),
                                        Integer.parseInt(n.get("attempts")),
                                        Long.parseLong(n.get("ends"))))
                .filter(challenge -> challenge.endsAt() > ServerTime.seconds());
    }

    /** Puts the challenge back, unless its attempts or its time are used up. */
    boolean putBack(String token, Challenge challenge) {
        long seconds = challenge.endsAt() - ServerTime.seconds();
        if (challenge.attempts() <= 0 || seconds <= 0) {
            return false;
        }
        session.singleUseObjects()
                .put(
                        key(token),
                        seconds,
                        Map.of(
                                "realm", tenant.realm().getId(),
                                "root", challenge.rootId(),
                                "tab", challenge.tabId(),
                                "account", challenge.account(),
                                "attempts", String.valueOf(challenge.attempts()),
                                "ends", String.valueOf(challenge.endsAt())));
        return true;
    }

    private static String key(String token) {
        return "authrealm.mfa." + Sha256.hex(token);
    }
}
