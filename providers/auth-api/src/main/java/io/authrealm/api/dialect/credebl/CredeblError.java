package io.authrealm.api.dialect.credebl;

/**
 * The errors of the dialect: status and text. Clients compare two of the texts: those of {@link
 * #INVALID_CREDENTIALS} and {@link #REFRESH_TOKEN_EXPIRED}.
 */
enum CredeblError {
    BAD_REQUEST(400, "The request could not be read"),
    UNDECRYPTABLE(400, "Invalid Credentials"),
    EMAIL_UNVERIFIED(400, "Verify the email address first"),
    TOO_MANY_SESSIONS(400, "There are too many sessions. End one first"),
    LINK_INVALID(400, "The link is invalid or has expired"),
    SAME_PASSWORD(400, "The new password is the same as the old one"),
    PASSWORD_REFUSED(400, "The password is not accepted"),
    INVALID_USER_ID(400, "The user id is not a UUID"),
    INVALID_SESSION_ID(400, "The session id is not a UUID"),
    INVALID_VALUE(400, "A value is not accepted"),
    UNKNOWN_ALIAS(400, "The client alias is not supported"),

    /** The platform's own answer, whose {@code error} is that of a failed server. */
    UNAUTHORIZED(401, "Unauthorized", "Internal Server Error"),
    SESSION_ENDED(401, "Authentication failed"),
    INVALID_CREDENTIALS(401, "Invalid Credentials"),
    REFRESH_TOKEN_EXPIRED(401, "Refresh token has expired"),
    CODE_INVALID(401, "The email address or the verification code is wrong"),
    INVALID_EMAIL(401, "The email address is not valid"),

    HTTPS_REQUIRED(403, "HTTPS is required"),
    FORBIDDEN(403, "The page may not use the cookies of the browser"),
    NOT_OWN_SESSIONS(403, "These are the sessions of somebody else"),
    NOT_OWN_ACCOUNT(403, "This is the account of somebody else"),
    HOLDER(403, "Holders have no profile here"),
    REGISTRATION_CLOSED(403, "Registration is switched off"),
    ADMIN_ALIAS(403, "Nobody can register with this client alias"),
    METHOD_DISABLED(403, "This is switched off"),
    READ_ONLY(403, "The account is managed elsewhere"),

    NOT_FOUND(404, "Cannot find this"),
    USER_NOT_FOUND(404, "User not found"),
    SESSION_NOT_FOUND(404, "User session not found"),
    MAILBOX_NOT_PROVED(404, "Verify the email address before signing up"),

    REQUEST_TIMEOUT(408, "The body of the request came too slowly"),

    USER_EXISTS(409, "The user exists already"),
    ALREADY_VERIFIED(409, "The email address is verified already"),
    CROSSED(409, "Another request was in the way"),

    RATE_LIMITED(429, "Too many requests. Try again later"),

    INTERNAL(500, "Something went wrong"),
    NO_FRONT_END(500, "The front end has no address"),

    UNAVAILABLE(503, "The server is busy. Try again shortly");

    private final int status;
    private final String message;
    private final String phrase;

    CredeblError(int status, String message) {
        this(status, message, phraseOf(status));
    }

    CredeblError(int status, String message, String phrase) {
        this.status = status;
        this.message = message;
        this.phrase = phrase;
    }

    private static String phraseOf(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 408 -> "Request Timeout";
            case 409 -> "Conflict";
            case 429 -> "Too Many Requests";
            case 503 -> "Service Unavailable";
            default -> "Internal Server Error";
        };
    }

    int status() {
        return status;
    }

    String message() {
        return message;
    }

    /** What the member {@code error} of the envelope has. */
    String phrase() {
        return phrase;
    }
}
