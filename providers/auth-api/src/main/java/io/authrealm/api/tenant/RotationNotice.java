package io.authrealm.api.tenant;

import org.jboss.logging.Logger;
import org.keycloak.models.RealmModel;

/** Logs what it means if a realm opts in whose refresh tokens can be used again. */
final class RotationNotice {

    private static final Logger LOG = Logger.getLogger(RotationNotice.class);

    private RotationNotice() {}

    static void write(RealmModel realm) {
        if (!realm.isRevokeRefreshToken()) {
            LOG.warnf(
                    "Realm %s does not revoke refresh tokens: a refresh token that was stolen works"
                            + " beside the real one until the session ends, and nobody notices."
                            + " Switch \"Revoke Refresh Token\" on to have them used once.",
                    realm.getName());
        } else if (realm.getRefreshTokenMaxReuse() > 0) {
            LOG.warnf(
                    "Realm %s lets a refresh token be used again %d times: the theft of a refresh"
                            + " token is noticed only after that.",
                    realm.getName(), realm.getRefreshTokenMaxReuse());
        }
    }
}
