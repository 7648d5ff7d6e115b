package io.authrealm.api.service.password;

import io.authrealm.breach.BreachedPasswordPolicy;
import org.keycloak.policy.PolicyError;

/**
 * Why the realm's password policy refuses a new password.
 *
 * @param reason Keycloak's message key
 */
public record PasswordRefusal(Kind kind, String reason) {

    /** What the API tells apart. */
    public enum Kind {
        /** Too short, too common, used before: whatever the policy has against it. */
        WEAK,

        /** Seen in data breaches. */
        BREACHED,

        /** It could not be looked up, and the realm insists on that. */
        UNKNOWN
    }

    public static PasswordRefusal of(PolicyError error) {
        Kind kind =
                switch (error.getMessage()) {
                    case BreachedPasswordPolicy.BREACHED -> Kind.BREACHED;
                    case BreachedPasswordPolicy.UNKNOWN -> Kind.UNKNOWN;
                    default -> Kind.WEAK;
                };
        return new PasswordRefusal(kind, error.getMessage());
    }
}
