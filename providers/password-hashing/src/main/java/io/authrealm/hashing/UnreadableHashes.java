package io.authrealm.hashing;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * Stored hashes that no password will ever match. The log reports each of them once. An attempt
 * takes as long as any other.
 */
final class UnreadableHashes {

    private static final Logger LOG = Logger.getLogger(UnreadableHashes.class);

    private static final int REMEMBERED = 1000;

    /** The ids of the credentials that were reported last. */
    private static final Set<String> TOLD =
            Collections.synchronizedSet(
                    Collections.newSetFromMap(
                            new LinkedHashMap<>() {
                                @Override
                                protected boolean removeEldestEntry(
                                        Map.Entry<String, Boolean> eldest) {
                                    return size() > REMEMBERED;
                                }
                            }));

    private UnreadableHashes() {}

    static void refuse(KeycloakSession session, PasswordCredentialModel credential, String reason) {
        if (TOLD.add(String.valueOf(credential.getId()))) {
            LOG.warnf(
                    "The stored password hash of credential %s cannot be verified: %s",
                    credential.getId(), reason);
        }
        TimingHash.compute(session);
    }
}
