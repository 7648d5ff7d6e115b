package io.authrealm.hashing;

import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * Stored hashes that no password will ever match. The operator is told of them; whoever tries a
 * password waits as long as for any other.
 */
final class UnreadableHashes {

    private static final Logger LOG = Logger.getLogger(UnreadableHashes.class);

    private UnreadableHashes() {}

    static void refuse(KeycloakSession session, PasswordCredentialModel credential, String reason) {
        LOG.warnf(
                "The stored password hash of credential %s cannot be verified: %s",
                credential.getId(), reason);
        TimingHash.compute(session);
    }
}
