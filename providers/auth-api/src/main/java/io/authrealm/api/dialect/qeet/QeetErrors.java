package io.authrealm.api.dialect.qeet;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.dialect.AccessAnswers;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.Call;
import io.authrealm.api.http.Csrf;
import io.authrealm.api.http.Refusals;
import io.authrealm.api.http.Wire;
import io.authrealm.api.service.password.PasswordRefusal;
import io.authrealm.api.service.signup.AccountAttribute;
import io.authrealm.core.json.InputError;
import io.authrealm.core.json.Json;
import io.authrealm.core.json.JsonRules;
import io.authrealm.core.outcome.Cases;
import io.authrealm.core.text.UuidSyntax;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The error envelope.
 *
 * @param requestId repeated in every envelope
 * @param malformed the code for a body that cannot be read; sign-in has its own
 */
record QeetErrors(String requestId, QeetError malformed) implements Refusals {

    private static final Cases<QeetErrors, InputError, Answer> BAD_INPUT =
            Cases.<QeetErrors, InputError, Answer>of(InputError.class)
                    .when(
                            InputError.Malformed.class,
                            (errors, error) -> errors.of(errors.malformed(), error.detail()))
                    .when(
                            InputError.Invalid.class,
                            (errors, error) ->
                                    errors.of(
                                            QeetError.VALIDATION_FAILED,
                                            null,
                                            error.fields(),
                                            null,
                                            0))
                    .complete();

    private static final String TENANT_HEADER = "X-Tenant";

    private static final Wire WIRE =
            new Wire(
                    Json.SNAKE_CASE,
                    // In a change, an empty string is a value.
                    method -> new JsonRules(true, true, method.equals("POST")),
                    new Wire.TenantHeader(TENANT_HEADER, false, false),
                    List.of(
                            "Authorization",
                            "Content-Type",
                            "X-Request-Id",
                            "X-CSRF-Token",
                            TENANT_HEADER,
                            "Idempotency-Key"),
                    Optional.of(new Csrf(QeetCookies.CSRF, "X-CSRF-Token")),
                    false,
                    false,
                    Optional.of(new Wire.KeyHeader("Authorization", "ApiKey ")));

    private record Envelope(Body error) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    private record Body(
            String code,
            String message,
            String detail,
            String translationKey,
            Boolean retryable,
            List<InputError.FieldError> fields,
            Map<String, Object> metadata,
            String requestId) {}

    QeetErrors(String requestId) {
        this(requestId, QeetError.BAD_REQUEST);
    }

    Answer of(QeetError error) {
        return of(error, null, null, null, 0);
    }

    Answer of(QeetError error, String detail) {
        return of(error, detail, null, null, 0);
    }

    Answer withMetadata(QeetError error, Map<String, Object> metadata) {
        return of(error, null, null, metadata, 0);
    }

    Answer retryLater(QeetError error, int seconds) {
        return retryLater(error, null, seconds);
    }

    Answer retryLater(QeetError error, String detail, int seconds) {
        return of(error, detail, null, null, seconds);
    }

    Answer invalid(String field, String code, String message) {
        return badInput(
                new InputError.Invalid(List.of(new InputError.FieldError(field, code, message))));
    }

    Answer invalidAttribute(AccountAttribute attribute) {
        String code = attribute.isMissing() ? "required" : "invalid";
        String message = attribute.isMissing() ? "is required" : "is not valid";
        return switch (attribute.kind()) {
            case USERNAME, EMAIL -> invalid("email", "invalid_email", "is not valid");
            case DISPLAY_NAME -> invalid("display_name", code, message);
            case PERSON_NAME, OTHER -> invalid(QeetNames.member(attribute.name()), code, message);
        };
    }

    /**
     * @param member of the request, which holds the password
     */
    Answer passwordRefused(String member, PasswordRefusal refusal) {
        return switch (refusal.rule()) {
            case TOO_SHORT -> invalid(member, "too_short", "is too short");
            case TOO_LONG -> invalid(member, "too_long", "is too long");
            case POLICY_LENGTH, POLICY_UPPERCASE, POLICY_DIGITS, POLICY_SYMBOLS, POLICY_OTHER ->
                    of(QeetError.PASSWORD_WEAK, refusal.reason());
            case BREACHED -> of(QeetError.PASSWORD_BREACHED);
            case UNKNOWN ->
                    retryLater(
                            QeetError.UNAVAILABLE,
                            "the password cannot be checked at the moment",
                            refusal.retryAfterSeconds());
        };
    }

    /** The same for a password that an admin sets, with the codes of its own. */
    Answer passwordRefusedByPolicy(String member, PasswordRefusal refusal) {
        return switch (refusal.rule()) {
            case POLICY_LENGTH -> of(QeetError.POLICY_TOO_SHORT);
            case POLICY_UPPERCASE -> of(QeetError.POLICY_NO_UPPERCASE);
            case POLICY_DIGITS -> of(QeetError.POLICY_NO_NUMBER);
            case POLICY_SYMBOLS -> of(QeetError.POLICY_NO_SYMBOL);
            case BREACHED -> of(QeetError.POLICY_BREACHED);
            case TOO_SHORT, TOO_LONG, POLICY_OTHER, UNKNOWN -> passwordRefused(member, refusal);
        };
    }

    /** What would leave the tenant without an owner. */
    Answer lastOwner() {
        return of(QeetError.CONFLICT, "the tenant needs an owner");
    }

    /** Lets in an admin, who must be one of the tenant that the request names. */
    AdminCaller ofTenant(Call call, String tenantId) {
        AdminCaller admin = call.admin();
        if (tenantId == null || !UuidSyntax.isValid(tenantId)) {
            return call.refuse(of(QeetError.BAD_REQUEST, "invalid id"));
        }
        return admin.tenant().isNamedBy(tenantId)
                ? admin
                : call.refuse(of(QeetError.FORBIDDEN, "tenant mismatch"));
    }

    /** What admins' routes answer if the admin has no access. */
    AccessAnswers access(Call call) {
        return new AccessAnswers(
                call,
                notFound(),
                of(QeetError.PERMISSION_DENIED),
                of(QeetError.BAD_REQUEST, "invalid id"));
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
        return of(QeetError.NOT_FOUND);
    }

    @Override
    public Answer httpsRequired() {
        return of(QeetError.FORBIDDEN, "HTTPS required");
    }

    @Override
    public Answer rateLimited(int retryAfterSeconds) {
        return retryLater(QeetError.RATE_LIMITED, retryAfterSeconds);
    }

    @Override
    public Answer bodyTooSlow() {
        return of(QeetError.REQUEST_TIMEOUT);
    }

    @Override
    public Answer unauthorized() {
        return of(QeetError.UNAUTHORIZED);
    }

    @Override
    public Answer keyInvalid() {
        return of(QeetError.API_KEY_INVALID);
    }

    @Override
    public Answer keyExpired() {
        return of(QeetError.API_KEY_EXPIRED);
    }

    @Override
    public Answer forged() {
        return of(QeetError.CSRF_FAILED);
    }

    @Override
    public Answer unavailable(int retryAfterSeconds) {
        return retryLater(QeetError.UNAVAILABLE, retryAfterSeconds);
    }

    @Override
    public Answer crossed() {
        return of(QeetError.CONFLICT, "another request was in the way");
    }

    @Override
    public Answer internal() {
        return of(QeetError.INTERNAL);
    }

    private Answer of(
            QeetError error,
            String detail,
            List<InputError.FieldError> fields,
            Map<String, Object> metadata,
            int retryAfterSeconds) {
        Body body =
                new Body(
                        error.code(),
                        error.message(),
                        detail,
                        error.code(),
                        error.retryable() ? true : null,
                        fields,
                        metadata,
                        requestId);
        return Answer.of(error.status(), new Envelope(body)).retryAfter(retryAfterSeconds);
    }
}
