package io.authrealm.hashing;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.PasswordPolicy;
import org.keycloak.models.RealmModel;

/**
 * A hash that is computed only for the time it takes, if there is none to compare a password with.
 */
public final class TimingHash {

    private TimingHash() {}

    /**
     * Takes as long as hashing a new password of the realm in the context.
     *
     * @throws HashingBusyException if no permit is free in time, as for any other hash
     */
    public static void compute(KeycloakSession session) {
        RealmModel realm = session.getContext().getRealm();
        PasswordPolicy policy = realm == null ? null : realm.getPasswordPolicy();
        PasswordUpgrade.target(session, policy)
                .encodedCredential(
                        "a password that nobody has",
                        policy == null ? -1 : policy.getHashIterations());
    }
}
