package io.authrealm.hashing;

import org.jboss.logging.Logger;
import org.keycloak.models.credential.PasswordCredentialModel;

/** Tells the operator of stored hashes that no password will ever match. */
final class UnreadableHashes {

    private static final Logger LOG = Logger.getLogger(UnreadableHashes.class);

    private UnreadableHashes() {}

    static void log(PasswordCredentialModel credential, String reason) {
        LOG.warnf(
                "The stored password hash of credential %s cannot be verified: %s",
                credential.getId(), reason);
    }
}
