package io.authrealm.api.service.policy;

import java.util.Locale;
import java.util.Map;

/**
 * How the users of a tenant sign in, and what their passwords are like. It is a view of the realm's
 * own settings: nothing of it is stored beside them.
 *
 * @param tenantId of the tenant
 * @param switches has each of them
 * @param amounts has each of them
 */
public record AuthPolicy(
        String tenantId, Map<Switch, Boolean> switches, Map<Amount, Integer> amounts) {

    /** What is on or off. */
    public enum Switch {
        /** Whether a password signs in. */
        PASSWORD_ENABLED,
        PASSWORD_REQUIRE_UPPERCASE,
        PASSWORD_REQUIRE_NUMBER,
        PASSWORD_REQUIRE_SYMBOL,
        PASSWORD_REJECT_BREACHED,

        /** Whether a link in a mail can replace the password. */
        MAGIC_LINK_ENABLED,

        /** Whether a passkey can replace the password. */
        PASSKEY_ENABLED,

        /** Whether codes by mail can be set up and used as a second factor. */
        OTP_EMAIL_ENABLED,

        /** The same for codes by text message. */
        OTP_SMS_ENABLED,
        SELF_REGISTRATION_ENABLED,

        /** Whether a browser can skip the second factor for a while. */
        REMEMBER_DEVICE_ENABLED,

        /** Whether everybody needs a second factor. */
        MFA_REQUIRED;

        /** The name in events. */
        String member() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What is a number. One beyond its bounds counts as the bound. */
    public enum Amount {
        PASSWORD_MIN_LENGTH(8, 128),

        /** Also of a link for a forgotten password. */
        MAGIC_LINK_TTL_MINUTES(5, 1_440),

        /** How long a session can last at most. */
        SESSION_DURATION_SECONDS(60, 315_360_000);

        private final int min;
        private final int max;

        Amount(int min, int max) {
            this.min = min;
            this.max = max;
        }

        int atLeastMin(int value) {
            return Math.max(min, value);
        }

        int clamped(int sent) {
            return Math.max(min, Math.min(max, sent));
        }

        /** The name in events. */
        String member() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public boolean is(Switch which) {
        return switches.get(which);
    }

    public int amount(Amount which) {
        return amounts.get(which);
    }
}
