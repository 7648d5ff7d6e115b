package io.authrealm.api.dialect.authiqa;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.ApiDescription;
import io.authrealm.api.service.admission.Denial;
import io.authrealm.api.service.parent.Closure;
import io.authrealm.core.json.InputError;
import io.authrealm.core.json.InputError.FieldError;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class AuthiqaErrorTest {

    private static final AuthiqaErrors ERRORS = new AuthiqaErrors();

    private static JsonNode json(Answer answer) {
        try {
            return new JsonMapper().readTree(ERRORS.wire().write(answer));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static String code(Answer answer) {
        return json(answer).at("/error/code").asText();
    }

    @ParameterizedTest
    @EnumSource(AuthiqaError.class)
    void everyErrorHasTheEnvelope(AuthiqaError error) {
        Answer answer = ERRORS.of(error);
        JsonNode json = json(answer);
        assertThat(answer.status()).isEqualTo(error.status()).isBetween(400, 599);
        assertThat(json.size()).isEqualTo(2);
        assertThat(json.path("success").asBoolean(true)).isFalse();
        assertThat(json.path("error").size()).isEqualTo(2);
        assertThat(json.at("/error/code").asText()).isEqualTo(error.code()).matches("[A-Z_]+");
        assertThat(json.at("/error/message").asText()).endsWith(".");
    }

    @Test
    void requestForAConfirmationHasCodesOfItsOwn() {
        AuthiqaErrors ofConfirmation = AuthiqaErrors.OF_CONFIRMATION;
        assertThat(code(ERRORS.internal())).isEqualTo("INTERNAL_SERVER_ERROR");
        assertThat(code(ofConfirmation.internal())).isEqualTo("INTERNAL_ERROR");
        assertThat(code(ERRORS.shut(Closure.PARENT_INACTIVE))).isEqualTo("PARENT_INACTIVE");
        assertThat(code(ofConfirmation.shut(Closure.PARENT_INACTIVE)))
                .isEqualTo("PARENT_ACCOUNT_INACTIVE");
        assertThat(ofConfirmation.shut(Closure.PARENT_INACTIVE).status()).isEqualTo(403);
    }

    /** A code has one status and one meaning, but for these. */
    @Test
    void codesAreUnique() {
        Map<String, Long> uses =
                Arrays.stream(AuthiqaError.values())
                        .collect(Collectors.groupingBy(AuthiqaError::code, Collectors.counting()));
        assertThat(uses.remove("PARENT_NOT_FOUND")).isEqualTo(2);
        assertThat(uses.remove("PARENT_ACCOUNT_INACTIVE")).isEqualTo(2);
        assertThat(uses.values()).containsOnly(1L);
    }

    /** Each code has its status in the description, and the description has no other. */
    @Test
    void codesAreDescribed() throws IOException {
        JsonNode document;
        try (InputStream file = AuthiqaApi.class.getResourceAsStream(ApiDescription.PATH)) {
            document = new JsonMapper().readTree(file);
        }
        Set<String> described = new TreeSet<>();
        for (JsonNode responses : document.at("/paths").findValues("responses")) {
            responses
                    .fields()
                    .forEachRemaining(
                            response ->
                                    codes(document, response.getValue())
                                            .forEach(
                                                    code ->
                                                            described.add(
                                                                    response.getKey()
                                                                            + ' '
                                                                            + code)));
        }
        assertThat(described)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(AuthiqaError.values())
                                .map(error -> error.status() + " " + error.code())
                                .collect(Collectors.toSet()));
    }

    private static List<String> codes(JsonNode document, JsonNode response) {
        JsonNode resolved =
                response.has("$ref")
                        ? document.at(response.path("$ref").asText().substring(1))
                        : response;
        List<String> codes = new ArrayList<>();
        for (JsonNode code : resolved.findValues("code")) {
            code.path("enum").forEach(one -> codes.add(one.asText()));
            codes.addAll(code.findValuesAsText("const"));
        }
        return codes;
    }

    @Test
    void bodiesAreRefusedByTheFirstThingThatIsWrong() {
        assertThat(code(ERRORS.badInput(InputError.Malformed.noBody())))
                .isEqualTo("MISSING_REQUEST_BODY");
        assertThat(code(ERRORS.badInput(new InputError.Malformed("x"))))
                .isEqualTo("INVALID_REQUEST_BODY");
        assertThat(
                        code(
                                ERRORS.badInput(
                                        new InputError.Invalid(
                                                List.of(
                                                        new FieldError("email", "invalid", ""),
                                                        new FieldError(
                                                                "password", "required", ""))))))
                .isEqualTo("MISSING_REQUIRED_FIELDS");
        assertThat(
                        code(
                                ERRORS.badInput(
                                        new InputError.Invalid(
                                                List.of(
                                                        new FieldError("password", "required", ""),
                                                        new FieldError("token", "required", ""))))))
                .isEqualTo("TOKEN_NOT_PROVIDED");
    }

    @ParameterizedTest
    @CsvSource({
        "username, INVALID_USERNAME_FORMAT",
        "email, INVALID_EMAIL_FORMAT",
        "password, INVALID_PASSWORD_FORMAT",
        "parentPublicKey, INVALID_PARENT_PUBLIC_KEY_FORMAT",
        "token, INVALID_TOKEN",
        "organizationName, INVALID_ORGANIZATION_NAME",
        "organizationUrl, INVALID_ORGANIZATION_URL",
        "authUrls, INVALID_AUTH_URLS",
        "verifyAuthPath, INVALID_INPUT"
    })
    void memberThatBreaksARuleHasItsCode(String member, String code) {
        Answer answer =
                ERRORS.badInput(
                        new InputError.Invalid(List.of(new FieldError(member, "too_long", ""))));
        assertThat(code(answer)).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(400);
    }

    @ParameterizedTest
    @EnumSource(Closure.class)
    void everyClosureHasAnAnswer(Closure why) {
        assertThat(ERRORS.shut(why).status()).isBetween(400, 404);
    }

    @ParameterizedTest
    @EnumSource(Denial.class)
    void everyDenialHasAnAnswer(Denial why) {
        assertThat(ERRORS.notAdmitted(why).status()).isBetween(400, 403);
    }

    @Test
    void limitNamesTheSecondsInItsText() {
        Answer answer = ERRORS.rateLimited(42);
        assertThat(answer.status()).isEqualTo(429);
        assertThat(json(answer).at("/error/message").asText()).contains("42 seconds");
        assertThat(answer.headers()).contains(new Answer.Header("Retry-After", "42"));
    }
}
