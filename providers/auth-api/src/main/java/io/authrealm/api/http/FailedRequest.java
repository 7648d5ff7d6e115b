package io.authrealm.api.http;

import io.authrealm.api.tenant.NoPictureException;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.sql.DatabaseFailure;
import jakarta.persistence.EntityNotFoundException;
import jakarta.persistence.OptimisticLockException;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * The answer to a request that ended in an exception. Not every one is a bug: the database may be
 * away, or another request may have changed or removed what this one is about.
 *
 * @param tenant null if it was not known yet
 * @param callerId the user of the Bearer token; null if there is none, or if it is an admin's
 */
record FailedRequest(KeycloakSession session, String requestId, Tenant tenant, String callerId) {

    private static final Logger LOG = Logger.getLogger(FailedRequest.class);

    Answer answer(Refusals refusals, Throwable thrown) {
        if (DatabaseFailure.isAway(thrown) || thrown instanceof NoPictureException) {
            LOG.warnf("Request %s found no database: %s", requestId, thrown);
            return refusals.unavailable(Readiness.RETRY_AFTER_SECONDS);
        }
        Loss loss = loss();
        if (loss != Loss.NONE) {
            LOG.debugf(thrown, "Request %s has lost its %s", requestId, loss);
            return loss == Loss.TENANT ? refusals.notFound() : refusals.unauthorized();
        }
        if (DatabaseFailure.of(thrown).isPresent() || isStale(thrown)) {
            LOG.debugf(thrown, "Request %s was crossed by another", requestId);
            return refusals.crossed();
        }
        LOG.errorf(thrown, "Request %s failed", requestId);
        return refusals.internal();
    }

    /** What was removed since the request began. */
    private enum Loss {
        NONE,
        TENANT,
        CALLER
    }

    private Loss loss() {
        if (tenant == null) {
            return Loss.NONE;
        }
        try {
            return KeycloakModelUtils.runJobInTransactionWithResult(
                    session.getKeycloakSessionFactory(), this::loss);
        } catch (RuntimeException e) {
            LOG.debugf(e, "The tenant of request %s cannot be read", requestId);
            return Loss.NONE;
        }
    }

    private Loss loss(KeycloakSession job) {
        RealmModel realm = job.realms().getRealm(tenant.realm().getId());
        if (Tenant.of(job, realm).isEmpty()) {
            return Loss.TENANT;
        }
        return callerId == null || job.users().getUserById(realm, callerId) != null
                ? Loss.NONE
                : Loss.CALLER;
    }

    /** Whether a row was changed or removed after the request read it. */
    private static boolean isStale(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof OptimisticLockException || t instanceof EntityNotFoundException) {
                return true;
            }
        }
        return false;
    }
}
