package io.authrealm.api.dialect.credebl;

import io.authrealm.api.http.Answer;
import io.authrealm.api.http.Refusals;
import io.authrealm.api.http.Wire;
import io.authrealm.api.service.password.PasswordRefusal;
import io.authrealm.api.service.signup.AccountAttribute;
import io.authrealm.core.json.InputError;
import io.authrealm.core.json.Json;
import io.authrealm.core.json.JsonRules;
import io.authrealm.core.outcome.Cases;
import java.util.List;
import java.util.Optional;

/**
 * The error envelope. Its {@code message} is a text, or a list of texts if members of the body
 * break rules.
 *
 * @param route method and path of the request; null before there is a call
 */
record CredeblErrors(String route) implements Refusals {

    private static final Cases<CredeblErrors, InputError, Answer> BAD_INPUT =
            Cases.<CredeblErrors, InputError, Answer>of(InputError.class)
                    .when(
                            InputError.Malformed.class,
                            (errors, error) -> errors.of(CredeblError.BAD_REQUEST, error.detail()))
                    .when(
                            InputError.Invalid.class,
                            (errors, error) -> errors.invalid(CredeblTexts.of(error)))
                    .complete();

    private static final String TENANT_HEADER = "X-Tenant";

    private static final Wire WIRE =
            new Wire(
                    Json.CAMEL_CASE,
                    method -> new JsonRules(false, false, true, true),
                    new Wire.TenantHeader(TENANT_HEADER, false, false),
                    List.of("Authorization", "Content-Type", "X-Request-Id", TENANT_HEADER),
                    Optional.empty(),
                    false,
                    true);

    private record Envelope(int statusCode, Object message, String error) {}

    Answer of(CredeblError error) {
        return of(error, error.message());
    }

    /**
     * @param message in place of the usual text
     */
    Answer of(CredeblError error, String message) {
        return answer(error, message);
    }

    /** One text for each broken rule. */
    Answer invalid(List<String> messages) {
        return answer(CredeblError.BAD_REQUEST, messages);
    }

    Answer retryLater(CredeblError error, int seconds) {
        return of(error).retryAfter(seconds);
    }

    Answer passwordRefused(PasswordRefusal refusal) {
        return refusal.retryAfterSeconds() > 0
                ? unavailable(refusal.retryAfterSeconds())
                : of(
                        CredeblError.PASSWORD_REFUSED,
                        CredeblError.PASSWORD_REFUSED.message() + ": " + refusal.reason());
    }

    Answer invalidAttribute(AccountAttribute attribute) {
        return invalid(
                List.of(
                        switch (attribute.kind()) {
                            case USERNAME, EMAIL -> "email is not valid";
                            case DISPLAY_NAME, PERSON_NAME -> "firstName or lastName is not valid";
                            case OTHER -> attribute.name() + " is not valid";
                        }));
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
        return route == null
                ? of(CredeblError.NOT_FOUND)
                : of(CredeblError.NOT_FOUND, "Cannot " + route);
    }

    @Override
    public Answer httpsRequired() {
        return of(CredeblError.HTTPS_REQUIRED);
    }

    @Override
    public Answer rateLimited(int retryAfterSeconds) {
        return retryLater(CredeblError.RATE_LIMITED, retryAfterSeconds);
    }

    @Override
    public Answer bodyTooSlow() {
        return of(CredeblError.REQUEST_TIMEOUT);
    }

    @Override
    public Answer unauthorized() {
        return of(CredeblError.UNAUTHORIZED);
    }

    @Override
    public Answer sessionEnded() {
        return of(CredeblError.SESSION_ENDED);
    }

    @Override
    public Answer forged() {
        return of(CredeblError.FORBIDDEN);
    }

    @Override
    public Answer unavailable(int retryAfterSeconds) {
        return retryLater(CredeblError.UNAVAILABLE, retryAfterSeconds);
    }

    @Override
    public Answer crossed() {
        return of(CredeblError.CROSSED);
    }

    @Override
    public Answer internal() {
        return of(CredeblError.INTERNAL);
    }

    private static Answer answer(CredeblError error, Object message) {
        return Answer.of(error.status(), new Envelope(error.status(), message, error.phrase()));
    }
}
