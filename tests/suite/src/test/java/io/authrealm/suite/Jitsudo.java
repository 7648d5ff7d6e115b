package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** A client of the JITSudo dialect, with or without a token. */
record Jitsudo(Api api, String tenantId) {

    static final String TENANT_HEADER = "X-Tenant-ID";

    private static final Set<String> MEMBERS_OF_ERRORS =
            Set.of("code", "message", "details", "notices");

    Jitsudo {
        api = api.speaking(OpenApi.Dialect.JITSUDO);
    }

    /** Below the path of the realm. */
    static Jitsudo of(TestRealm realm) {
        return new Jitsudo(new Api(realm.url() + "/jitsudo"), idOf(realm));
    }

    /** At the origin root, for users of this realm. */
    static Jitsudo atRoot(TestRealm realm) {
        return new Jitsudo(new Api(TestServer.url() + "/jitsudo"), idOf(realm));
    }

    private static String idOf(TestRealm realm) {
        return realm.get("").path("id").asText();
    }

    /** The same client with a token, and with the header that each of its requests needs. */
    Jitsudo with(String token) {
        return new Jitsudo(api.bearer(token).with(TENANT_HEADER, tenantId), tenantId);
    }

    Jitsudo as(TestUser user) {
        return with(token(user));
    }

    /** Members come in pairs of name and value; a null value leaves its member out. */
    Answer post(String path, Object... members) {
        Map<String, Object> body = new LinkedHashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            if (members[i + 1] != null) {
                body.put((String) members[i], members[i + 1]);
            }
        }
        return api.post("/v1" + path, body);
    }

    /** Without a body. */
    Answer postNothing(String path) {
        return api.post("/v1" + path);
    }

    Answer get(String path) {
        return api.get("/v1" + path);
    }

    Answer login(String email, String password) {
        return post("/auth/login", "email", email, "password", password);
    }

    Answer login(TestUser user) {
        return login(user.email(), user.password());
    }

    /** Signs in a user who needs no second factor. */
    String token(TestUser user) {
        return loggedIn(login(user));
    }

    /** Asserts the answer to a login that has ended. Returns the token. */
    static String loggedIn(Answer answer) {
        JsonNode json = answer.assertStatus(200).json();
        assertThat(names(json))
                .containsExactlyInAnyOrder(
                        "token", "expires_at", "mfa_required", "enrollment_required");
        assertThat(json.path("mfa_required").asBoolean(true)).isFalse();
        assertThat(json.path("enrollment_required").asBoolean(true)).isFalse();
        return token(json);
    }

    /** Asserts the answer to a challenge that was the last. Returns the token. */
    static String answered(Answer answer) {
        JsonNode json = answer.assertStatus(200).json();
        assertThat(names(json))
                .containsExactlyInAnyOrder(
                        "token", "expires_at", "mfa_setup_required", "enrollment_required");
        assertThat(json.path("mfa_setup_required").asBoolean(true)).isFalse();
        assertThat(json.path("enrollment_required").asBoolean(true)).isFalse();
        return token(json);
    }

    private static String token(JsonNode json) {
        String token = json.path("token").asText();
        assertThat(json.path("expires_at").asText()).endsWith("Z");
        assertThat(Instant.parse(json.path("expires_at").asText()).getEpochSecond())
                .isEqualTo(Jwt.payload(token).path("exp").asLong());
        return token;
    }

    /** Asserts that a login asks for one of these factors. Returns the challenge. */
    static String challenge(Answer answer, String... methods) {
        JsonNode json = answer.assertStatus(200).json();
        assertThat(json.path("enrollment_required").asBoolean(true)).isFalse();
        assertThat(json.path("methods")).extracting(JsonNode::asText).containsExactly(methods);
        return challenge(json);
    }

    /** Asserts that a login asks to set up a factor. Returns the challenge. */
    static String enrolment(Answer answer) {
        JsonNode json = answer.assertStatus(200).json();
        assertThat(json.path("enrollment_required").asBoolean()).isTrue();
        assertThat(json.path("methods").isArray()).isTrue();
        assertThat(json.path("methods")).isEmpty();
        return challenge(json);
    }

    private static String challenge(JsonNode json) {
        assertThat(names(json))
                .containsExactlyInAnyOrder(
                        "mfa_required", "challenge_id", "methods", "enrollment_required");
        assertThat(json.path("mfa_required").asBoolean()).isTrue();
        String challenge = json.path("challenge_id").asText();
        assertThat(UUID.fromString(challenge)).hasToString(challenge);
        return challenge;
    }

    /** Answers a challenge with a code. */
    Answer code(String challenge, String code) {
        return post("/auth/mfa/challenge", "challenge_id", challenge, "code", code);
    }

    /**
     * @param code null to leave it out
     */
    Answer enroll(String challenge, String action, String code) {
        return post(
                "/auth/mfa/enroll-via-challenge",
                "challenge_id",
                challenge,
                "action",
                action,
                "code",
                code);
    }

    /** Both requests of the registration of a key. */
    Answer register(SoftKey key, String type, String name) {
        Answer begun = postNothing("/users/me/mfa/webauthn/register?method_type=" + type);
        return post(
                "/users/me/mfa/webauthn/register/complete",
                "credential",
                key.create(options(begun)),
                "device_name",
                name,
                "method_type",
                type);
    }

    static ObjectNode options(Answer begun) {
        JsonNode json = begun.assertStatus(200).json();
        assertThat(names(json)).containsExactly("options");
        return (ObjectNode) json.path("options");
    }

    /** The factors that the user has, as the dialect lists them. */
    List<JsonNode> factors() {
        JsonNode json = get("/users/me/mfa").assertStatus(200).json();
        assertThat(names(json)).containsExactly("methods");
        return TestRealm.list(json.path("methods"));
    }

    /** Asserts status, code and the form that every error has. */
    static Answer assertError(Answer answer, int status, String code) {
        answer.assertStatus(status);
        assertThat(answer.header("Content-Type")).as("%s", answer).startsWith("application/json");
        assertThat(answer.header("X-Request-Id")).as("%s", answer).isNotBlank();
        assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
        JsonNode json = answer.json();
        assertThat(names(json)).as("%s", answer).isSubsetOf(MEMBERS_OF_ERRORS);
        assertThat(json.path("code").asText()).as("%s", answer).isEqualTo(code);
        assertThat(json.path("message").asText()).as("%s", answer).isNotBlank();
        assertThat(answer.body()).doesNotContainIgnoringCase("<html").doesNotContain("Exception");
        return answer;
    }

    /** Asserts 400 because of this member. */
    static Answer assertInvalid(Answer answer, String field) {
        assertError(answer, 400, "invalid_request");
        assertThat(answer.text("details.field")).as("%s", answer).isEqualTo(field);
        return answer;
    }

    /** Asserts that a limit refuses the request, and when to come back. */
    static Answer assertLimited(Answer answer) {
        assertError(answer, 429, "rate_limited");
        assertThat(answer.text("details.retry_after")).isEqualTo(answer.header("Retry-After"));
        return answer;
    }

    static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
