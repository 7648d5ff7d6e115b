package io.authrealm.api.dialect.authiqa;

/**
 * The error codes of the Authiqa dialect with their HTTP status. Some codes have a status of their
 * own at some routes. The last twelve are this server's own: Authiqa has no case for them.
 */
enum AuthiqaError {
    MISSING_REQUEST_BODY(400, "The request has no body."),
    INVALID_REQUEST_BODY(400, "The body could not be read."),
    MISSING_REQUIRED_FIELDS(400, "Some members are missing."),
    INVALID_USERNAME_FORMAT(400, "The name has to consist of 1 to 30 letters, digits and _."),
    INVALID_EMAIL_FORMAT(400, "The email address is not valid."),
    INVALID_PASSWORD_FORMAT(400, "The password is too easy to guess."),
    INVALID_PARENT_PUBLIC_KEY_FORMAT(400, "The public key of the parent is not valid."),
    MISSING_PARENT_PUBLIC_KEY(400, "The public key of the parent is missing."),
    INVALID_REQUEST(400, "A parent account needs no public key."),
    PARENT_NO_ORGANIZATION(400, "The parent has no organization."),
    PARENT_NOT_FOUND_AT_SIGN_UP("PARENT_NOT_FOUND", 400, "There is no such parent."),
    PARENT_INSUFFICIENT_BALANCE(400, "The parent has no credits left."),
    TOKEN_NOT_PROVIDED(400, "The token is missing."),
    INVALID_TOKEN_FORMAT(400, "The token has to consist of 12 capitals and digits."),
    INVALID_TOKEN(400, "The token is not valid."),
    TOKEN_EXPIRED(400, "The token is too old. Ask for another one."),
    EMAIL_ALREADY_VERIFIED(400, "The address is verified already."),
    INVALID_DATE_FORMAT(400, "The date is not valid."),
    INVALID_LIMIT(400, "The limit has to be a number from 1 to 100."),
    INVALID_PAGINATION_TOKEN(400, "The token of the page is not valid."),
    INVALID_PARENT_ACCOUNT(400, "The parent account is not active."),
    INVALID_ORGANIZATION_NAME(400, "The name of the organization is not valid."),
    INVALID_ORGANIZATION_URL(400, "The URL of the organization is not valid."),
    INVALID_AUTH_URLS(400, "The URLs are not valid, or not those of the organization."),
    MISSING_REQUIRED_URLS(400, "There is no URL."),
    INVALID_INPUT(400, "Some members are not valid."),

    UNAUTHORIZED(401, "Authentication is required."),
    UNAUTHORIZED_ACCESS(401, "Only a parent account may do this."),
    INVALID_CREDENTIALS(401, "The email or password is wrong."),
    INVALID_PARENT_PUBLIC_KEY(401, "The public key of the parent is not known."),
    ORGANIZATION_MISMATCH(401, "The account belongs to another organization."),

    EMAIL_NOT_VERIFIED(403, "The email address is not verified."),
    ACCOUNT_INACTIVE(403, "The account is not active."),
    ACCOUNT_LOCKED(403, "Too many failed attempts. Try again later."),
    PARENT_ACCOUNT_INACTIVE(403, "The parent has no credits left."),
    PARENT_INACTIVE(403, "The parent account is not active."),
    PARENT_INACTIVE_AT_CONFIRMATION(
            "PARENT_ACCOUNT_INACTIVE", 403, "The parent account is not active."),
    ORGANIZATION_NOT_AUTHORIZED(403, "The organization is not allowed to sign in here."),
    INVALID_OTP(403, "The link is not valid, or was used already."),
    OTP_EXPIRED(403, "The link is too old. Ask for another one."),

    USER_NOT_FOUND(404, "There is no such account."),
    PARENT_NOT_FOUND(404, "The parent account does not exist."),

    ORGANIZATION_SCOPE_CONFLICT(409, "The email or username is taken."),
    RATE_LIMIT_EXCEEDED(429, "Too many requests."),
    INTERNAL_SERVER_ERROR(500, "Something went wrong."),
    INTERNAL_ERROR(500, "Something went wrong."),

    MFA_REQUIRED(403, "The account needs a second factor. Sign in on a page."),
    ACTION_REQUIRED(403, "The account has to be set up first, on a page."),
    TOO_MANY_SESSIONS(403, "There are too many sessions. End one first."),
    PARENT_SIGNUP_DISABLED(403, "Parent accounts are created by an administrator."),
    SIGNUP_DISABLED(403, "Sign-up is switched off."),
    HTTPS_REQUIRED(403, "HTTPS is required."),
    FORBIDDEN(403, "This is not allowed."),
    NOT_FOUND(404, "There is nothing here."),
    REQUEST_TIMEOUT(408, "The body of the request came too slowly."),
    CONFLICT(409, "Another request was in the way."),
    ORGANIZATION_NAME_TAKEN(409, "Another organization has this name."),
    SERVICE_UNAVAILABLE(503, "The server is busy. Try again shortly.");

    private final String code;
    private final int status;
    private final String message;

    AuthiqaError(int status, String message) {
        this.code = name();
        this.status = status;
        this.message = message;
    }

    AuthiqaError(String code, int status, String message) {
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
