package io.authrealm.breach;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.Provider;

/**
 * Looks passwords up in the breach sources of the server, one instance for all realms.
 *
 * <p>Internal: any release may change it.
 */
public interface BreachedPasswords extends Provider {

    /** What the sources say about a password. */
    enum Verdict {
        /** Seen in breaches, at least as often as the rule says. */
        BREACHED,

        /** Not seen, or not often enough. */
        CLEAN,

        /** None of the realm's sources can answer now. */
        UNKNOWN
    }

    /**
     * Looks a password up. The lookup takes no longer than the option {@code timeout}. Only the
     * first five hex digits of the password's SHA-1 leave the server.
     *
     * @param rule where to look, and how often is too often
     */
    Verdict check(KeycloakSession session, String password, BreachRule rule);

    /** The realm's own rule, or the server's if the realm's password policy has none. */
    BreachRule ruleOf(RealmModel realm);

    @Override
    default void close() {}
}
