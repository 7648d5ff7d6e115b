package io.authrealm.api.dialect.qeet;

/**
 * The error codes of the Qeet ID dialect with their HTTP status. The last six are this server's
 * own: Qeet ID has no case for them.
 */
enum QeetError {
    BAD_REQUEST("bad_request", 400, "The request could not be read."),
    UNAUTHORIZED("unauthorized", 401, "Authentication is required."),
    FORBIDDEN("forbidden", 403, "This is not allowed."),
    CSRF_FAILED("csrf_failed", 403, "The request does not prove which page it comes from."),
    NOT_FOUND("not_found", 404, "There is nothing here."),
    UNPROCESSABLE("unprocessable", 422, "The request could not be processed."),
    VALIDATION_FAILED("validation_failed", 422, "Some members are not valid."),
    RATE_LIMITED("rate_limited", 429, "Too many requests. Try again later.", true),
    INTERNAL("internal", 500, "Something went wrong.", true),
    NOT_IMPLEMENTED("not_implemented", 501, "The server is not set up for this."),

    SESSION_INVALID("auth.session_invalid", 400, "The sign-in session is not valid.", true),
    RESET_LINK_INVALID("recovery.reset_link_invalid", 400, "The link is not valid."),
    MAGIC_LINK_INVALID("recovery.magic_link_invalid", 400, "The link is not valid."),
    LINK_USED("recovery.link_used", 400, "The link was used already."),
    LINK_EXPIRED("recovery.link_expired", 400, "The link is too old. Ask for another one."),
    CODE_INVALID("verification.code_invalid", 400, "The code is wrong."),
    CODE_USED("verification.code_used", 400, "The code was used already."),
    CODE_EXPIRED("verification.code_expired", 400, "The code is too old. Ask for another one."),
    MFA_TOTP_CODE_INVALID("mfa.totp_code_invalid", 400, "The code is wrong."),
    MFA_ENROLL_NOT_STARTED("mfa.enroll_not_started", 400, "Start the set-up again."),
    MFA_NOT_CONFIRMED("mfa.not_confirmed", 400, "The second factor is not confirmed yet."),
    MFA_NOT_ENROLLED("mfa.not_enrolled", 400, "There is no such second factor."),
    MFA_OTP_CODE_INVALID("mfa.otp_code_invalid", 400, "The code is wrong."),
    MFA_FACTOR_NOT_CONFIRMED("mfa.factor_not_confirmed", 400, "The factor is not confirmed yet."),
    INVALID_CREDENTIALS("auth.invalid_credentials", 401, "The email or password is wrong."),
    MFA_CHALLENGE_EXPIRED("auth.mfa_challenge_expired", 401, "Sign in again.", true),
    REFRESH_TOKEN_INVALID(
            "auth.refresh_token_invalid", 401, "The refresh token is not valid.", true),
    SESSION_REVOKED("auth.session_revoked", 401, "The session has ended. Sign in again.", true),
    ACCOUNT_SUSPENDED("auth.account_suspended", 401, "The account is suspended."),
    MFA_CODE_INVALID("mfa.code_invalid", 401, "The code is wrong."),
    STEP_UP_REQUIRED("step_up_required", 403, "Prove a second factor first."),
    ACCOUNT_INACTIVE("auth.account_inactive", 403, "The account is not active."),
    SELF_REGISTRATION_DISABLED("auth.self_registration_disabled", 403, "Sign-up is switched off."),
    NOT_TENANT_MEMBER("auth.not_tenant_member", 403, "You are no member of this tenant."),
    EMAIL_TAKEN("verification.email_taken", 409, "The address belongs to an account already."),
    NO_EMAIL("verification.no_email", 422, "There is no address to verify."),
    NO_PHONE("verification.no_phone", 422, "There is no phone number to verify."),
    MFA_CHANNEL_INVALID("mfa.channel_invalid", 422, "The channel is neither email nor sms."),
    MFA_DESTINATION_REQUIRED("mfa.destination_required", 422, "There is no address or number."),
    PASSWORD_WEAK("auth.password_weak", 422, "The password is too easy to guess."),
    PASSWORD_BREACHED("auth.password_breached", 422, "The password has appeared in a data breach."),
    ACCOUNT_LOCKED("auth.account_locked", 429, "Too many failed attempts. Try again later.", true),

    CEREMONY_EXPIRED("auth.session_expired", 400, "The session has expired. Begin again.", true),
    PASSKEY_SESSION_MISMATCH(
            "passkey.session_mismatch", 400, "The session belongs to something else."),
    PASSKEY_SESSION_INVALID("passkey.session_invalid", 400, "The session is for something else."),
    PASSKEY_ATTESTATION_INVALID("passkey.attestation_invalid", 400, "The key is not valid."),
    PASSKEY_ASSERTION_INVALID(
            "passkey.assertion_invalid", 400, "The answer of the key cannot be read."),
    PASSKEY_NO_CREDENTIALS("passkey.no_credentials", 400, "There is no key to use."),
    PASSKEY_LOGIN_FAILED("passkey.login_failed", 401, "The key was not accepted."),
    PASSKEY_MFA_FAILED("passkey.mfa_failed", 401, "The key was not accepted."),
    PASSKEY_ALREADY_REGISTERED("passkey.already_registered", 409, "The key is registered already."),
    WEBAUTHN_UNAVAILABLE("mfa.webauthn_unavailable", 501, "The server does not use keys."),
    EMAIL_REQUIRED("auth.email_required", 422, "An email address is required."),

    PERMISSION_DENIED("rbac.permission_denied", 403, "You have no permission for this."),
    CONFLICT("conflict", 409, "This does not go with what is there already."),
    IMPORT_SOURCE_INVALID(
            "user.import_source_invalid", 400, "The source is not one of those known."),
    IMPORT_FILE_TOO_LARGE("user.import_file_too_large", 422, "The file is too large."),
    IMPORT_EMPTY("user.import_empty", 422, "There are no users to import."),
    IMPORT_BATCH_TOO_LARGE(
            "user.import_batch_too_large", 422, "There are too many users for one request."),
    EMAIL_EXISTS("auth.email_exists", 409, "The address belongs to an account already."),
    POLICY_TOO_SHORT("authpolicy.password_too_short", 422, "The password is too short."),
    POLICY_NO_UPPERCASE("authpolicy.password_no_uppercase", 422, "The password has no capitals."),
    POLICY_NO_NUMBER("authpolicy.password_no_number", 422, "The password has no digits."),
    POLICY_NO_SYMBOL("authpolicy.password_no_symbol", 422, "The password has no symbols."),
    POLICY_BREACHED(
            "authpolicy.password_breached", 422, "The password has appeared in a data breach."),

    API_KEY_INVALID_ID("apikey.invalid_id", 400, "No API key has such an id."),
    API_KEY_INVALID("apikey.invalid", 401, "The API key is not valid."),
    API_KEY_EXPIRED("apikey.expired", 401, "The API key has expired."),
    PLAN_LIMIT("billing.plan_limit", 402, "The tenant has as many of these as it can have."),
    API_KEY_NOT_FOUND("apikey.not_found", 404, "There is no such API key."),
    API_KEY_NAME_REQUIRED("apikey.name_required", 422, "The API key needs a name."),

    CHECKOUT_REQUIRED("billing.checkout_required", 402, "There is no such plan to be had here."),
    EMAIL_NOT_VERIFIED("verification.email_not_verified", 403, "Verify your address first."),
    SLUG_TAKEN("tenant.slug_taken", 409, "Another tenant has this slug."),

    PERMISSION_REQUIRED("rbac.permission_required", 400, "The request names no permission."),
    ROLE_NAME_EXISTS("rbac.role_name_exists", 409, "There is a role of this name already."),
    GROUP_OR_ROLE_NOT_FOUND("rbac.group_or_role_not_found", 404, "There is no such role."),

    INVITE_LINK_INVALID("invite.link_invalid", 400, "The link is not valid."),
    INVITE_INVALID("invite.invalid", 400, "The invite cannot be used any more."),
    INVITE_EXPIRED("invite.expired", 400, "The invite is too old. Ask for another one."),
    INVITE_EMAIL_MISMATCH("invite.email_mismatch", 403, "The invite is to another address."),
    INVITE_ACCOUNT_EXISTS(
            "invite.account_exists", 409, "The address has an account. Sign in, and accept then."),

    REQUEST_TIMEOUT("request_timeout", 408, "The body of the request came too slowly.", true),
    METHOD_DISABLED("auth.method_disabled", 403, "This way to sign in is switched off."),
    TOO_MANY_SESSIONS("auth.too_many_sessions", 403, "There are too many sessions. End one first."),
    ACTION_REQUIRED("auth.action_required", 403, "The account has to be set up first."),
    REDIRECT_TO_WEB("auth.redirect_to_web", 403, "Go on in a browser."),
    UNAVAILABLE("unavailable", 503, "The server is busy. Try again shortly.", true);

    private final String code;
    private final int status;
    private final String message;
    private final boolean retryable;

    QeetError(String code, int status, String message) {
        this(code, status, message, false);
    }

    QeetError(String code, int status, String message, boolean retryable) {
        this.code = code;
        this.status = status;
        this.message = message;
        this.retryable = retryable;
    }

    String code() {
        return code;
    }

    int status() {
        return status;
    }

    String message() {
        return message;
    }

    boolean retryable() {
        return retryable;
    }
}
