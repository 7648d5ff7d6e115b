package io.authrealm.api.service.password;

import io.authrealm.breach.BreachedPasswordPolicy;
import org.keycloak.policy.PolicyError;

/**
 * Why a new password is refused.
 *
 * @param rule the one that it breaks
 * @param reason for developers; the message key if it is the realm's password policy that refuses
 */
public record PasswordRefusal(Rule rule, String reason) {

    /** What every client tells apart. */
    public enum Kind {
        /** Against any other rule: too short, too common, used before. */
        WEAK,

        /** Seen in data breaches. */
        BREACHED,

        /** The lookup failed, and the realm insists on it. */
        UNKNOWN
    }

    /** What a new password can break. */
    public enum Rule {
        /** Shorter than in any realm. */
        TOO_SHORT(Kind.WEAK),

        /** Longer than in any realm. */
        TOO_LONG(Kind.WEAK),

        /** Shorter than the realm's policy asks for. */
        POLICY_LENGTH(Kind.WEAK),

        /** Fewer capitals than the realm's policy asks for. */
        POLICY_UPPERCASE(Kind.WEAK),

        /** Fewer digits than the realm's policy asks for. */
        POLICY_DIGITS(Kind.WEAK),

        /** Fewer symbols than the realm's policy asks for. */
        POLICY_SYMBOLS(Kind.WEAK),

        /** Any other rule of the realm's policy, of Keycloak or of another extension. */
        POLICY_OTHER(Kind.WEAK),

        BREACHED(Kind.BREACHED),

        UNKNOWN(Kind.UNKNOWN);

        private final Kind kind;

        Rule(Kind kind) {
            this.kind = kind;
        }
    }

    private static final int RETRY_AFTER_SECONDS = 30;

    /** The refusal of the realm's password policy. */
    static PasswordRefusal of(PolicyError error) {
        Rule rule =
                switch (error.getMessage()) {
                    case "invalidPasswordMinLengthMessage" -> Rule.POLICY_LENGTH;
                    case "invalidPasswordMinUpperCaseCharsMessage" -> Rule.POLICY_UPPERCASE;
                    case "invalidPasswordMinDigitsMessage" -> Rule.POLICY_DIGITS;
                    case "invalidPasswordMinSpecialCharsMessage" -> Rule.POLICY_SYMBOLS;
                    case BreachedPasswordPolicy.BREACHED -> Rule.BREACHED;
                    case BreachedPasswordPolicy.UNKNOWN -> Rule.UNKNOWN;
                    default -> Rule.POLICY_OTHER;
                };
        return new PasswordRefusal(rule, error.getMessage());
    }

    public Kind kind() {
        return rule.kind;
    }

    /** After this long the same password may pass; zero if it never does. */
    public int retryAfterSeconds() {
        return switch (kind()) {
            case UNKNOWN -> RETRY_AFTER_SECONDS;
            case WEAK, BREACHED -> 0;
        };
    }
}
