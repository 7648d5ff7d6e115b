package io.authrealm.hashing;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.PasswordPolicy;
import org.keycloak.models.credential.PasswordCredentialModel;

/** Hashes a password as the realm of the session's context requires for new passwords. */
public final class NewHash {

    private NewHash() {}

    /**
     * Returns a credential that is not stored yet, without id and date. Checks no password policy.
     *
     * @throws HashingBusyException if the hash would have to wait too long
     */
    public static PasswordCredentialModel of(KeycloakSession session, String rawPassword) {
        PasswordPolicy policy = session.getContext().getRealm().getPasswordPolicy();
        int iterations = policy == null ? -1 : policy.getHashIterations();
        return PasswordUpgrade.target(session, policy).encodedCredential(rawPassword, iterations);
    }
}
