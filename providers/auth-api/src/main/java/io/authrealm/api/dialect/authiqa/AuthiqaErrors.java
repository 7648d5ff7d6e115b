package io.authrealm.api.dialect.authiqa;

import io.authrealm.api.http.Answer;
import io.authrealm.api.http.Refusals;
import io.authrealm.api.http.Wire;
import io.authrealm.api.service.admission.Denial;
import io.authrealm.api.service.parent.Closure;
import io.authrealm.api.service.password.PasswordRefusal;
import io.authrealm.api.service.signup.AccountAttribute;
import io.authrealm.core.json.InputError;
import io.authrealm.core.json.Json;
import io.authrealm.core.json.JsonRules;
import io.authrealm.core.outcome.Cases;
import java.util.List;
import java.util.Optional;

/**
 * The error envelope.
 *
 * @param fault what stands for a fault of the server
 * @param parentInactive what stands for a parent that lets nobody in
 */
record AuthiqaErrors(AuthiqaError fault, AuthiqaError parentInactive) implements Refusals {

    /** Of the one route that has other codes for the same than all others. */
    static final AuthiqaErrors OF_CONFIRMATION =
            new AuthiqaErrors(
                    AuthiqaError.INTERNAL_ERROR, AuthiqaError.PARENT_INACTIVE_AT_CONFIRMATION);

    AuthiqaErrors() {
        this(AuthiqaError.INTERNAL_SERVER_ERROR, AuthiqaError.PARENT_INACTIVE);
    }

    private static final Cases<AuthiqaErrors, InputError, Answer> BAD_INPUT =
            Cases.<AuthiqaErrors, InputError, Answer>of(InputError.class)
                    .when(
                            InputError.Malformed.class,
                            (errors, error) ->
                                    error.isNoBody()
                                            ? errors.of(AuthiqaError.MISSING_REQUEST_BODY)
                                            : errors.of(
                                                    AuthiqaError.INVALID_REQUEST_BODY,
                                                    error.detail()))
                    .when(
                            InputError.Invalid.class,
                            (errors, error) -> errors.of(codeOf(error.fields())))
                    .complete();

    /** Our own; an Authiqa client sends a public key. */
    private static final String TENANT_HEADER = "X-Tenant";

    static final String KEY_HEADER = "X-Public-Key";

    private static final Wire WIRE =
            new Wire(
                    Json.CAMEL_CASE,
                    method -> new JsonRules(false, false, true),
                    new Wire.TenantHeader(TENANT_HEADER, false, false),
                    List.of(
                            "Authorization",
                            "Content-Type",
                            "X-Request-Id",
                            KEY_HEADER,
                            TENANT_HEADER),
                    Optional.empty(),
                    true,
                    true);

    private record Envelope(boolean success, Body error) {}

    private record Body(String code, String message) {}

    /** What is missing comes before what is wrong, and a token before anything else. */
    private static AuthiqaError codeOf(List<InputError.FieldError> fields) {
        List<InputError.FieldError> missing =
                fields.stream().filter(field -> field.code().equals("required")).toList();
        if (!missing.isEmpty()) {
            return missing.stream().anyMatch(field -> field.field().equals(AuthiqaRequests.TOKEN))
                    ? AuthiqaError.TOKEN_NOT_PROVIDED
                    : AuthiqaError.MISSING_REQUIRED_FIELDS;
        }
        return switch (fields.get(0).field()) {
            case AuthiqaRequests.USERNAME -> AuthiqaError.INVALID_USERNAME_FORMAT;
            case AuthiqaRequests.EMAIL -> AuthiqaError.INVALID_EMAIL_FORMAT;
            case AuthiqaRequests.PASSWORD -> AuthiqaError.INVALID_PASSWORD_FORMAT;
            case AuthiqaRequests.KEY -> AuthiqaError.INVALID_PARENT_PUBLIC_KEY_FORMAT;
            case AuthiqaRequests.TOKEN -> AuthiqaError.INVALID_TOKEN;
            case AuthiqaRequests.ORGANIZATION_NAME -> AuthiqaError.INVALID_ORGANIZATION_NAME;
            case AuthiqaRequests.ORGANIZATION_URL -> AuthiqaError.INVALID_ORGANIZATION_URL;
            case AuthiqaRequests.AUTH_URLS -> AuthiqaError.INVALID_AUTH_URLS;
            default -> AuthiqaError.INVALID_INPUT;
        };
    }

    Answer of(AuthiqaError error) {
        return Answer.of(
                error.status(), new Envelope(false, new Body(error.code(), error.message())));
    }

    /**
     * @param detail follows the message
     */
    Answer of(AuthiqaError error, String detail) {
        return Answer.of(
                error.status(),
                new Envelope(false, new Body(error.code(), error.message() + " (" + detail + ")")));
    }

    /** Why nobody comes in by a public key. */
    Answer shut(Closure why) {
        return switch (why) {
            case KEY_UNKNOWN -> of(AuthiqaError.INVALID_PARENT_PUBLIC_KEY);
            case PARENT_INACTIVE -> of(parentInactive);
            case PARENT_MISSING -> of(AuthiqaError.PARENT_NOT_FOUND);
            case NO_CREDIT -> of(AuthiqaError.PARENT_ACCOUNT_INACTIVE);
        };
    }

    /** Why a user with the right credentials does not come in. */
    Answer notAdmitted(Denial why) {
        return switch (why) {
            case KEY_MISSING -> of(AuthiqaError.MISSING_PARENT_PUBLIC_KEY);
            case KEY_SENT -> of(AuthiqaError.INVALID_REQUEST);
            case OTHER_PARENT -> of(AuthiqaError.INVALID_PARENT_PUBLIC_KEY);
            case NO_ORGANIZATION -> of(AuthiqaError.PARENT_NO_ORGANIZATION);
            case OTHER_ORGANIZATION -> of(AuthiqaError.ORGANIZATION_MISMATCH);
            case ORGANIZATION_CLOSED -> of(AuthiqaError.ORGANIZATION_NOT_AUTHORIZED);
            case NO_CREDIT -> of(AuthiqaError.PARENT_ACCOUNT_INACTIVE);
        };
    }

    Answer locked(int retryAfterSeconds) {
        return of(AuthiqaError.ACCOUNT_LOCKED).retryAfter(retryAfterSeconds);
    }

    Answer passwordRefused(PasswordRefusal refusal) {
        return switch (refusal.kind()) {
            case WEAK, BREACHED -> of(AuthiqaError.INVALID_PASSWORD_FORMAT, refusal.reason());
            case UNKNOWN -> unavailable(refusal.retryAfterSeconds());
        };
    }

    Answer invalidAttribute(AccountAttribute attribute) {
        return switch (attribute.kind()) {
            case USERNAME -> of(AuthiqaError.INVALID_USERNAME_FORMAT);
            case EMAIL -> of(AuthiqaError.INVALID_EMAIL_FORMAT);
            case DISPLAY_NAME, PERSON_NAME, OTHER -> of(AuthiqaError.INVALID_INPUT);
        };
    }

    @Override
    public Wire wire() {
        return WIRE;
    }

    @Override
    public Answer badInput(InputError error) {
        return BAD_INPUT.apply(this, error);
    }

    @Override
    public Answer notFound() {
        return of(AuthiqaError.NOT_FOUND);
    }

    @Override
    public Answer httpsRequired() {
        return of(AuthiqaError.HTTPS_REQUIRED);
    }

    /** Clients read the seconds from the text. */
    @Override
    public Answer rateLimited(int retryAfterSeconds) {
        AuthiqaError error = AuthiqaError.RATE_LIMIT_EXCEEDED;
        String message =
                error.message() + " Try again in " + Math.max(1, retryAfterSeconds) + " seconds.";
        return Answer.of(error.status(), new Envelope(false, new Body(error.code(), message)))
                .retryAfter(retryAfterSeconds);
    }

    @Override
    public Answer bodyTooSlow() {
        return of(AuthiqaError.REQUEST_TIMEOUT);
    }

    @Override
    public Answer unauthorized() {
        return of(AuthiqaError.UNAUTHORIZED);
    }

    @Override
    public Answer forged() {
        return of(AuthiqaError.FORBIDDEN);
    }

    @Override
    public Answer unavailable(int retryAfterSeconds) {
        return of(AuthiqaError.SERVICE_UNAVAILABLE).retryAfter(retryAfterSeconds);
    }

    @Override
    public Answer crossed() {
        return of(AuthiqaError.CONFLICT);
    }

    @Override
    public Answer internal() {
        return of(fault);
    }
}
