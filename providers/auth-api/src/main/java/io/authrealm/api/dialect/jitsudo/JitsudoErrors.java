package io.authrealm.api.dialect.jitsudo;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.authrealm.api.dialect.AccessAnswers;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.Call;
import io.authrealm.api.http.Refusals;
import io.authrealm.api.http.Wire;
import io.authrealm.api.service.password.PasswordRefusal;
import io.authrealm.core.json.InputError;
import io.authrealm.core.json.Json;
import io.authrealm.core.json.JsonRules;
import io.authrealm.core.outcome.Cases;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The error object. */
record JitsudoErrors() implements Refusals {

    static final String TENANT_HEADER = "X-Tenant-ID";

    private static final Cases<JitsudoErrors, InputError, Answer> BAD_INPUT =
            Cases.<JitsudoErrors, InputError, Answer>of(InputError.class)
                    .when(
                            InputError.Malformed.class,
                            (errors, error) ->
                                    errors.of(
                                            JitsudoError.INVALID_REQUEST,
                                            Map.of("reason", error.detail())))
                    .when(
                            InputError.Invalid.class,
                            (errors, error) -> errors.invalid(error.fields().get(0)))
                    .complete();

    /** In a body, an empty string is no value. */
    private static final JsonRules RULES = new JsonRules(false, false, true);

    private static final Wire WIRE =
            new Wire(
                    Json.SNAKE_CASE,
                    method -> RULES,
                    new Wire.TenantHeader(TENANT_HEADER, true, true),
                    List.of("Authorization", "Content-Type", "X-Request-Id", TENANT_HEADER),
                    Optional.empty());

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    private record Body(
            String code, String message, Map<String, Object> details, List<String> notices) {}

    Answer of(JitsudoError error) {
        return of(error, Map.of());
    }

    /**
     * @param details what a client may show or use, beyond the code
     */
    Answer of(JitsudoError error, Map<String, Object> details) {
        return of(error, details, List.of());
    }

    /**
     * @param notices what an admin has written for users in this case
     */
    Answer of(JitsudoError error, Map<String, Object> details, List<String> notices) {
        return Answer.of(error.status(), new Body(error.code(), error.message(), details, notices));
    }

    private Answer retryLater(JitsudoError error, int seconds) {
        return of(error, seconds > 0 ? Map.of("retry_after", seconds) : Map.of())
                .retryAfter(seconds);
    }

    /** A member of the request breaks its rule. */
    Answer invalid(String field, String reason) {
        return of(JitsudoError.INVALID_REQUEST, Map.of("field", field, "reason", reason));
    }

    private Answer invalid(InputError.FieldError error) {
        return invalid(error.field(), error.message());
    }

    Answer passwordRefused(PasswordRefusal refusal) {
        return switch (refusal.rule()) {
            case TOO_SHORT, POLICY_LENGTH -> weak("too_short");
            case TOO_LONG -> weak("too_long");
            case POLICY_UPPERCASE -> weak("uppercase");
            case POLICY_DIGITS -> weak("digits");
            case POLICY_SYMBOLS -> weak("symbols");
            case POLICY_OTHER -> weak("other");
            case BREACHED -> weak("breached");
            case UNKNOWN -> unavailable(refusal.retryAfterSeconds());
        };
    }

    private Answer weak(String rule) {
        return of(JitsudoError.WEAK_PASSWORD, Map.of("policy", List.of(rule)));
    }

    /** What admins' routes answer if the admin has no access. */
    AccessAnswers access(Call call) {
        return new AccessAnswers(call, notFound(), of(JitsudoError.FORBIDDEN), notFound());
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
        return of(JitsudoError.NOT_FOUND);
    }

    @Override
    public Answer httpsRequired() {
        return of(JitsudoError.FORBIDDEN, Map.of("reason", "HTTPS required"));
    }

    @Override
    public Answer rateLimited(int retryAfterSeconds) {
        return retryLater(JitsudoError.RATE_LIMITED, retryAfterSeconds);
    }

    @Override
    public Answer bodyTooSlow() {
        return of(JitsudoError.REQUEST_TIMEOUT);
    }

    @Override
    public Answer unauthorized() {
        return of(JitsudoError.UNAUTHENTICATED);
    }

    @Override
    public Answer tenantUnnamed() {
        return of(JitsudoError.TENANT_REQUIRED);
    }

    @Override
    public Answer tenantMismatch() {
        return of(JitsudoError.TENANT_MISMATCH);
    }

    @Override
    public Answer forged() {
        return of(JitsudoError.FORBIDDEN);
    }

    @Override
    public Answer unavailable(int retryAfterSeconds) {
        return retryLater(JitsudoError.UNAVAILABLE, retryAfterSeconds);
    }

    @Override
    public Answer crossed() {
        return of(JitsudoError.CONFLICT, Map.of("reason", "another request was in the way"));
    }

    @Override
    public Answer internal() {
        return of(JitsudoError.INTERNAL);
    }
}
