package io.authrealm.breach;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.Provider;

/** What the server knows of breached passwords, one instance for all realms. */
public interface BreachedPasswords extends Provider {

    /** What is known of a password. */
    enum Verdict {
        /** Seen in breaches, at least as often as the realm says. */
        BREACHED,

        /** Not seen, or not often enough. */
        CLEAN,

        /** None of the realm's sources can answer at present. */
        UNKNOWN
    }

    /**
     * Looks a password up. It takes no longer than the option {@code timeout}, whatever the sources
     * do, and only the first five hex digits of the password's SHA-1 leave the server.
     *
     * @param rule where to look, and how often is too often
     */
    Verdict check(KeycloakSession session, String password, BreachRule rule);

    /** The realm's own rule, or the server's where its password policy has none. */
    BreachRule ruleOf(RealmModel realm);

    @Override
    default void close() {}
}
