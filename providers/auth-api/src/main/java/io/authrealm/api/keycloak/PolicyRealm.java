package io.authrealm.api.keycloak;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.PasswordPolicy;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.RealmModelDelegate;

/** A realm with another password policy: that of a realm that is not made yet. */
public final class PolicyRealm extends RealmModelDelegate {

    private final PasswordPolicy policy;

    private PolicyRealm(RealmModel realm, PasswordPolicy policy) {
        super(realm);
        this.policy = policy;
    }

    @Override
    public PasswordPolicy getPasswordPolicy() {
        return policy;
    }

    /**
     * Lets a session look at passwords as in a realm of this policy.
     *
     * @param policy in the form in which Keycloak stores it; may be null
     */
    public static void enter(KeycloakSession job, String policy) {
        job.getContext()
                .setRealm(
                        new PolicyRealm(
                                job.getContext().getRealm(), PasswordPolicy.parse(job, policy)));
    }
}
