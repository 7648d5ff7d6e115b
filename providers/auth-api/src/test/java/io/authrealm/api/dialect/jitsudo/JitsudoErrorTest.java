package io.authrealm.api.dialect.jitsudo;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.ApiDescription;
import io.authrealm.api.service.password.PasswordRefusal;
import io.authrealm.api.service.password.PasswordRefusal.Rule;
import io.authrealm.core.json.InputError;
import io.authrealm.core.json.InputError.FieldError;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class JitsudoErrorTest {

    /** Also in docs/jitsudo.md#errors. */
    private static final Map<String, Integer> STATUSES =
            Map.ofEntries(
                    entry("invalid_request", 400),
                    entry("tenant_required", 400),
                    entry("weak_password", 400),
                    entry("invalid_token", 400),
                    entry("invalid_code", 400),
                    entry("wrong_password", 400),
                    entry("invalid_credentials", 401),
                    entry("invalid_mfa_code", 401),
                    entry("challenge_expired", 401),
                    entry("unauthenticated", 401),
                    entry("email_not_verified", 403),
                    entry("tenant_mismatch", 403),
                    entry("forbidden", 403),
                    entry("action_required", 403),
                    entry("step_up_required", 403),
                    entry("browser_required", 403),
                    entry("not_found", 404),
                    entry("request_timeout", 408),
                    entry("conflict", 409),
                    entry("already_enrolled", 409),
                    entry("already_verified", 409),
                    entry("rate_limited", 429),
                    entry("internal", 500),
                    entry("not_implemented", 501),
                    entry("unavailable", 503));

    private final JitsudoErrors errors = new JitsudoErrors();

    @Test
    void codesAreThoseOfTheTable() {
        assertThat(JitsudoError.values())
                .extracting(JitsudoError::code)
                .containsExactlyInAnyOrderElementsOf(STATUSES.keySet());
    }

    /** Each is in the description, and the description has no other. */
    @Test
    void codesAreDescribed() throws Exception {
        JsonNode document;
        try (InputStream file = JitsudoApi.class.getResourceAsStream(ApiDescription.PATH)) {
            document = new JsonMapper().readTree(file);
        }
        Map<String, Integer> described = new TreeMap<>();
        for (JsonNode responses : document.findValues("responses")) {
            responses
                    .fields()
                    .forEachRemaining(
                            response -> {
                                if (response.getKey().matches("[45][0-9][0-9]")) {
                                    codes(document, response.getValue())
                                            .forEach(
                                                    code ->
                                                            described.put(
                                                                    code,
                                                                    Integer.valueOf(
                                                                            response.getKey())));
                                }
                            });
        }
        assertThat(described).isEqualTo(STATUSES);
    }

    private static Stream<String> codes(JsonNode document, JsonNode node) {
        return Stream.concat(
                node.findValuesAsText("const").stream(),
                node.findValuesAsText("$ref").stream()
                        .filter(reference -> !reference.endsWith("/Error"))
                        .flatMap(ref -> codes(document, document.at(ref.substring(1)))));
    }

    @ParameterizedTest
    @EnumSource
    void errorHasCodeAndMessageAlone(JitsudoError error) throws Exception {
        Answer answer = errors.of(error);
        JsonNode body = body(answer);

        assertThat(answer.status()).isEqualTo(STATUSES.get(error.code()));
        assertThat(answer.headers()).isEmpty();
        assertThat(names(body)).containsExactly("code", "message");
        assertThat(body.get("code").asText()).isEqualTo(error.code());
        assertThat(body.get("message").asText()).isNotBlank();
    }

    @Test
    void detailsAndNoticesAreThereIfThereAreSome() throws Exception {
        JsonNode body =
                body(
                        errors.of(
                                JitsudoError.ACTION_REQUIRED,
                                Map.of("actions", List.of("UPDATE_PASSWORD")),
                                List.of("Ask the help desk.")));

        assertThat(names(body)).containsExactly("code", "message", "details", "notices");
        assertThat(body.at("/details/actions/0").asText()).isEqualTo("UPDATE_PASSWORD");
        assertThat(body.at("/notices/0").asText()).isEqualTo("Ask the help desk.");
    }

    @Test
    void firstBrokenRuleNamesItsMember() throws Exception {
        JsonNode body =
                body(
                        errors.badInput(
                                new InputError.Invalid(
                                        List.of(
                                                new FieldError("email", "required", "is required"),
                                                new FieldError("code", "too_long", "is long")))));

        assertThat(body.get("code").asText()).isEqualTo("invalid_request");
        assertThat(body.at("/details/field").asText()).isEqualTo("email");
        assertThat(body.at("/details/reason").asText()).isEqualTo("is required");
    }

    @Test
    void malformedBodyHasAReasonAndNoMember() throws Exception {
        JsonNode body = body(errors.badInput(new InputError.Malformed("not valid JSON")));

        assertThat(body.get("code").asText()).isEqualTo("invalid_request");
        assertThat(names(body.get("details"))).containsExactly("reason");
    }

    @Test
    void limitsSayWhenToComeBack() throws Exception {
        for (Answer answer : List.of(errors.rateLimited(7), errors.unavailable(7))) {
            assertThat(answer.headers()).containsExactly(new Answer.Header("Retry-After", "7"));
            assertThat(body(answer).at("/details/retry_after").asInt()).isEqualTo(7);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TOO_SHORT, too_short",
        "TOO_LONG, too_long",
        "POLICY_LENGTH, too_short",
        "POLICY_UPPERCASE, uppercase",
        "POLICY_DIGITS, digits",
        "POLICY_SYMBOLS, symbols",
        "POLICY_OTHER, other",
        "BREACHED, breached"
    })
    void weakPasswordNamesTheRule(Rule rule, String name) throws Exception {
        JsonNode body = body(errors.passwordRefused(new PasswordRefusal(rule, "why")));

        assertThat(body.get("code").asText()).isEqualTo("weak_password");
        assertThat(body.at("/details/policy/0").asText()).isEqualTo(name);
    }

    @Test
    void passwordThatCannotBeCheckedIsNoWeakOne() throws Exception {
        Answer answer = errors.passwordRefused(new PasswordRefusal(Rule.UNKNOWN, "why"));

        assertThat(body(answer).get("code").asText()).isEqualTo("unavailable");
        assertThat(answer.headers()).hasSize(1);
    }

    private static JsonNode body(Answer answer) throws Exception {
        return new JsonMapper().readTree(new JitsudoErrors().wire().write(answer));
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
