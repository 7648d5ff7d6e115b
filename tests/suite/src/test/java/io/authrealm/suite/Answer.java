package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An answer of the server. */
record Answer(int status, HttpHeaders headers, String body, Duration took) {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final Pattern REFERENCE = Pattern.compile("&#x([0-9a-fA-F]{1,5});");

    static Answer of(HttpResponse<String> response, Duration took) {
        return new Answer(response.statusCode(), response.headers(), response.body(), took);
    }

    JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON in " + this, e);
        }
    }

    /** The text at a path such as {@code "user.email"}; null if there is none. */
    String text(String path) {
        JsonNode node = json().at("/" + path.replace('.', '/'));
        return node.isMissingNode() || node.isNull() ? null : node.asText();
    }

    /** The value of a response header; null if there is none. */
    String header(String name) {
        return headers.firstValue(name).orElse(null);
    }

    /**
     * The body of a page with characters in place of their numeric references. Keycloak 26.4 writes
     * some that way, and later versions do not.
     */
    String textOfPage() {
        return REFERENCE
                .matcher(body)
                .replaceAll(
                        reference ->
                                Matcher.quoteReplacement(
                                        Character.toString(
                                                Integer.parseInt(reference.group(1), 16))));
    }

    String errorCode() {
        return text("error.code");
    }

    /** The error object without the parts that differ between requests. */
    JsonNode errorWithoutRequestId() {
        ObjectNode error = json().path("error").deepCopy();
        error.remove("request_id");
        return error;
    }

    Answer assertStatus(int expected) {
        assertThat(status).as("status of %s", this).isEqualTo(expected);
        return this;
    }

    /** Asserts status, code and the form that every error has. */
    Answer assertError(int expectedStatus, String expectedCode) {
        assertStatus(expectedStatus).assertErrorEnvelope();
        assertThat(errorCode()).as("code of %s", this).isEqualTo(expectedCode);
        return this;
    }

    /**
     * Asserts that this is an error of the API in JSON, with any code, and not a failure of the
     * server.
     */
    Answer assertErrorEnvelope() {
        assertThat(status).as("status of %s", this).isBetween(400, 499);
        return assertErrorForm();
    }

    /** Asserts that the server answers that it is busy, and when to come back. */
    Answer assertBusy() {
        assertStatus(503).assertErrorForm();
        assertThat(errorCode()).as("code of %s", this).isEqualTo("unavailable");
        assertThat(json().at("/error/retryable").asBoolean()).as("retryable: %s", this).isTrue();
        assertThat(Integer.parseInt(header("Retry-After"))).isBetween(1, 60);
        return this;
    }

    /** Asserts that a limit refuses the request, and when to come back. */
    Answer assertLimited() {
        assertError(429, "rate_limited");
        assertThat(Integer.parseInt(header("Retry-After"))).isBetween(1, 3600);
        assertThat(json().at("/error/retryable").asBoolean()).as("retryable: %s", this).isTrue();
        return this;
    }

    /** Asserts that the server had an internal error and reveals nothing more. */
    Answer assertInternalError() {
        assertStatus(500).assertErrorForm();
        assertThat(errorCode()).as("code of %s", this).isEqualTo("internal");
        return this;
    }

    private Answer assertErrorForm() {
        assertThat(header("Content-Type")).as("type of %s", this).startsWith("application/json");
        JsonNode error = json().path("error");
        assertThat(error.path("code").asText()).as("code of %s", this).isNotBlank();
        assertThat(error.path("message").asText()).as("message of %s", this).isNotBlank();
        assertThat(error.path("translation_key")).isEqualTo(error.path("code"));
        assertThat(error.path("request_id").asText())
                .as("request id of %s", this)
                .isNotBlank()
                .isEqualTo(header("X-Request-Id"));
        assertThat(body).doesNotContainIgnoringCase("<html").doesNotContain("Exception", "\tat ");
        return this;
    }

    /** Asserts 422 with this code for this member. */
    Answer assertInvalidField(String field, String code) {
        assertError(422, "validation_failed");
        assertThat(json().path("error").path("fields"))
                .as("fields of %s", this)
                .anySatisfy(
                        entry -> {
                            assertThat(entry.path("field").asText()).isEqualTo(field);
                            assertThat(entry.path("code").asText()).isEqualTo(code);
                            assertThat(entry.path("message").asText()).isNotBlank();
                        });
        return this;
    }

    /**
     * Asserts that the user has to do exactly these things before signing in. Returns the
     * challenge.
     */
    String assertActionRequired(String... actions) {
        assertError(403, "auth.action_required");
        JsonNode metadata = json().at("/error/metadata");
        assertThat(metadata.path("required_actions")).isEqualTo(JSON.valueToTree(actions));
        String challenge = metadata.path("challenge_id").asText();
        assertThat(UUID.fromString(challenge).toString()).isEqualTo(challenge);
        return challenge;
    }

    /**
     * Asserts that a second factor has to be set up before there are tokens. Returns the challenge.
     */
    String assertEnrollment() {
        JsonNode json = assertStatus(200).json();
        assertThat(json.path("mfa_required").asBoolean()).as("enrolment in %s", this).isTrue();
        assertThat(json.path("enrollment_required").asBoolean()).isTrue();
        assertThat(json.path("methods").isArray()).isTrue();
        assertThat(json.path("methods")).isEmpty();
        assertThat(json.has("access_token")).as("access token in %s", this).isFalse();
        String challenge = json.path("mfa_token").asText();
        assertThat(UUID.fromString(challenge).toString()).isEqualTo(challenge);
        return challenge;
    }

    /** Asserts that this asks for a code of an app first. Returns the challenge. */
    String assertChallenge() {
        assertThat(text("methods.0")).as("first method of %s", this).isEqualTo("totp");
        return assertChallenge(
                TestRealm.list(json().path("methods")).stream()
                        .map(JsonNode::asText)
                        .toArray(String[]::new));
    }

    /**
     * Asserts that this asks for a second factor, which can be one of these. Returns the challenge.
     */
    String assertChallenge(String... methods) {
        JsonNode json = assertStatus(200).json();
        assertThat(json.path("mfa_required").asBoolean()).as("challenge in %s", this).isTrue();
        assertThat(json.path("methods")).extracting(JsonNode::asText).containsExactly(methods);
        assertThat(json.has("access_token")).as("access token in %s", this).isFalse();
        assertThat(json.has("refresh_token")).as("refresh token in %s", this).isFalse();
        String challenge = json.path("mfa_token").asText();
        assertThat(UUID.fromString(challenge).toString()).isEqualTo(challenge);
        return challenge;
    }

    /** Asserts a token pair: two tokens, their expiry, and the ids of session, user and tenant. */
    Tokens assertTokens(int expectedStatus) {
        assertStatus(expectedStatus);
        return Tokens.of(json());
    }

    Tokens assertTokens() {
        return assertTokens(200);
    }

    /** An internal error explains itself by what the server has logged about it. */
    @Override
    public String toString() {
        String shown = body.length() > 800 ? body.substring(0, 800) + "..." : body;
        String logged = status == 500 ? FailureLog.of(header("X-Request-Id")) : "";
        return status + " " + headers.map() + "\n" + shown + logged;
    }
}
