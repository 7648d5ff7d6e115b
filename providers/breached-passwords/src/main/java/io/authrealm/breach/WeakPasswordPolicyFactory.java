package io.authrealm.breach;

import org.keycloak.models.KeycloakSession;
import org.keycloak.policy.PasswordPolicyProvider;

/** Creates the password policy {@value #ID}, which has no value. */
public final class WeakPasswordPolicyFactory implements SinglePolicyFactory {

    /** The id that a realm's password policy names. */
    public static final String ID = "authrealm-weak-password";

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public PasswordPolicyProvider create(KeycloakSession session) {
        return new WeakPasswordPolicy(session.getContext());
    }

    @Override
    public String getDisplayName() {
        return "Not Weak";
    }

    @Override
    public String getConfigType() {
        return null;
    }

    @Override
    public String getDefaultConfigValue() {
        return null;
    }
}
