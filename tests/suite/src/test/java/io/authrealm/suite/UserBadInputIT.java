package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Malformed requests of an admin lose nothing and write nothing in part, and the answer is clear.
 */
class UserBadInputIT {

    private static final String AVATAR = "data:image/png;base64,";
    private static final int AVATAR_MAX = 300_000;
    private static final int METADATA_MAX = 16_384;

    /** Two UTF-16 units each, but one character. */
    private static final String SMILEY = "\uD83D\uDE00";

    @RegisterExtension static final TestRealm realm = TestRealm.fresh();

    private static Api admin;

    private TestUser user;
    private String stored;

    /**
     * A route that takes a body.
     *
     * @param valid the raw JSON of members that the route accepts
     */
    private record Route(String method, String template, Map<String, String> valid) {

        Answer send(String id, String body) {
            return send(id, "application/json", body.getBytes(StandardCharsets.UTF_8));
        }

        Answer send(String id, String contentType, byte[] body) {
            return admin.send(method, template.replace("{id}", id), contentType, body);
        }

        String body() {
            return bodyWith("none", "");
        }

        /** The valid body with {@code value} for one member. */
        String bodyWith(String member, String value) {
            List<String> members = new ArrayList<>();
            valid.forEach(
                    (name, json) ->
                            members.add(quoted(name) + ":" + (name.equals(member) ? value : json)));
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

    static List<Route> routes() {
        Map<String, String> create = new LinkedHashMap<>();
        create.put("email", quoted(TestRealm.newEmail()));
        create.put("password", quoted("a-new-horse-battery"));
        create.put("display_name", quoted("Changed"));
        create.put("phone", quoted("+12015550123"));
        create.put("metadata", "{\"a\":1}");
        Map<String, String> patch = new LinkedHashMap<>();
        patch.put("display_name", quoted("Changed"));
        patch.put("avatar_url", quoted(AVATAR + "AAAA"));
        patch.put("phone", quoted("+12015550123"));
        patch.put("status", quoted("suspended"));
        patch.put("metadata", "{\"a\":1}");
        patch.put("locale", quoted("de"));
        Map<String, String> password = Map.of("password", quoted("a-new-horse-battery"));
        return List.of(
                new Route("POST", "/v1/users", create),
                new Route("PATCH", "/v1/users/{id}", patch),
                new Route("POST", "/v1/users/{id}/password", password),
                new Route("PUT", "/v1/users/{id}/password", password),
                new Route("PUT", "/v1/users/{id}/mfa-required", Map.of("required", "true")));
    }

    static Stream<Arguments> members() {
        return routes().stream()
                .flatMap(route -> route.valid().keySet().stream().map(m -> Arguments.of(route, m)));
    }

    @BeforeAll
    static void signInAdmin() {
        admin = realm.as(realm.admin("manage-users"));
    }

    @BeforeEach
    void createUser() {
        user = realm.user();
        stored = state();
    }

    private String path() {
        return "/v1/users/" + user.id();
    }

    private String state() {
        return realm.get("/users/count")
                + "\n"
                + realm.get("/users/" + user.id())
                + "\n"
                + realm.get("/users/" + user.id() + "/credentials");
    }

    private void assertNothingChanged() {
        assertThat(state()).isEqualTo(stored);
    }

    private JsonNode read() {
        return admin.get(path()).assertStatus(200).json();
    }

    private static Answer create(String member, Object value) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("email", TestRealm.newEmail());
        body.put(member, value);
        return admin.post("/v1/users", body);
    }

    private Answer patch(String member, Object value) {
        return admin.patch(path(), Map.of(member, value));
    }

    // Bodies

    @ParameterizedTest
    @MethodSource("routes")
    void bodyThatCannotBeRead(Route route) {
        for (String body :
                List.of(
                        "",
                        " ",
                        "{",
                        "[]",
                        "null",
                        "42",
                        "\"text\"",
                        "<xml/>",
                        "{\"metadata\":}",
                        "{\"a\":1e}",
                        "{\"email\":\"\u0001\"}",
                        "[".repeat(50_000),
                        "{\"metadata\":".repeat(50_000))) {
            route.send(user.id(), body).assertError(400, "bad_request");
        }
        for (byte[] body :
                List.of(
                        new byte[] {(byte) 0xff, (byte) 0xfe},
                        new byte[] {0, 0},
                        route.body().getBytes(StandardCharsets.UTF_16),
                        route.body().getBytes(StandardCharsets.UTF_16LE))) {
            route.send(user.id(), "application/json", body).assertError(400, "bad_request");
        }
        assertNothingChanged();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void unknownMember(Route route) {
        String body = route.body();
        for (String more :
                List.of("\"unknown\":1", "\"roles\":[\"admin\"]", "\"enabled\":true", "\"\":0")) {
            route.send(user.id(), body.substring(0, body.length() - 1) + "," + more + "}")
                    .assertError(400, "bad_request");
        }
        assertNothingChanged();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void bodyThatIsTooLarge(Route route) {
        String start = route.body().replaceFirst("}$", ",\"more\":\"");
        route.send(user.id(), start + "x".repeat(10_000_000) + "\"}")
                .assertError(400, "bad_request");
        route.send(user.id(), " ".repeat(10_000_000)).assertError(400, "bad_request");
        StringBuilder many = new StringBuilder("{");
        for (int i = 0; i < 10_000; i++) {
            many.append("\"m").append(i).append("\":1,");
        }
        route.send(user.id(), many + "\"last\":1}").assertError(400, "bad_request");
        assertNothingChanged();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void wrongContentType(Route route) {
        byte[] body = route.body().getBytes(StandardCharsets.UTF_8);
        for (String type :
                List.of(
                        "text/plain",
                        "application/x-www-form-urlencoded",
                        "multipart/form-data; boundary=x",
                        "application/xml",
                        "application/json; charset=utf-16")) {
            route.send(user.id(), type, body).assertError(400, "bad_request");
        }
        for (String type : List.of("nonsense", "/", ";;;")) {
            Answer answer = route.send(user.id(), type, body).assertErrorEnvelope();
            assertThat(answer.status()).as("%s", answer).isIn(400, 415);
        }
        assertNothingChanged();
    }

    @ParameterizedTest
    @MethodSource("members")
    void valueOfTheWrongType(Route route, String member) {
        String valid = route.valid().get(member);
        for (String value :
                List.of("42", "-1.5e3", "true", "[]", "{}", "[\"a\"]", "\"text\"", "\"\"")) {
            boolean sameType =
                    value.charAt(0) == valid.charAt(0)
                            || member.equals("required") && value.equals("true");
            if (!sameType) {
                route.send(user.id(), route.bodyWith(member, value))
                        .assertError(400, "bad_request");
            }
        }
        assertNothingChanged();
    }

    @ParameterizedTest
    @MethodSource("members")
    void duplicateMember(Route route, String member) {
        String twice =
                "{"
                        + quoted(member)
                        + ":"
                        + route.valid().get(member)
                        + ","
                        + route.body().substring(1);
        route.send(user.id(), twice).assertError(400, "bad_request");
        assertNothingChanged();
    }

    @ParameterizedTest
    @MethodSource("members")
    void textThatNoDatabaseCarries(Route route, String member) {
        for (String text :
                List.of("\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud800\"", "\"a\\udc00b\"")) {
            String value = text;
            if (member.equals("metadata")) {
                route.send(user.id(), route.bodyWith(member, "{" + text + ":1}"))
                        .assertErrorEnvelope();
                value = "{\"k\":[" + text + "]}";
            }
            Answer answer = route.send(user.id(), route.bodyWith(member, value));
            assertThat(answer.assertErrorEnvelope().status()).as("%s", answer).isIn(400, 422);
        }
        assertNothingChanged();
    }

    @ParameterizedTest
    @MethodSource("members")
    void valueOfAMegabyte(Route route, String member) {
        String text = quoted("x".repeat(1_000_000));
        String value = member.equals("metadata") ? "{\"k\":" + text + "}" : text;
        Answer answer = route.send(user.id(), route.bodyWith(member, value)).assertErrorEnvelope();
        assertThat(answer.status()).as("%s", answer).isIn(400, 422);
        assertNothingChanged();
    }

    // Members at their limits

    @Test
    void addressAtItsLimits() {
        String host = ("." + "d".repeat(60)).repeat(3).substring(1) + ".test";
        String longest = TestRealm.random() + "l".repeat(54) + "@" + host;
        assertThat(longest.length()).isLessThanOrEqualTo(254);
        Map<String, Object> body = Map.of("email", longest);
        assertThat(admin.post("/v1/users", body).assertStatus(201).text("email"))
                .isEqualTo(longest);
        int before = realm.numberOfUsers();
        List<String> bad = new ArrayList<>(HostileInput.addresses("victim@example.test"));
        bad.addAll(
                List.of(
                        "x",
                        "@",
                        "a@",
                        "@b.test",
                        "a@b",
                        "a b@c.test",
                        " a@b.test",
                        "a@b.test ",
                        "l".repeat(65) + "@example.test",
                        "a@" + "d".repeat(64) + ".test",
                        "a@" + "d.".repeat(130) + "test"));
        for (String email : bad) {
            Answer answer = admin.post("/v1/users", Map.of("email", email));
            answer.assertError(422, "validation_failed");
            assertThat(answer.json().at("/error/fields/0/field").asText()).isEqualTo("email");
        }
        admin.post("/v1/users", Map.of()).assertInvalidField("email", "required");
        admin.post("/v1/users", Map.of("email", "")).assertInvalidField("email", "required");
        admin.post("/v1/users", "{\"email\":null}").assertInvalidField("email", "required");
        assertThat(realm.numberOfUsers()).isEqualTo(before);
    }

    @Test
    void nameAtItsLimits() {
        for (String letter : List.of("n", "\u00E4", "\u4E2D", SMILEY)) {
            String longest = letter.repeat(200);
            for (String member : List.of("display_name", "name")) {
                assertThat(patch(member, longest).assertStatus(200).text("display_name"))
                        .isEqualTo(longest);
                assertThat(read().path("display_name").asText()).isEqualTo(longest);
                assertThat(create(member, longest).assertStatus(201).text("display_name"))
                        .isEqualTo(longest);
                patch(member, longest + letter).assertInvalidField(member, "too_long");
                create(member, longest + letter).assertInvalidField(member, "too_long");
            }
        }
        assertThat(
                        create("display_name", "")
                                .assertStatus(201)
                                .json()
                                .path("display_name")
                                .isNull())
                .isTrue();
    }

    @Test
    void hostileNamesAreKeptAsTheyAre() {
        for (String name :
                List.of(
                        HostileInput.NAME,
                        "Robert'); DROP TABLE user_entity;--",
                        "\u202Eevil",
                        "\u0001\u0007\t",
                        "a\u0301\u0300\u0302",
                        "\uFEFFx",
                        "${env.PATH} #{7*7} {{7*7}}")) {
            assertThat(patch("display_name", name).assertStatus(200).text("display_name"))
                    .isEqualTo(name);
            assertThat(read().path("display_name").asText()).isEqualTo(name);
            JsonNode created = create("display_name", name).assertStatus(201).json();
            assertThat(admin.get("/v1/users/" + created.path("id").asText()).text("display_name"))
                    .isEqualTo(name);
        }
    }

    @Test
    void passwordAtItsLimits() {
        for (String letter : List.of("p", SMILEY)) {
            String start = "Horse-9-";
            String longest = start + letter.repeat(256 - start.length());
            admin.post(path() + "/password", Map.of("password", longest)).assertStatus(204);
            realm.api().login(user.email(), longest).assertTokens();
            admin.post(path() + "/password", Map.of("password", longest + letter))
                    .assertInvalidField("password", "too_long");
            create("password", longest + letter).assertInvalidField("password", "too_long");
            create("password", longest).assertStatus(201);
            realm.api().login(user.email(), longest).assertTokens();
        }
        create("password", "Horse-9").assertInvalidField("password", "too_short");
        for (String method : List.of("POST", "PUT")) {
            String path = path() + "/password";
            admin.send(method, path, Map.of("password", "Horse-9"))
                    .assertInvalidField("password", "too_short");
            admin.send(method, path, Map.of("password", "")).assertError(422, "validation_failed");
            admin.send(method, path, Map.of()).assertInvalidField("password", "required");
            admin.send(method, path, "{\"password\":null}")
                    .assertInvalidField("password", "required");
            admin.send(method, path, Map.of("password", "Horse-9-")).assertStatus(204);
        }
        realm.api().login(user.email(), "Horse-9-").assertTokens();
    }

    @Test
    void numberAtItsLimits() {
        for (String phone : List.of("+1234567", "+123456789012345", "+0000000")) {
            assertThat(patch("phone", phone).assertStatus(200).text("phone")).isEqualTo(phone);
            assertThat(create("phone", phone).assertStatus(201).text("phone")).isEqualTo(phone);
        }
        String kept = read().path("phone").asText();
        for (String phone :
                List.of(
                        "+123456",
                        "+1234567890123456",
                        "12015550123",
                        "0012015550123",
                        "+1 201 555 0123",
                        "+1-201-555-0123",
                        "+12015550123\n",
                        " +12015550123",
                        "+\uFF11\uFF12\uFF10\uFF11\uFF15\uFF15\uFF15",
                        "+\u0661\u0662\u0663\u0664\u0665\u0666\u0667",
                        "++12015550123",
                        "+1201555012x")) {
            patch("phone", phone).assertInvalidField("phone", "invalid_phone");
            create("phone", phone).assertInvalidField("phone", "invalid_phone");
        }
        patch("phone", "").assertError(422, "validation_failed");
        assertThat(create("phone", "").assertStatus(201).json().path("phone").isNull()).isTrue();
        assertThat(read().path("phone").asText()).isEqualTo(kept);
    }

    @Test
    void avatarAtItsLimits() {
        String longest = AVATAR + "A".repeat(AVATAR_MAX - AVATAR.length());
        assertThat(patch("avatar_url", longest).assertStatus(200).text("avatar_url"))
                .isEqualTo(longest);
        assertThat(read().path("avatar_url").asText()).isEqualTo(longest);
        patch("avatar_url", longest + "A").assertInvalidField("avatar_url", "too_long");
        for (String bad :
                List.of(
                        "https://example.test/a.png",
                        "javascript:alert(1)",
                        "data:text/html,<script>alert(1)</script>",
                        "DATA:IMAGE/PNG;base64,AAAA",
                        " " + AVATAR,
                        "x")) {
            patch("avatar_url", bad).assertInvalidField("avatar_url", "invalid");
        }
        patch("avatar_url", "").assertError(422, "validation_failed");
        assertThat(read().path("avatar_url").asText()).isEqualTo(longest);
        create("avatar_url", AVATAR + "AAAA").assertError(400, "bad_request");
    }

    @Test
    void statusIsOneOfTwo() {
        for (String bad :
                List.of("Active", "SUSPENDED", "deleted", "invited", "x", " active", "")) {
            Answer answer = patch("status", bad).assertError(422, "validation_failed");
            assertThat(answer.json().at("/error/fields/0/field").asText()).isEqualTo("status");
        }
        create("status", "suspended").assertError(400, "bad_request");
        assertNothingChanged();
    }

    @Test
    void metadataAtItsLimits() {
        String start = "{\"k\":\"";
        String longest = start + "m".repeat(METADATA_MAX - start.length() - 2) + "\"}";
        assertThat(longest).hasSize(METADATA_MAX);
        assertThat(admin.patch(path(), "{\"metadata\":" + longest + "}").assertStatus(200).status())
                .isEqualTo(200);
        assertThat(read().path("metadata").path("k").asText())
                .hasSize(METADATA_MAX - start.length() - 2);
        String tooLong = longest.replace("\"}", "m\"}");
        admin.patch(path(), "{\"metadata\":" + tooLong + "}")
                .assertInvalidField("metadata", "too_long");
        String email = quoted(TestRealm.newEmail());
        admin.post("/v1/users", "{\"email\":" + email + ",\"metadata\":" + tooLong + "}")
                .assertInvalidField("metadata", "too_long");
        admin.post("/v1/users", "{\"email\":" + email + ",\"metadata\":" + longest + "}")
                .assertStatus(201);
        assertThat(read().path("metadata").path("k").asText())
                .hasSize(METADATA_MAX - start.length() - 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"i\":12345678901234567890123,\"d\":0.5,\"t\":true,\"f\":false}",
                "{\"n\":null}",
                "{\"list\":[1,\"a\",[],{},[{\"x\":[]}]]}",
                "{\"\":\"empty name\",\"__proto__\":{\"a\":1},\"$where\":\"1\",\"a.b\":\"c\"}",
                "{\"\\ud83d\\ude00\":\"\\u4e2d\\u202e\\u0001\"}",
                "{\"email\":\"other@example.test\",\"enabled\":false,\"id\":\"x\"}",
                "{\"sql\":\"'; DROP TABLE user_entity;--\",\"html\":\"<script>\"}"
            })
    void metadataComesBackAsItWasSent(String metadata) throws Exception {
        JsonNode sent = Answer.JSON.readTree(metadata);
        Answer patched = admin.patch(path(), "{\"metadata\":" + metadata + "}").assertStatus(200);
        assertThat(patched.json().path("metadata")).isEqualTo(sent);
        assertThat(read().path("metadata")).isEqualTo(sent);
        assertThat(read().path("email").asText()).isEqualTo(user.email());
        String body =
                "{\"email\":" + quoted(TestRealm.newEmail()) + ",\"metadata\":" + metadata + "}";
        String id = admin.post("/v1/users", body).assertStatus(201).text("id");
        assertThat(admin.get("/v1/users/" + id).json().path("metadata")).isEqualTo(sent);
    }

    @Test
    void metadataOfOddNumbersAndDepthIsRefusedOrKept() throws Exception {
        for (String metadata :
                List.of(
                        "{\"n\":1e400}",
                        "{\"n\":-1e400}",
                        "{\"n\":" + "9".repeat(1_500) + "}",
                        "{\"a\":1,\"a\":2}",
                        "{\"a\":".repeat(30) + "1" + "}".repeat(30),
                        "{\"a\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}")) {
            Answer answer = admin.patch(path(), "{\"metadata\":" + metadata + "}");
            if (answer.status() == 200) {
                JsonNode kept = read().path("metadata");
                assertThat(kept.toString()).as("%.40s", metadata).doesNotContain("Infinity");
                JsonNode sent = Answer.JSON.readTree(metadata);
                assertThat(kept.path("n").isNumber()).as("%.40s", metadata).isTrue();
                assertThat(kept.path("n").decimalValue())
                        .as("%.40s", metadata)
                        .isEqualByComparingTo(sent.path("n").decimalValue());
            } else {
                answer.assertErrorEnvelope();
            }
        }
    }

    @Test
    void demandForASecondFactorIsTrueOrFalse() {
        for (String body :
                List.of(
                        "{}",
                        "{\"required\":null}",
                        "{\"required\":\"true\"}",
                        "{\"required\":1}",
                        "{\"required\":{}}")) {
            admin.send("PUT", path() + "/mfa-required", body).assertError(400, "bad_request");
        }
        assertNothingChanged();
    }

    // Ids and queries

    @Test
    void malformedId() {
        for (String id :
                List.of(
                        "x",
                        "1",
                        "null",
                        "%00",
                        "%20",
                        "'%20OR%20'1'='1",
                        "..%2F..%2Fadmin",
                        "%2E%2E",
                        user.id() + "x",
                        user.id().substring(1),
                        user.id().replace("-", ""),
                        "%7B" + user.id() + "%7D",
                        "%F0%9F%98%80",
                        "x".repeat(2_000))) {
            for (AdminRoute route : AdminRoute.all()) {
                if (route.isAboutAUser()) {
                    Answer answer = route.send(admin, id);
                    assertThat(answer.status()).as("%s %s", route, answer).isIn(400, 404);
                    assertThat(answer.header("Content-Type")).startsWith("application/json");
                    assertThat(answer.body()).doesNotContain("<html", "Exception", "\tat ");
                }
            }
        }
        for (AdminRoute route : AdminRoute.all()) {
            if (route.isAboutAUser()) {
                route.send(admin, "no-uuid").assertError(400, "bad_request");
                // An id of a directory that does not exist, and one that is too long for any.
                route.send(admin, "f:00000000-0000-0000-0000-000000000000:x")
                        .assertError(404, "not_found");
                route.send(admin, "f:" + "x".repeat(254)).assertError(400, "bad_request");
                for (String id :
                        List.of("f:", "f::", "f:x", "f:x:", "f::x", "f:%20:x", "f:x:%09")) {
                    route.send(admin, id).assertError(400, "bad_request");
                }
            }
        }
        assertNothingChanged();
    }

    @Test
    void meaninglessQuery() {
        List<String> hostile =
                List.of(
                        "'",
                        "\"",
                        "' OR '1'='1",
                        "'; DROP TABLE user_entity;--",
                        "1); DELETE FROM user_entity",
                        "${jndi:ldap://x}",
                        "<script>",
                        "\uFFFF",
                        SMILEY,
                        "x".repeat(255),
                        "x".repeat(1_500));
        for (String member :
                List.of("sort", "status", "phone", "created_after", "created_before", "cursor")) {
            for (String value : hostile) {
                admin.get("/v1/users?" + member + "=" + Admin.encoded(value))
                        .assertError(400, "bad_request");
            }
        }
        for (String member : List.of("email", "q")) {
            for (String value : hostile) {
                Answer answer = admin.get("/v1/users?" + member + "=" + Admin.encoded(value));
                if (answer.status() == 200) {
                    assertThat(answer.json().path("items")).as("%s", answer).isEmpty();
                } else {
                    answer.assertError(400, "bad_request");
                }
            }
        }
        for (String member : List.of("limit", "offset", "include_total", "unknown")) {
            for (String value : hostile) {
                Answer answer = admin.get("/v1/users?" + member + "=" + Admin.encoded(value));
                answer.assertStatus(200);
            }
        }
        assertNothingChanged();
    }

    /** Keycloak refuses them before the API sees the request, in its own words. */
    @Test
    void controlCharactersInAQuery() {
        for (String member : List.of("q", "email", "sort", "limit", "cursor", "unknown")) {
            for (String value :
                    List.of("\u0000", "a\u0000b", "\r\nX-Injected: yes", "\n", "\u007F")) {
                Answer answer = admin.get("/v1/users?" + member + "=" + Admin.encoded(value));
                assertThat(answer.status()).as("%s %s", member, answer).isIn(200, 400);
                assertThat(answer.header("Content-Type")).startsWith("application/json");
                assertThat(answer.body()).doesNotContain("<html", "Exception", "\tat ");
                assertThat(answer.headers().map()).doesNotContainKey("x-injected");
            }
        }
        assertNothingChanged();
    }

    @ParameterizedTest
    @ValueSource(strings = {"created_after", "created_before"})
    void malformedTime(String member) {
        for (String time :
                List.of(
                        "yesterday",
                        "2024-02-30T00:00:00Z",
                        "2024-01-01",
                        "2024-01-01T00:00:00",
                        "2024-01-01T25:00:00Z",
                        "1704067200",
                        "2024-01-01T00:00:00+99:00",
                        "2024-01-01T00:00:00 02:00",
                        "+999999999-12-31T23:59:59.999999999-18:00",
                        "-999999999-01-01T00:00:00+18:00",
                        "+300000000-01-01T00:00:00Z",
                        "99999-01-01T00:00:00Z")) {
            admin.get("/v1/users?" + member + "=" + Admin.encoded(time))
                    .assertError(400, "bad_request");
        }
        for (String time :
                List.of(
                        "0001-01-01T00:00:00Z",
                        "9999-12-31T23:59:59.999999999Z",
                        "1969-12-31T23:59:59-18:00",
                        "2024-02-29t12:00:00z",
                        "2024-02-29T12:00:00.123456789+05:30")) {
            admin.get("/v1/users?" + member + "=" + Admin.encoded(time)).assertStatus(200);
        }
    }

    @Test
    void sortsAndStatesAreWrittenAsTheyAre() {
        for (String sort :
                List.of("EMAIL", "created", "id", "--email", "+email", "email,id", "-")) {
            admin.get("/v1/users?sort=" + Admin.encoded(sort)).assertError(400, "bad_request");
        }
        for (String status : List.of("ACTIVE", "deleted", "invited", "active,suspended", "true")) {
            admin.get("/v1/users?status=" + Admin.encoded(status)).assertError(400, "bad_request");
        }
        for (String phone : List.of("12015550123", "+12015550123 ", " 12015550123", "+1", "%")) {
            admin.get("/v1/users?phone=" + Admin.encoded(phone)).assertError(400, "bad_request");
        }
    }

    @Test
    void unknownRoute() {
        for (String path :
                List.of(
                        "/v1/users/" + user.id() + "/nothing",
                        "/v1/users/" + user.id() + "/password/more",
                        "/v1/users/" + user.id() + "/sessions/revoke",
                        "/v1/users/stats/more")) {
            admin.get(path).assertError(404, "not_found");
            admin.post(path, Map.of()).assertError(404, "not_found");
        }
        for (String route : List.of("PUT /v1/users", "PATCH /v1/users", "DELETE /v1/users")) {
            String[] parts = route.split(" ");
            Answer answer = admin.send(parts[0], parts[1], Map.of());
            assertThat(answer.status()).as("%s %s", route, answer).isIn(404, 405);
        }
        assertNothingChanged();
    }

    // The same user at the same moment

    private static void assertNoneFailed(List<Answer> answers) {
        assertThat(answers).allSatisfy(a -> assertThat(a.status()).as("%s", a).isLessThan(500));
    }

    private static long count(List<Answer> answers, int status) {
        return answers.stream().filter(answer -> answer.status() == status).count();
    }

    @Test
    void creationsOfOneAddress() {
        for (int round = 0; round < 5; round++) {
            String email = TestRealm.newEmail();
            List<Answer> answers =
                    Parallel.run(
                            6,
                            6,
                            i ->
                                    admin.post(
                                            "/v1/users",
                                            Map.of("email", email, "display_name", "N" + i)));
            assertNoneFailed(answers);
            assertThat(count(answers, 201)).isEqualTo(1);
            assertThat(count(answers, 409)).isEqualTo(5);
            answers.stream()
                    .filter(answer -> answer.status() != 201)
                    .forEach(answer -> answer.assertError(409, "auth.email_exists"));
            assertThat(realm.usersWithEmail(email)).hasSize(1);
        }
    }

    @Test
    void creationAndSignUpOfOneAddress() {
        for (int round = 0; round < 4; round++) {
            String email = TestRealm.newEmail();
            List<Answer> answers =
                    Parallel.run(
                            6,
                            6,
                            i ->
                                    i % 2 == 0
                                            ? admin.post("/v1/users", Map.of("email", email))
                                            : realm.api().signUp(email, TestRealm.PASSWORD));
            assertNoneFailed(answers);
            assertThat(count(answers, 201)).as("%s", answers).isEqualTo(1);
            assertThat(realm.usersWithEmail(email)).hasSize(1);
        }
    }

    @Test
    void patchesOfOneUser() {
        for (int round = 0; round < 8; round++) {
            user = realm.user(TestRealm.newEmail(), null, u -> {});
            if (round % 2 == 1) {
                admin.patch(
                                path(),
                                Map.of(
                                        "display_name",
                                        "P",
                                        "phone",
                                        "+1201555000",
                                        "metadata",
                                        Map.of("n", "P")))
                        .assertStatus(200);
            }
            List<Answer> answers =
                    Parallel.run(
                            6,
                            6,
                            i ->
                                    admin.patch(
                                            path(),
                                            Map.of(
                                                    "display_name",
                                                    "P" + i,
                                                    "phone",
                                                    "+1201555000" + i,
                                                    "metadata",
                                                    Map.of("n", "P" + i))));
            assertNoneFailed(answers);
            assertThat(count(answers, 200)).as("%s", answers).isPositive();
            JsonNode attributes = realm.get("/users/" + user.id()).path("attributes");
            for (String name : List.of("displayName", "phoneNumber", "metadata", "updatedAt")) {
                assertThat(attributes.path(name)).as("%s of %s", name, attributes).hasSize(1);
            }
            // All of it is from the same request.
            JsonNode read = read();
            String winner = read.path("display_name").asText();
            assertThat(read.at("/metadata/n").asText()).isEqualTo(winner);
            assertThat(read.path("phone").asText()).isEqualTo("+1201555000" + winner.substring(1));
        }
    }

    @Test
    void patchesAndDeletionsOfOneUser() {
        for (int round = 0; round < 12; round++) {
            user = realm.user(TestRealm.newEmail(), null, u -> u.put("enabled", false));
            List<Answer> answers =
                    Parallel.run(
                            6,
                            6,
                            i ->
                                    i % 3 == 0
                                            ? admin.delete(path())
                                            : admin.patch(
                                                    path(),
                                                    Map.of(
                                                            "status",
                                                            i % 3 == 1 ? "active" : "suspended",
                                                            "display_name",
                                                            "P" + i)));
            assertNoneFailed(answers);
            assertThat(count(answers, 204)).as("%s", answers).isEqualTo(1);
            admin.get(path()).assertError(404, "not_found");
            assertThat(realm.get("/users/" + user.id()).path("enabled").asBoolean()).isFalse();
            assertThat(
                            admin.get("/v1/users/deleted?limit=200")
                                    .json()
                                    .path("items")
                                    .findValuesAsText("id"))
                    .contains(user.id());
            assertThat(admin.get("/v1/users?email=" + user.email()).json().path("items")).isEmpty();
            admin.post(path() + "/restore").assertStatus(200);
            assertThat(read().path("status").asText()).isEqualTo("active");
        }
    }

    @Test
    void deletionsOfOneUser() {
        for (int round = 0; round < 5; round++) {
            user = realm.user(TestRealm.newEmail(), null, u -> {});
            List<Answer> answers = Parallel.run(6, 6, i -> admin.delete(path()));
            assertNoneFailed(answers);
            assertThat(count(answers, 204)).as("%s", answers).isEqualTo(1);
            assertThat(count(answers, 404)).as("%s", answers).isEqualTo(5);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void passwordsOfOneUser(boolean hasOne) {
        for (int round = 0; round < 4; round++) {
            user = realm.user(TestRealm.newEmail(), hasOne ? TestRealm.PASSWORD : null, u -> {});
            List<Answer> answers =
                    Parallel.run(
                            4,
                            4,
                            i ->
                                    admin.post(
                                            path() + "/password",
                                            Map.of("password", "new-horse-battery-" + i)));
            assertNoneFailed(answers);
            assertThat(count(answers, 204)).as("%s", answers).isPositive();
            assertThat(realm.credentials(user, "password")).hasSize(1);
            long good =
                    IntStream.range(0, 4)
                            .filter(
                                    i ->
                                            realm.api()
                                                            .login(
                                                                    user.email(),
                                                                    "new-horse-battery-" + i)
                                                            .status()
                                                    == 200)
                            .count();
            assertThat(good).isEqualTo(1);
        }
    }

    @Test
    void secondFactorsAndSessionsOfOneUser() {
        user = realm.userWithTotp(Totp.newSecret());
        List<Answer> answers =
                Parallel.run(
                        16,
                        8,
                        i ->
                                switch (i % 4) {
                                    case 0 -> admin.delete(path() + "/mfa");
                                    case 1 ->
                                            admin.send(
                                                    "PUT",
                                                    path() + "/mfa-required",
                                                    Map.of("required", i % 8 == 1));
                                    case 2 -> admin.post(path() + "/sessions/revoke-all");
                                    default -> admin.get(path() + "/security");
                                });
        assertNoneFailed(answers);
        assertThat(realm.credentials(user, "otp")).isEmpty();
        admin.send("PUT", path() + "/mfa-required", Map.of("required", false)).assertStatus(200);
        assertThat(read().path("status").asText()).isEqualTo("active");
        realm.signIn(user);
    }
}
