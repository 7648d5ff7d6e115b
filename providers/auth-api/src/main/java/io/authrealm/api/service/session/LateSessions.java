package io.authrealm.api.service.session;

import io.authrealm.api.store.AccountState;
import io.authrealm.api.store.OpenPages;
import io.authrealm.api.store.SessionEnds;
import io.authrealm.api.tenant.Tenant;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Ends the sessions of sign-ins that were under way while all sessions of their user were ended.
 *
 * <p>Keycloak stores a session after the transaction of its sign-in. So both sides look again after
 * their commit: the sign-in at the state of the account, and the other side at the stored sessions.
 * The one that looks last sees what the other has done.
 */
public final class LateSessions {

    private static final String TO_BE_SWEPT = "authrealm.late-sessions.";

    private LateSessions() {}

    /**
     * Ends the user's sessions of earlier epochs once the transaction is committed, and the user's
     * sign-ins on pages.
     */
    static void sweepAfterCommit(KeycloakSession session, RealmModel realm, UserModel user) {
        String realmId = realm.getId();
        String id = user.getId();
        if (areToBeSwept(session, id)) {
            return;
        }
        session.setAttribute(TO_BE_SWEPT + id, true);
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        KeycloakContext context = session.getContext();
        // Enlisted first, so that the sessions of this transaction are stored before they are
        // looked at again.
        session.sessions();
        session.getTransactionManager()
                .enlistAfterCompletion(
                        new AbstractKeycloakTransaction() {
                            @Override
                            protected void commitImpl() {
                                KeycloakModelUtils.runJobInTransaction(
                                        factory, context, job -> sweep(job, realmId, id));
                            }

                            @Override
                            protected void rollbackImpl() {}
                        });
    }

    /** Whether this transaction has ended the user's sessions already. */
    static boolean areToBeSwept(KeycloakSession session, String userId) {
        return session.getAttribute(TO_BE_SWEPT + userId) != null;
    }

    private static void sweep(KeycloakSession job, String realmId, String userId) {
        RealmModel realm = job.realms().getRealm(realmId);
        UserModel user = realm == null ? null : job.users().getUserById(realm, userId);
        if (user == null) {
            return;
        }
        job.getContext().setRealm(realm);
        new OpenPages(job, realm).close(user);
        job.sessions()
                .getUserSessionsStream(realm, user)
                .filter(new SessionEnds(job).endedOf(user))
                .toList()
                .forEach(late -> end(job, late));
    }

    /** Whether {@link #isLate(KeycloakSession, String, String, AccountState)} holds for tokens. */
    public static boolean isLate(KeycloakSession session, TokenPair tokens, AccountState before) {
        return isLate(session, tokens.userId(), tokens.sessionId(), before);
    }

    /**
     * Looks whether a committed sign-in began before the account's sessions were ended or its
     * password was changed. If so, ends its session.
     *
     * @param session of the sign-in
     * @param userId of the account
     * @param sessionId of the session that the sign-in has opened
     * @param before the account's state before a secret was looked at
     */
    public static boolean isLate(
            KeycloakSession session, String userId, String sessionId, AccountState before) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                session.getContext(),
                job -> isLateIn(job, userId, sessionId, before),
                "AuthRealm sign-in");
    }

    private static boolean isLateIn(
            KeycloakSession job, String userId, String sessionId, AccountState before) {
        RealmModel realm = job.getContext().getRealm();
        UserModel user = job.users().getUserById(realm, userId);
        if (user != null && user.isEnabled() && before.holdsIn(AccountState.of(job, user))) {
            return false;
        }
        UserSessionModel late = job.sessions().getUserSession(realm, sessionId);
        if (late != null) {
            end(job, late);
        }
        return true;
    }

    private static void end(KeycloakSession job, UserSessionModel late) {
        Tenant.of(job, job.getContext().getRealm())
                .ifPresentOrElse(
                        tenant -> new Sessions(job, tenant).end(late),
                        () -> job.sessions().removeUserSession(late.getRealm(), late));
    }
}
