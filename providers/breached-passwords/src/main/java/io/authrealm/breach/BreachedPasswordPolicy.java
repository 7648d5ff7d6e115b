package io.authrealm.breach;

import io.authrealm.breach.BreachedPasswords.Verdict;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.policy.PasswordPolicyConfigException;
import org.keycloak.policy.PasswordPolicyProvider;
import org.keycloak.policy.PolicyError;

/** Refuses new passwords that were seen in breaches. */
public final class BreachedPasswordPolicy implements PasswordPolicyProvider {

    /** The message of the error for a password that was seen in breaches. */
    public static final String BREACHED = "authrealmPasswordBreached";

    /**
     * The message of the error for a password that cannot be looked up, if the realm insists on
     * that.
     */
    public static final String UNKNOWN = "authrealmPasswordUnknown";

    private final KeycloakSession session;
    private final BreachRule ofServer;

    BreachedPasswordPolicy(KeycloakSession session, BreachRule ofServer) {
        this.session = session;
        this.ofServer = ofServer;
    }

    @Override
    public PolicyError validate(RealmModel realm, UserModel user, String password) {
        return judge(realm, password);
    }

    @Override
    public PolicyError validate(String username, String password) {
        return judge(session.getContext().getRealm(), password);
    }

    private PolicyError judge(RealmModel realm, String password) {
        if (realm == null || password == null || password.isEmpty()) {
            return null;
        }
        BreachedPasswords known = session.getProvider(BreachedPasswords.class);
        BreachRule rule = known.ruleOf(realm);
        Verdict verdict = known.check(session, password, rule);
        return switch (verdict) {
            case BREACHED -> new PolicyError(BREACHED);
            case CLEAN -> null;
            case UNKNOWN -> rule.acceptsUnknown() ? null : new PolicyError(UNKNOWN);
        };
    }

    @Override
    public Object parseConfig(String value) {
        try {
            return ofServer.with(value);
        } catch (IllegalArgumentException e) {
            throw new PasswordPolicyConfigException("Not Breached: " + e.getMessage());
        }
    }

    @Override
    public void close() {}
}
