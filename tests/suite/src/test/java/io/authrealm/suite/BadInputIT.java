package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any malformed request gets an error as JSON, and nothing is half-written. */
class BadInputIT {

    @RegisterExtension static final TestRealm realm = TestRealm.fresh();

    /** Placeholder in a path for the id of the test's user. */
    private static final String USER = "{user}";

    private static TestUser user;
    private static Tokens tokens;

    /**
     * A route that takes a body.
     *
     * @param template the path, with {@link #USER} for the id of the user of the test
     * @param valid members that the route accepts
     * @param malformedStatus the status for a body that cannot be parsed
     */
    private record Route(
            String method,
            String template,
            boolean needsToken,
            Map<String, String> valid,
            int malformedStatus) {

        Answer send(byte[] body) {
            return send("application/json", body);
        }

        Answer send(String contentType, byte[] body) {
            return api().send(method, path(), contentType, body);
        }

        String path() {
            return template.replace(USER, user.id());
        }

        /** A request without a body is for the number on file. */
        boolean isBodyOptional() {
            return template.endsWith("/phone/start");
        }

        /** The answer is the same for every address; {@link MagicLinkIT} tests that. */
        boolean answersAlways() {
            return template.equals("/v1/auth/magic-link/start");
        }

        Answer send(String body) {
            return send(body.getBytes(StandardCharsets.UTF_8));
        }

        Api api() {
            return needsToken ? realm.api().bearer(tokens) : realm.api();
        }

        String malformedCode() {
            return malformedStatus == 422 ? "validation_failed" : "bad_request";
        }

        /** The valid body with the raw JSON {@code value} for one member. */
        String bodyWith(String member, String value) {
            List<String> members = new ArrayList<>();
            valid.forEach(
                    (name, text) ->
                            members.add(
                                    quoted(name)
                                            + ":"
                                            + (name.equals(member) ? value : quoted(text))));
            return "{" + String.join(",", members) + "}";
        }

        @Override
        public String toString() {
            return method + " " + template;
        }
    }

    private static String quoted(String text) {
        return Answer.JSON.valueToTree(text).toString();
    }

    @BeforeAll
    static void rootKnowsTheRealm() {
        realm.awaitAtRoot();
    }

    @BeforeEach
    void signIn() {
        user = realm.user();
        tokens = realm.signIn(user);
    }

    static List<Route> routes() {
        String email = TestRealm.newEmail();
        Map<String, String> signUp = new LinkedHashMap<>();
        signUp.put("email", email);
        signUp.put("password", TestRealm.PASSWORD);
        signUp.put("display_name", "Maria");
        Map<String, String> registration = new LinkedHashMap<>(signUp);
        registration.put("tenant_id", realm.tenantId());
        Map<String, String> change = new LinkedHashMap<>();
        change.put("current_password", TestRealm.PASSWORD);
        change.put("new_password", "a-new-horse-battery");
        Map<String, String> profile = new LinkedHashMap<>();
        profile.put("display_name", "Changed");
        profile.put("avatar_url", "data:image/png;base64,AAAA");
        profile.put("locale", "de");
        return List.of(
                new Route("POST", "/v1/auth/signup", false, signUp, 400),
                new Route("POST", "/v1/auth/register", false, registration, 400),
                new Route(
                        "POST",
                        "/v1/auth/login",
                        false,
                        Map.of("email", email, "password", TestRealm.PASSWORD),
                        422),
                new Route(
                        "POST",
                        "/v1/auth/mfa",
                        false,
                        Map.of(
                                "mfa_token",
                                "6d0f8e52-3d4b-4a80-9a3f-2f1f0c6a7b11",
                                "code",
                                "123456"),
                        400),
                new Route(
                        "POST",
                        "/v1/auth/refresh",
                        false,
                        Map.of("refresh_token", "not-a-token"),
                        400),
                new Route("POST", "/v1/auth/magic-link/start", false, Map.of("email", email), 400),
                new Route(
                        "POST",
                        "/v1/auth/magic-link/consume",
                        false,
                        Map.of("token", "x".repeat(43)),
                        400),
                new Route("POST", "/v1/auth/password", true, change, 400),
                new Route("PATCH", "/v1/me", true, profile, 400),
                new Route("POST", "/v1/me/email/change/start", true, Map.of("email", email), 400),
                new Route(
                        "POST", "/v1/me/email/change/confirm", true, Map.of("code", "123456"), 400),
                new Route(
                        "POST", "/v1/mfa/totp/enroll/confirm", true, Map.of("code", "123456"), 400),
                new Route("POST", "/v1/mfa/totp/verify", true, Map.of("code", "123456"), 400),
                new Route(
                        "POST",
                        SignedIn.path(USER, "email", "confirm"),
                        true,
                        Map.of("code", "123456"),
                        400),
                new Route(
                        "POST",
                        SignedIn.path(USER, "phone", "start"),
                        true,
                        Map.of("phone", "+12015550123"),
                        400),
                new Route(
                        "POST",
                        SignedIn.path(USER, "phone", "confirm"),
                        true,
                        Map.of("code", "123456"),
                        400));
    }

    /** No user was created, and the only user is unchanged. */
    private static void assertNothingChanged(int usersBefore) {
        assertThat(realm.numberOfUsers()).isEqualTo(usersBefore);
        JsonNode me = realm.api().bearer(tokens).get("/v1/me").assertStatus(200).json();
        assertThat(me.path("email").asText()).as(me.toString()).isEqualTo(user.email());
        assertThat(me.path("phone").isNull()).as(me.toString()).isTrue();
        assertThat(me.path("display_name").isNull()).as(me.toString()).isTrue();
        assertThat(me.path("avatar_url").isNull()).as(me.toString()).isTrue();
        assertThat(me.path("metadata").has("locale")).as(me.toString()).isFalse();
        realm.signIn(user);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void bodyThatIsNotAJsonObject(Route route) {
        int before = realm.numberOfUsers();
        for (String body :
                List.of(
                        "",
                        " ",
                        "{",
                        "hello",
                        "[]",
                        "null",
                        "42",
                        "\"text\"",
                        "<xml/>",
                        "{\"email\":}",
                        "{'email':'a@b.test'}",
                        "{\"email\":\"a@b.test\"",
                        "{\"a\":1e}",
                        "{\"email\":\"\u0001\"}",
                        "[".repeat(50_000),
                        "{\"a\":".repeat(50_000))) {
            if (body.isEmpty() && route.isBodyOptional()) {
                continue;
            }
            route.send(body).assertError(route.malformedStatus(), route.malformedCode());
        }
        assertNothingChanged(before);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void bytesThatAreNotUtf8(Route route) {
        int before = realm.numberOfUsers();
        for (byte[] body :
                List.of(
                        new byte[] {(byte) 0xff, (byte) 0xfe},
                        new byte[] {0, 0, 0},
                        bytes("{\"email\":\"a", 0xc3, "\"}"),
                        bytes("{\"email\":\"a", 0xed, 0xa0, 0x80, "@b.test\"}"),
                        bytes("{\"email\":\"a", 0xc0, 0x80, "@b.test\"}"),
                        bytes("{\"email\":\"a", 0xf5, 0x80, 0x80, 0x80, "@b.test\"}"))) {
            route.send(body).assertError(route.malformedStatus(), route.malformedCode());
        }
        assertNothingChanged(before);
    }

    /** JSON between systems is UTF-8 (RFC 8259, section 8.1). */
    @ParameterizedTest
    @MethodSource("routes")
    void bodyInAnotherEncoding(Route route) {
        int before = realm.numberOfUsers();
        String body = route.bodyWith("none", "");
        for (Charset charset :
                List.of(
                        StandardCharsets.UTF_16,
                        StandardCharsets.UTF_16LE,
                        StandardCharsets.UTF_16BE,
                        Charset.forName("UTF-32"))) {
            route.send(body.getBytes(charset))
                    .assertError(route.malformedStatus(), route.malformedCode());
        }
        assertNothingChanged(before);
    }

    private static byte[] bytes(Object... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Object part : parts) {
            if (part instanceof Integer value) {
                out.write(value);
            } else {
                out.writeBytes(((String) part).getBytes(StandardCharsets.US_ASCII));
            }
        }
        return out.toByteArray();
    }

    static Stream<Arguments> fields() {
        return routes().stream()
                .filter(route -> !route.answersAlways())
                .flatMap(route -> route.valid().keySet().stream().map(f -> Arguments.of(route, f)));
    }

    @ParameterizedTest
    @MethodSource("fields")
    void valueOfTheWrongType(Route route, String field) {
        int before = realm.numberOfUsers();
        for (String value :
                List.of("42", "-1.5e3", "true", "false", "[]", "{}", "[\"a\"]", "{\"a\":\"b\"}")) {
            Answer answer = route.send(route.bodyWith(field, value));
            answer.assertErrorEnvelope();
            assertThat(answer.status()).as("%s", answer).isIn(400, 422);
        }
        assertNothingChanged(before);
    }

    @ParameterizedTest
    @MethodSource("fields")
    void duplicateMember(Route route, String field) {
        int before = realm.numberOfUsers();
        String body = route.bodyWith("none", "");
        String value = quoted(route.valid().get(field));
        String twice = "{" + quoted(field) + ":" + value + "," + body.substring(1);
        route.send(twice).assertError(route.malformedStatus(), route.malformedCode());
        assertNothingChanged(before);
    }

    @ParameterizedTest
    @MethodSource("fields")
    void valueWithNulOrLoneSurrogate(Route route, String field) {
        int before = realm.numberOfUsers();
        for (String value :
                List.of(
                        "\"\\u0000\"",
                        "\"user\\u0000name@example.test\"",
                        "\"\\ud800\"",
                        "\"user\\udc00@example.test\"",
                        "\"a longer text \\ud83d and more\"")) {
            Answer answer = route.send(route.bodyWith(field, value));
            answer.assertErrorEnvelope();
            assertThat(answer.status()).as("%s", answer).isIn(400, 401, 422);
        }
        assertNothingChanged(before);
    }

    @ParameterizedTest
    @MethodSource("fields")
    void valueOfAMegabyte(Route route, String field) {
        int before = realm.numberOfUsers();
        Answer answer = route.send(route.bodyWith(field, quoted("x".repeat(1_000_000))));
        answer.assertErrorEnvelope();
        assertThat(answer.status()).as("%s", answer).isIn(400, 422);
        assertThat(answer.took()).isLessThan(Duration.ofSeconds(5));
        assertNothingChanged(before);
    }

    @Test
    void passwordOfAMegabyteIsTooLong() {
        realm.api()
                .login(user.email(), "x".repeat(1_000_000))
                .assertInvalidField("password", "too_long");
        realm.api()
                .signUp(TestRealm.newEmail(), "x".repeat(1_000_000))
                .assertInvalidField("password", "too_long");
    }

    @ParameterizedTest
    @MethodSource("routes")
    void bodyOfTenMegabytes(Route route) {
        int before = realm.numberOfUsers();
        byte[] body =
                route.bodyWith("none", "")
                        .replaceFirst("}$", ",\"more\":\"" + "x".repeat(10_000_000) + "\"}")
                        .getBytes(StandardCharsets.UTF_8);
        route.send(body).assertError(route.malformedStatus(), route.malformedCode());
        byte[] spaces = " ".repeat(10_000_000).getBytes(StandardCharsets.UTF_8);
        route.send(spaces).assertError(route.malformedStatus(), route.malformedCode());
        assertNothingChanged(before);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void tenThousandMembers(Route route) {
        int before = realm.numberOfUsers();
        StringBuilder body = new StringBuilder("{");
        for (int i = 0; i < 10_000; i++) {
            body.append("\"m").append(i).append("\":1,");
        }
        body.append("\"last\":1}");
        route.send(body.toString()).assertErrorEnvelope();
        assertNothingChanged(before);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void wrongContentType(Route route) {
        int before = realm.numberOfUsers();
        byte[] body = route.bodyWith("none", "").getBytes(StandardCharsets.UTF_8);
        for (String type :
                List.of(
                        "text/plain",
                        "application/x-www-form-urlencoded",
                        "multipart/form-data; boundary=x",
                        "application/xml",
                        "application/jsonx",
                        "application/json; charset=utf-16")) {
            route.send(type, body).assertError(route.malformedStatus(), route.malformedCode());
        }
        for (String nonsense : List.of("nonsense", "/", ";;;", "application/")) {
            Answer answer = route.send(nonsense, body);
            answer.assertErrorEnvelope();
            assertThat(answer.status()).as("%s", answer).isIn(400, 415, 422);
        }
        assertNothingChanged(before);
    }

    @Test
    void contentTypeOfJsonMayHaveACharset() {
        byte[] body =
                ("{\"email\":\"" + user.email() + "\",\"password\":\"" + user.password() + "\"}")
                        .getBytes(StandardCharsets.UTF_8);
        for (String type :
                List.of(
                        "application/json; charset=utf-8",
                        "application/json; charset=utf8",
                        "Application/JSON;charset=\"UTF-8\"")) {
            realm.api().send("POST", "/v1/auth/login", type, body).assertTokens();
        }
        Answer refused =
                realm.api()
                        .send(
                                "POST",
                                "/v1/auth/forgot-password",
                                "application/json; charset=latin1",
                                body);
        refused.assertError(400, "bad_request");
        assertThat(refused.json().at("/error/detail").asText())
                .isEqualTo("the charset must be utf-8");
    }

    @Test
    void byteOrderMarkBeforeTheJsonIsIgnored() {
        String body =
                "{\"email\":\"" + user.email() + "\",\"password\":\"" + user.password() + "\"}";
        realm.api().send("POST", "/v1/auth/login", "\uFEFF" + body).assertTokens();
        realm.api()
                .send("POST", "/v1/auth/forgot-password", "\uFEFF\uFEFF" + body)
                .assertError(400, "bad_request");
    }

    @ParameterizedTest
    @MethodSource("routes")
    void acceptHeaderOfABrowserGetsJson(Route route) {
        for (String accept :
                List.of(
                        "text/html",
                        "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8",
                        "image/png",
                        "application/xml",
                        "nonsense",
                        "*/*;q=x",
                        "application/json;q=0")) {
            Answer answer =
                    route.api().with("Accept", accept).send(route.method(), route.path(), "{");
            answer.assertError(route.malformedStatus(), route.malformedCode());
        }
    }

    @Test
    void acceptHeaderOfABrowserGetsJsonOnRoutesWithoutABody() {
        for (String accept : List.of("text/html", "image/png", "nonsense", "*/*;q=x")) {
            Api api = realm.api().with("Accept", accept);
            Api root = TestServer.root().with("Accept", accept);
            api.get("/v1/auth/me").assertError(401, "unauthorized");
            api.get("/v1/me").assertError(401, "unauthorized");
            api.bearer(tokens).get("/v1/auth/me").assertStatus(200).json();
            api.post("/v1/auth/logout").assertError(401, "unauthorized");
            api.get("/v1/nothing").assertError(404, "not_found");
            api.get("/v1/healthz").assertStatus(200).json();
            root.get("/v1/auth/me").assertError(401, "unauthorized");
            root.get("/v1/nothing").assertError(404, "not_found");
            root.get("/healthz").assertStatus(200).json();
            root.get("/.well-known/jwks.json").assertStatus(200).json();
        }
    }

    @Test
    void startOfAMagicLinkParsesItsBodyStrictly() {
        for (String body :
                List.of(
                        "{\"email\":\"a@b.test\",\"email\":\"c@d.test\"}",
                        "{\"email\":\"a@b.test\",\"EMAIL\":\"c@d.test\"}")) {
            realm.api()
                    .send("POST", "/v1/auth/magic-link/start", body)
                    .assertError(400, "bad_request");
        }
    }

    @Test
    void malformedOrUnknownMfaToken() {
        realm.api().mfa("no-uuid", "123456").assertError(400, "auth.session_invalid");
        realm.api()
                .mfa("6d0f8e52-3d4b-4a80-9a3f-2f1f0c6a7b11", "123456")
                .assertError(401, "auth.mfa_challenge_expired");
        realm.api()
                .post("/v1/auth/mfa", Map.of())
                .assertInvalidField("mfa_token", "required")
                .assertInvalidField("code", "required");
    }

    @Test
    void rootMountRefusesBadInputAlike() {
        Api root = TestServer.root();
        int before = realm.numberOfUsers();
        root.send("POST", "/v1/auth/login", "{").assertError(422, "validation_failed");
        root.send("POST", "/v1/auth/signup", "{").assertError(400, "bad_request");
        root.send("POST", "/v1/auth/refresh", "[]").assertError(400, "bad_request");
        root.send("POST", "/v1/auth/mfa", "").assertError(400, "bad_request");
        root.bearer(tokens).send("PATCH", "/v1/me", "{").assertError(400, "bad_request");
        root.send("POST", "/v1/auth/magic-link/start", "{").assertError(400, "bad_request");
        root.send("POST", "/v1/auth/magic-link/consume", "[]").assertError(400, "bad_request");
        root.bearer(tokens)
                .send("POST", "/v1/me/email/change/start", "{")
                .assertError(400, "bad_request");
        root.bearer(tokens)
                .send("POST", SignedIn.path(user.id(), "phone", "start"), "{")
                .assertError(400, "bad_request");
        root.login("a\u0000@b.test", "x").assertInvalidField("email", "invalid_email");
        root.send("POST", "/v1/auth/login", " ".repeat(10_000_000))
                .assertError(422, "validation_failed");
        assertNothingChanged(before);
    }
}
