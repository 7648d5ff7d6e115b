package io.authrealm.breach;

import io.authrealm.core.password.WeakPasswords;
import io.authrealm.core.text.OpaqueString;
import java.util.Arrays;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.policy.PasswordPolicyProvider;
import org.keycloak.policy.PolicyError;

/**
 * Refuses the passwords of {@link WeakPasswords}, with a message that Keycloak has in every
 * language.
 */
final class WeakPasswordPolicy implements PasswordPolicyProvider {

    private static final PolicyError WEAK = new PolicyError("invalidPasswordBlacklistedMessage");

    private final KeycloakContext context;

    WeakPasswordPolicy(KeycloakContext context) {
        this.context = context;
    }

    @Override
    public PolicyError validate(RealmModel realm, UserModel user, String password) {
        return user == null
                ? judge(password, realm.getName())
                : judge(password, realm.getName(), user.getEmail(), user.getUsername());
    }

    @Override
    public PolicyError validate(String username, String password) {
        RealmModel realm = context.getRealm();
        return judge(password, username, realm == null ? null : realm.getName());
    }

    private static PolicyError judge(String password, String... names) {
        return password != null
                        && WeakPasswords.contain(OpaqueString.of(password), Arrays.asList(names))
                ? WEAK
                : null;
    }

    @Override
    public Object parseConfig(String value) {
        return null;
    }

    @Override
    public void close() {}
}
