package io.authrealm.api.service.signin;

import io.authrealm.api.keycloak.ServerTime;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.text.Sha256;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The open challenges of sign-ins that wait for another request. A challenge is a single-use object
 * under the hash of its token, and holds the realm that it belongs to. An answer takes it out, so
 * of several answers at the same moment only one is looked at. After a wrong answer it is put back
 * with one attempt less. A challenge is worthless once its account has changed, see {@link
 * io.authrealm.api.store.AccountState}.
 */
public final class Challenges {

    /** What a challenge waits for. A challenge of one kind is worthless for the other. */
    enum Kind {
        /** The flow waits at a step that asks for a second factor. */
        FACTOR,

        /** The flow is complete, and the user has something to do before there are tokens. */
        ACTIONS
    }

    /**
     * @param rootId the authentication session's root
     * @param tabId the authentication session's tab
     * @param userId the user of the authentication session
     * @param account the state of the account that the challenge depends on
     * @param attempts wrong answers that are left, including the next
     * @param endsAt seconds since 1970
     */
    record Challenge(
            Kind kind,
            String rootId,
            String tabId,
            String userId,
            String account,
            int attempts,
            long endsAt) {

        Challenge afterWrongAnswer() {
            return new Challenge(kind, rootId, tabId, userId, account, attempts - 1, endsAt);
        }

        /** The same challenge after the sign-in itself has changed the account. */
        Challenge withAccount(String now) {
            return new Challenge(kind, rootId, tabId, userId, now, attempts, endsAt);
        }
    }

    private final KeycloakSession session;
    private final Tenant tenant;

    Challenges(KeycloakSession session, Tenant tenant) {
        this.session = session;
        this.tenant = tenant;
    }

    /**
     * Opens a challenge for the authentication session and returns its token, a UUID. It counts
     * once the request's transaction is committed.
     *
     * @param account the state of the account that the challenge depends on
     * @param attempts wrong answers that are left, including the next
     */
    String open(
            Kind kind, AuthenticationSessionModel authentication, String account, int attempts) {
        String token = UUID.randomUUID().toString();
        putBack(
                token,
                new Challenge(
                        kind,
                        authentication.getParentSession().getId(),
                        authentication.getTabId(),
                        authentication.getAuthenticatedUser().getId(),
                        account,
                        attempts,
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

    /** Whether the challenge is open, in any realm, and asks for a second factor. */
    public static boolean asksForFactor(KeycloakSession session, String token) {
        return Optional.ofNullable(session.singleUseObjects().get(key(token)))
                .filter(notes -> Kind.FACTOR.name().equals(notes.get("kind")))
                .isPresent();
    }

    /**
     * Takes the challenge out; nothing if it is unknown, answered, taken, expired, of another kind
     * or another tenant's.
     */
    Optional<Challenge> take(Kind kind, String token) {
        return Optional.ofNullable(session.singleUseObjects().get(key(token)))
                .filter(notes -> tenant.realm().getId().equals(notes.get("realm")))
                .filter(notes -> isOf(kind, notes))
                .map(notes -> session.singleUseObjects().remove(key(token)))
                .map(notes -> challenge(kind, notes))
                .filter(challenge -> challenge.endsAt() > ServerTime.seconds());
    }

    static boolean isOf(Kind kind, Map<String, String> notes) {
        return kind.name().equals(notes.get("kind"));
    }

    private static Challenge challenge(Kind kind, Map<String, String> notes) {
        return new Challenge(
                kind,
                notes.get("root"),
                notes.get("tab"),
                notes.get("user"),
                notes.get("account"),
                Integer.parseInt(notes.get("attempts")),
                Long.parseLong(notes.get("ends")));
    }

    /**
     * Puts the challenge back, unless its attempts or its time are used up. That it was taken is
     * not undone with the request, so neither is this.
     */
    boolean putBack(String token, Challenge challenge) {
        long seconds = challenge.endsAt() - ServerTime.seconds();
        if (challenge.attempts() <= 0 || seconds <= 0) {
            return false;
        }
        Map<String, String> notes =
                Map.of(
                        "realm", tenant.realm().getId(),
                        "kind", challenge.kind().name(),
                        "root", challenge.rootId(),
                        "tab", challenge.tabId(),
                        "user", challenge.userId(),
                        "account", challenge.account(),
                        "attempts", String.valueOf(challenge.attempts()),
                        "ends", String.valueOf(challenge.endsAt()));
        if (session.getTransactionManager().getRollbackOnly()) {
            KeycloakModelUtils.runJobInTransaction(
                    session.getKeycloakSessionFactory(),
                    job -> job.singleUseObjects().put(key(token), seconds, notes));
        } else {
            session.singleUseObjects().put(key(token), seconds, notes);
        }
        return true;
    }

    /** The token as it was made: a UUID in capitals is the same one. */
    static String spelled(String token) {
        return token.toLowerCase(Locale.ROOT);
    }

    /** Names the single-use object of a challenge. */
    static String key(String token) {
        return "authrealm.challenge." + Sha256.hex(spelled(token));
    }
}
