package io.authrealm.api.keycloak;

import io.authrealm.breach.BreachedPasswordPolicyFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.PasswordPolicy;
import org.keycloak.models.RealmModel;

/**
 * What a realm's password policy asks of passwords. The policy is one text, which admins edit in
 * the console. The rules that this class does not know stay in it as they are.
 */
public final class PasswordRequirements {

    /** A rule that is in the policy or not. */
    public enum Rule {
        UPPERCASE("upperCase", "1"),
        DIGIT("digits", "1"),
        SYMBOL("specialChars", "1"),

        /** Without settings of its own, it asks as the server's options say. */
        NOT_BREACHED(BreachedPasswordPolicyFactory.ID, null);

        private final String id;
        private final String usual;

        Rule(String id, String usual) {
            this.id = id;
            this.usual = usual;
        }
    }

    private static final String LENGTH = "length";
    private static final String LONGEST = "maxLength";

    private final KeycloakSession session;
    private final RealmModel realm;

    public PasswordRequirements(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** Whether the policy asks for it. A rule that asks for none of such characters does not. */
    public boolean has(Rule rule) {
        PasswordPolicy policy = realm.getPasswordPolicy();
        return policy.getPolicies().contains(rule.id)
                && !(policy.<Object>getPolicyConfig(rule.id) instanceof Integer count && count < 1);
    }

    /** The least length that the policy asks for; zero if it asks for none. */
    public int minLength() {
        return number(LENGTH, 0);
    }

    /** The greatest length that the policy allows. */
    public int maxLength() {
        return number(LONGEST, Integer.MAX_VALUE);
    }

    private int number(String id, int otherwise) {
        PasswordPolicy policy = realm.getPasswordPolicy();
        return policy.<Object>getPolicyConfig(id) instanceof Integer number ? number : otherwise;
    }

    /** Adds or removes a rule. One that is there keeps its number. */
    public void set(Rule rule, boolean isWanted) {
        if (has(rule) == isWanted) {
            return;
        }
        PasswordPolicy.Builder policy = realm.getPasswordPolicy().toBuilder();
        write(isWanted ? policy.put(rule.id, rule.usual) : policy.remove(rule.id));
    }

    public void minLength(int length) {
        write(realm.getPasswordPolicy().toBuilder().put(LENGTH, String.valueOf(length)));
    }

    private void write(PasswordPolicy.Builder policy) {
        realm.setPasswordPolicy(policy.build(session));
    }
}
