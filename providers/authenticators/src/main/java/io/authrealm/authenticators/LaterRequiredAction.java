package io.authrealm.authenticators;

import org.jboss.logging.Logger;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Adds a required action to a user after the present request, in a transaction of its own. */
final class LaterRequiredAction extends AbstractKeycloakTransaction {

    private static final Logger LOG = Logger.getLogger(LaterRequiredAction.class);

    private final KeycloakSession session;
    private final String realmId;
    private final String userId;
    private final String action;

    LaterRequiredAction(KeycloakSession session, String realmId, String userId, String action) {
        this.session = session;
        this.realmId = realmId;
        this.userId = userId;
        this.action = action;
    }

    @Override
    protected void commitImpl() {
        try {
            KeycloakModelUtils.runJobInTransaction(
                    session.getKeycloakSessionFactory(), session.getContext(), this::add);
        } catch (Throwable e) {
            // The sign-in is complete and stays so; the next one looks the password up again. An
            // error must not prevent other work after this request.
            LOG.infof("Could not ask user %s for %s: %s", userId, action, e.getClass().getName());
        }
    }

    private void add(KeycloakSession job) {
        RealmModel realm = job.realms().getRealm(realmId);
        UserModel user = realm == null ? null : job.users().getUserById(realm, userId);
        if (user != null) {
            user.addRequiredAction(action);
        }
    }

    @Override
    protected void rollbackImpl() {
        // The sign-in did not take place.
    }
}
