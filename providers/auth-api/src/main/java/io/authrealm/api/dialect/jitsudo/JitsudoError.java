package io.authrealm.api.dialect.jitsudo;

/**
 * The error codes of the JITSudo dialect with their HTTP status. The last six are this server's
 * own: JITSudo has no case for them.
 */
enum JitsudoError {
    INVALID_REQUEST("invalid_request", 400, "The request is not valid."),
    TENANT_REQUIRED("tenant_required", 400, "The header X-Tenant-ID is required."),
    WEAK_PASSWORD("weak_password", 400, "The password is too easy to guess."),
    INVALID_TOKEN("invalid_token", 400, "The link is not valid, or was used, or is too old."),
    INVALID_CODE("invalid_code", 400, "The code is wrong."),

    INVALID_CREDENTIALS("invalid_credentials", 401, "The email or password is wrong."),
    INVALID_MFA_CODE("invalid_mfa_code", 401, "The code is wrong."),
    CHALLENGE_EXPIRED("challenge_expired", 401, "Sign in again."),
    UNAUTHENTICATED("unauthenticated", 401, "Authentication is required."),

    EMAIL_NOT_VERIFIED("email_not_verified", 403, "The address is not verified yet."),
    TENANT_MISMATCH("tenant_mismatch", 403, "The token belongs to another tenant."),
    FORBIDDEN("forbidden", 403, "This is not allowed."),
    ACTION_REQUIRED("action_required", 403, "The account has to be set up first."),

    NOT_FOUND("not_found", 404, "There is nothing here."),

    CONFLICT("conflict", 409, "This does not go with what is there already."),
    ALREADY_ENROLLED("already_enrolled", 409, "The factor is set up already."),
    ALREADY_VERIFIED("already_verified", 409, "The address is verified already."),

    RATE_LIMITED("rate_limited", 429, "Too many requests. Try again later."),

    NOT_IMPLEMENTED("not_implemented", 501, "The server is not set up for this."),

    WRONG_PASSWORD("wrong_password", 400, "The current password is wrong."),
    STEP_UP_REQUIRED("step_up_required", 403, "Sign in again with your second factor first."),
    BROWSER_REQUIRED("browser_required", 403, "Sign in with a browser."),
    REQUEST_TIMEOUT("request_timeout", 408, "The body of the request came too slowly."),
    INTERNAL("internal", 500, "Something went wrong."),
    UNAVAILABLE("unavailable", 503, "The server is busy. Try again shortly.");

    private final String code;
    private final int status;
    private final String message;

    JitsudoError(String code, int status, String message) {
        this.code = code;
        this.status = status;
        this.message = message;
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
}
