package io.authrealm.api.dialect.credebl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.authrealm.api.http.Answer;
import io.authrealm.api.service.password.PasswordRefusal;
import io.authrealm.api.service.password.PasswordRefusal.Rule;
import io.authrealm.core.json.InputError;
import io.authrealm.core.json.InputError.FieldError;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class CredeblErrorTest {

    private final CredeblErrors errors = new CredeblErrors("GET /credebl/v1/nothing");

    @ParameterizedTest
    @EnumSource(CredeblError.class)
    void everyErrorHasTheEnvelope(CredeblError error) throws JsonProcessingException {
        Answer answer = errors.of(error);
        JsonNode body = body(answer);

        assertThat(answer.status()).isEqualTo(error.status()).isBetween(400, 599);
        assertThat(names(body)).containsExactly("statusCode", "message", "error");
        assertThat(body.path("statusCode").asInt()).isEqualTo(error.status());
        assertThat(body.path("message").asText()).isEqualTo(error.message()).isNotBlank();
        assertThat(body.path("error").asText()).isNotBlank();
    }

    /** The texts and the phrase that clients compare. */
    @ParameterizedTest
    @CsvSource({
        "INVALID_CREDENTIALS, 401, Invalid Credentials, Unauthorized",
        "UNDECRYPTABLE, 400, Invalid Credentials, Bad Request",
        "REFRESH_TOKEN_EXPIRED, 401, Refresh token has expired, Unauthorized",
        "UNAUTHORIZED, 401, Unauthorized, Internal Server Error",
        "SESSION_ENDED, 401, Authentication failed, Unauthorized",
        "SESSION_NOT_FOUND, 404, User session not found, Not Found",
        "USER_NOT_FOUND, 404, User not found, Not Found"
    })
    void clientsCompareTexts(CredeblError error, int status, String message, String phrase) {
        assertThat(error.status()).isEqualTo(status);
        assertThat(error.message()).isEqualTo(message);
        assertThat(error.phrase()).isEqualTo(phrase);
    }

    @Test
    void anUnknownRouteIsNamed() throws JsonProcessingException {
        assertThat(body(errors.notFound()).path("message").asText())
                .isEqualTo("Cannot GET /credebl/v1/nothing");
        assertThat(body(new CredeblErrors(null).notFound()).path("message").asText()).isNotBlank();
    }

    @Test
    void eachBrokenRuleHasATextOfItsOwn() throws JsonProcessingException {
        JsonNode body =
                body(
                        errors.badInput(
                                new InputError.Invalid(
                                        List.of(
                                                new FieldError("email", "required", ""),
                                                new FieldError("password", "required", ""),
                                                new FieldError("firstName", "too_short", ""),
                                                new FieldError("brandLogoUrl", "invalid_url", ""),
                                                new FieldError("isHolder", "not_boolean", ""),
                                                new FieldError("sessions", "not_array", ""),
                                                new FieldError("sessions", "required", ""),
                                                new FieldError("lastName", "invalid", "")))));
        assertThat(body.path("message")).hasSize(12);
        body.path("message").forEach(text -> assertThat(text.asText()).doesNotContain("%"));
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void everyRefusedPasswordIsABadRequestUnlessItMayPassLater(Rule rule) {
        Answer answer = errors.passwordRefused(new PasswordRefusal(rule, "reason"));

        assertThat(answer.status()).isEqualTo(rule == Rule.UNKNOWN ? 503 : 400);
    }

    private JsonNode body(Answer answer) throws JsonProcessingException {
        return new JsonMapper().readTree(errors.wire().write(answer));
    }

    private static List<String> names(JsonNode body) {
        List<String> names = new ArrayList<>();
        body.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
