package io.authrealm.api.dialect.qeet;

import io.authrealm.api.service.policy.AuthPolicy;
import io.authrealm.api.service.policy.AuthPolicy.Amount;
import io.authrealm.api.service.policy.AuthPolicy.Switch;
import java.util.List;
import java.util.stream.Stream;

/** The JSON object of an auth policy, and the names that its members have. */
final class PolicyBodies {

    /** What {@code allowed_login_methods} calls the ways in, and the switch of each. */
    enum LoginMethod {
        PASSWORD("password", Switch.PASSWORD_ENABLED),
        MAGIC_LINK("magic_link", Switch.MAGIC_LINK_ENABLED),
        PASSKEY("passkey", Switch.PASSKEY_ENABLED);

        private final String text;
        private final Switch way;

        LoginMethod(String text, Switch way) {
            this.text = text;
            this.way = way;
        }

        String text() {
            return text;
        }

        Switch way() {
            return way;
        }
    }

    /**
     * @param passwordRequireNumbers what the SDKs call {@code password_require_number}
     * @param passwordRequireSymbols the same for symbols
     * @param updatedAt null: the realm's settings do not say when they were changed
     */
    record Policy(
            String tenantId,
            boolean passwordEnabled,
            int passwordMinLength,
            boolean passwordRequireUppercase,
            boolean passwordRequireNumber,
            boolean passwordRequireSymbol,
            boolean passwordRejectBreached,
            boolean magicLinkEnabled,
            int magicLinkTtlMinutes,
            boolean passkeyEnabled,
            boolean otpEmailEnabled,
            boolean otpSmsEnabled,
            boolean selfRegistrationEnabled,
            boolean rememberDeviceEnabled,
            boolean passwordRequireNumbers,
            boolean passwordRequireSymbols,
            List<String> allowedLoginMethods,
            boolean mfaRequired,
            int sessionDurationSeconds,
            String updatedAt) {

        static Policy of(AuthPolicy policy) {
            return new Policy(
                    policy.tenantId(),
                    policy.is(Switch.PASSWORD_ENABLED),
                    policy.amount(Amount.PASSWORD_MIN_LENGTH),
                    policy.is(Switch.PASSWORD_REQUIRE_UPPERCASE),
                    policy.is(Switch.PASSWORD_REQUIRE_NUMBER),
                    policy.is(Switch.PASSWORD_REQUIRE_SYMBOL),
                    policy.is(Switch.PASSWORD_REJECT_BREACHED),
                    policy.is(Switch.MAGIC_LINK_ENABLED),
                    policy.amount(Amount.MAGIC_LINK_TTL_MINUTES),
                    policy.is(Switch.PASSKEY_ENABLED),
                    policy.is(Switch.OTP_EMAIL_ENABLED),
                    policy.is(Switch.OTP_SMS_ENABLED),
                    policy.is(Switch.SELF_REGISTRATION_ENABLED),
                    policy.is(Switch.REMEMBER_DEVICE_ENABLED),
                    policy.is(Switch.PASSWORD_REQUIRE_NUMBER),
                    policy.is(Switch.PASSWORD_REQUIRE_SYMBOL),
                    Stream.of(LoginMethod.values())
                            .filter(method -> policy.is(method.way()))
                            .map(LoginMethod::text)
                            .toList(),
                    policy.is(Switch.MFA_REQUIRED),
                    policy.amount(Amount.SESSION_DURATION_SECONDS),
                    null);
        }
    }

    /** The member that stands for a switch. */
    static String member(Switch which) {
        return switch (which) {
            case PASSWORD_ENABLED -> "password_enabled";
            case PASSWORD_REQUIRE_UPPERCASE -> "password_require_uppercase";
            case PASSWORD_REQUIRE_NUMBER -> "password_require_number";
            case PASSWORD_REQUIRE_SYMBOL -> "password_require_symbol";
            case PASSWORD_REJECT_BREACHED -> "password_reject_breached";
            case MAGIC_LINK_ENABLED -> "magic_link_enabled";
            case PASSKEY_ENABLED -> "passkey_enabled";
            case OTP_EMAIL_ENABLED -> "otp_email_enabled";
            case OTP_SMS_ENABLED -> "otp_sms_enabled";
            case SELF_REGISTRATION_ENABLED -> "self_registration_enabled";
            case REMEMBER_DEVICE_ENABLED -> "remember_device_enabled";
            case MFA_REQUIRED -> "mfa_required";
        };
    }

    /** The member that stands for an amount. */
    static String member(Amount which) {
        return switch (which) {
            case PASSWORD_MIN_LENGTH -> "password_min_length";
            case MAGIC_LINK_TTL_MINUTES -> "magic_link_ttl_minutes";
            case SESSION_DURATION_SECONDS -> "session_duration_seconds";
        };
    }

    private PolicyBodies() {}
}
