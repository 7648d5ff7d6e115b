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
        /** Against any other rule of the policy: too short, too common, used before. */
        WEAK,

        /** Seen in data breaches. */
        BREACHED,

        /** The lookup failed, and the realm insists on it. */
        UNKNOWN
    }

    private static final int RETRY_AFTER_SECONDS = 30;

    public static PasswordRefusal of(PolicyError error) {
        Kind kind =
                switch (error.getMessage()) {
                    case BreachedPasswordPolicy.BREACHED -> Kind.BREACHED;
                    case BreachedPasswordPolicy.UNKNOWN -> Kind.UNKNOWN;
                    default -> Kind.WEAK;
                };
        return new PasswordRefusal(kind, error.getMessage());
    }

    /** After this long the same password may pass; zero if it never does. */
    public int retryAfterSeconds() {
        return switch (kind) {
            case UNKNOWN -> RETRY_AFTER_SECONDS;
            case WEAK, BREACHED -> 0;
        };
    }
}
