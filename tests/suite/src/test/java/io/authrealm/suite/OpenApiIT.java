package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A dialect is described by a file below each of its paths. */
class OpenApiIT {

    private static final String ORIGIN = "https://app-" + TestRealm.random() + ".test";

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh()
                    .with(
                            r ->
                                    ((ObjectNode) r.path("clients").path(0))
                                            .putArray("webOrigins")
                                            .add(ORIGIN));

    private static List<String> paths(OpenApi.Dialect dialect) {
        return switch (dialect) {
            case QEET -> List.of("/v1");
            case JITSUDO -> List.of("/jitsudo/v1");
            case CREDEBL -> List.of("/credebl", "/credebl/v1");
            case AUTHIQA -> List.of("/authiqa");
        };
    }

    @ParameterizedTest
    @EnumSource(OpenApi.Dialect.class)
    void fileIsServedBelowEachPathOfItsDialect(OpenApi.Dialect dialect) {
        OpenApi described = OpenApi.of(dialect);
        for (String path : paths(dialect)) {
            for (Api mount : List.of(realm.api(), TestServer.root())) {
                Answer answer = mount.get(path + "/openapi.json").assertStatus(200);
                assertThat(answer.body()).isEqualTo(described.text());
                assertThat(answer.header("Content-Type")).startsWith("application/json");
                assertThat(answer.headers().allValues("Cache-Control"))
                        .containsExactly("public, max-age=3600");
                assertThat(answer.header("Pragma")).isNull();
                // A cache would give it to everybody.
                assertThat(answer.header("Set-Cookie")).isNull();
                String tag = answer.header("ETag");
                for (String known : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
                    Answer unchanged =
                            mount.with("If-None-Match", known).get(path + "/openapi.json");
                    assertThat(unchanged.assertStatus(304).body()).isEmpty();
                    assertThat(unchanged.header("ETag")).isEqualTo(tag);
                    assertThat(unchanged.header("Set-Cookie")).isNull();
                }
                mount.with("If-None-Match", "\"other\"")
                        .get(path + "/openapi.json")
                        .assertStatus(200);
                mount.post(path + "/openapi.json", Map.of()).assertStatus(404);
            }
            // A realm that has not opted in has no API, and so no description of one.
            Answer closed = TestServer.root().get("/realms/master" + path + "/openapi.json");
            assertThat(closed.assertStatus(404).header("Cache-Control")).isEqualTo("no-store");
        }
    }

    @Test
    void fileOfTheChosenDialectIsBelowTheVersion() {
        for (OpenApi.Dialect dialect : OpenApi.Dialect.values()) {
            String name = dialect.name().toLowerCase(Locale.ROOT);
            realm.updateSettings(Map.of("dialect", List.of(name)));
            Answer answer = realm.api().speaking(dialect).get("/v1/openapi.json");
            assertThat(answer.assertStatus(200).body()).isEqualTo(OpenApi.of(dialect).text());
        }
        realm.updateSettings(Map.of("dialect", List.of("qeet")));
    }

    @Test
    void answersThatNoCacheKeepsStillSetTheCookie() {
        assertThat(realm.api().get("/v1/healthz").header("Set-Cookie")).startsWith("qe_csrf=");
    }

    @Test
    void pagesOfTheTenantMayReadIt() {
        Api pages = realm.api();
        for (String origin : List.of(ORIGIN, "https://evil.test")) {
            Answer answer =
                    pages.with("Origin", origin).get("/jitsudo/v1/openapi.json").assertStatus(200);
            assertThat(answer.header("Access-Control-Allow-Origin"))
                    .isEqualTo(origin.equals(ORIGIN) ? ORIGIN : null);
            assertThat(answer.header("Vary")).isEqualTo("Origin");
        }
    }

    /** What an example wants may not be there, but every request can be read. */
    @Test
    void examplesAreUnderstood() {
        TestUser admin = realm.admin("realm-admin");
        OpenApi described = OpenApi.of(OpenApi.Dialect.QEET);
        Api client = realm.api().speaking(OpenApi.Dialect.QEET);
        Api bearer = client.bearer(realm.signIn(admin));
        Iterator<OpenApi.Example> own = described.examples(about(admin)).iterator();
        List<OpenApi.Example> inOrder = new ArrayList<>();
        for (OpenApi.Example example : described.examples(about(realm.user()))) {
            OpenApi.Example same = own.next();
            inOrder.add(example.path().contains("/verify/") ? same : example);
        }
        inOrder.removeIf(OpenApiIT::removes);
        inOrder.sort(Comparator.comparing(OpenApiIT::isTheEnd));
        SoftAssertions.assertSoftly(
                all ->
                        inOrder.forEach(
                                example ->
                                        all.check(
                                                () ->
                                                        assertUnderstood(
                                                                example.takesBearer()
                                                                        ? bearer
                                                                        : client,
                                                                example))));
    }

    private static void assertUnderstood(Api client, OpenApi.Example example) {
        Answer answer = send(client, example);
        String request = example.method() + ' ' + example.path();
        assertThat(answer.status()).as("%s: %s", request, answer).isNotEqualTo(500);
        if (answer.status() >= 400) {
            assertThat(answer.errorCode())
                    .as("%s: %s", request, answer)
                    .isNotIn("unauthorized", "bad_request", "validation_failed");
        }
    }

    private static Map<String, String> about(TestUser user) {
        String tenant = realm.tenantId();
        return Map.of(
                "user", user.id(), "user_id", user.id(), "tenant", tenant, "tenant_id", tenant);
    }

    /** Such a request has no content, and what others are about would be gone. */
    private static boolean removes(OpenApi.Example example) {
        return example.method().equals("DELETE") && example.takesBearer();
    }

    private static boolean isTheEnd(OpenApi.Example example) {
        return example.method().equals("DELETE") || example.path().equals("/auth/logout");
    }

    private static Answer send(Api client, OpenApi.Example example) {
        Api with = client;
        for (Map.Entry<String, String> header : example.headers().entrySet()) {
            with = with.with(header.getKey(), header.getValue());
        }
        return with.send(
                example.method(),
                "/v1" + example.path(),
                example.contentType(),
                example.body().getBytes(StandardCharsets.UTF_8));
    }

    private static void assertUndescribed(String method, String path, Answer answer, String why) {
        assertThatThrownBy(
                        () ->
                                OpenApi.check(
                                        method,
                                        URI.create(realm.url() + "/jitsudo/v1" + path),
                                        null,
                                        answer))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(why);
    }

    /** The other classes rely on the check, and would not notice that it does nothing. */
    @Test
    void answersThatAreNotDescribedFailTheSuite() {
        Jitsudo client = Jitsudo.of(realm);
        Answer refused = client.login(TestRealm.newEmail(), "wrong-horse");
        String path = "/auth/login";
        OpenApi.check("POST", URI.create(realm.url() + "/jitsudo/v1" + path), null, refused);
        String body = refused.body().strip();
        String more = body.substring(0, body.length() - 1) + ",\"hint\":1}";
        assertUndescribed("POST", path, with(refused, 401, more), "hint");
        assertUndescribed("POST", path, with(refused, 401, "{\"code\":\"x\"}"), "message");
        assertUndescribed(
                "POST", path, with(refused, 401, body.replace("credentials", "x")), "invalid_x");
        assertUndescribed("POST", path, with(refused, 418, body), "status");
        assertUndescribed("POST", path, with(refused, 403, body), "invalid_credentials");
        assertUndescribed("POST", path, with(refused, 401, "no JSON"), "no JSON");
        assertUndescribed("POST", path, with(refused, 401, ""), "POST /auth/login");
        assertUndescribed("POST", "/auth/logout", with(refused, 204, body), "body");
        assertUndescribed("POST", "/auth/none", with(refused, 401, body), "any other route");
        assertUndescribed("DELETE", path, with(refused, 401, body), "any other route");
        Answer page =
                new Answer(
                        401,
                        HttpHeaders.of(
                                Map.of(
                                        "Content-Type", List.of("text/html"),
                                        "X-Request-Id", List.of("1")),
                                (name, value) -> true),
                        body,
                        Duration.ZERO);
        assertUndescribed("POST", path, page, "text/html");
    }

    @Test
    void answersAtThePathOfTheChosenDialectAreChecked() {
        URI me = URI.create(realm.url() + "/v1/me");
        Answer refused = realm.api().get("/v1/me").assertError(401, "unauthorized");
        OpenApi.check("GET", me, OpenApi.Dialect.QEET, refused);
        OpenApi.check("GET", me, null, with(refused, 418, refused.body()));
        for (Answer other :
                List.of(
                        with(refused, 418, refused.body()),
                        with(refused, 401, refused.body().replace("unauthorized", "forbidden")))) {
            assertThatThrownBy(() -> OpenApi.check("GET", me, OpenApi.Dialect.QEET, other))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("GET /me");
        }
    }

    private static Answer with(Answer answer, int status, String body) {
        return new Answer(status, answer.headers(), body, answer.took());
    }
}
