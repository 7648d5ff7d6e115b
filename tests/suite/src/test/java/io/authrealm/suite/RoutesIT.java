package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths, methods and headers that no route expects get JSON, never a page. */
class RoutesIT {

    @RegisterExtension static final TestRealm realm = TestRealm.fresh();

    private static TestUser user;
    private static Tokens tokens;

    @BeforeAll
    static void rootKnowsTheRealm() {
        realm.awaitAtRoot();
        user = realm.user();
        tokens = realm.signIn(user);
    }

    @PrivateApi
    @Test
    void unknownRoutesAreNotFound() {
        for (Api mount : List.of(realm.api(), TestServer.root(), realm.api().bearer(tokens))) {
            for (String path :
                    List.of(
                            "/v1/nothing",
                            "/v1/auth/nothing",
                            "/v1/auth",
                            "/v1/auth/",
                            "/v1/auth/login/more",
                            "/v1/me/nothing",
                            "/v1/auth/sessions/a/b",
                            "/v1/%3Cscript%3E",
                            "/v1/..%2f..%2fadmin")) {
                for (Api api : List.of(mount, mount.with("Accept", "text/html"))) {
                    Answer get = api.get(path);
                    assertThat(get.status()).as("GET %s: %s", path, get).isIn(400, 404, 405);
                    assertNoPage(get);
                    Answer post = api.post(path, Map.of());
                    assertThat(post.status()).as("POST %s: %s", path, post).isIn(400, 404, 405);
                    assertNoPage(post);
                }
            }
            mount.get("/v1/nothing").assertError(404, "not_found");
            mount.get("/v1/auth/nothing").assertError(404, "not_found");
            mount.post("/v1/auth/nothing", Map.of()).assertError(404, "not_found");
            mount.get("/v1/me/nothing").assertError(404, "not_found");
        }
    }

    @PrivateApi
    @Test
    void wrongMethodsAreRefusedWithoutAPage() {
        for (Api mount : List.of(realm.api(), TestServer.root())) {
            for (String route :
                    List.of(
                            "GET /v1/auth/login",
                            "DELETE /v1/auth/signup",
                            "PATCH /v1/auth/refresh",
                            "PUT /v1/me",
                            "HEAD /v1/auth/login",
                            "POST /v1/healthz",
                            "POST /v1/.well-known/jwks.json")) {
                String[] parts = route.split(" ");
                for (String accept : List.of("*/*", "text/html")) {
                    Answer answer = mount.with("Accept", accept).send(parts[0], parts[1], Map.of());
                    assertThat(answer.status()).as("%s %s", route, answer).isIn(400, 404, 405, 501);
                    assertThat(answer.body())
                            .as("%s %s", route, answer)
                            .doesNotContainIgnoringCase("<html");
                    assertNoPage(answer);
                }
            }
        }
    }

    @Test
    void methodsThatNoRouteHasAreRefusedWithoutAPage() {
        for (Api mount : List.of(realm.api(), TestServer.root())) {
            for (String method : List.of("TRACE", "PROPFIND", "BREW")) {
                Answer answer = mount.send(method, "/v1/auth/me", Map.of());
                assertThat(answer.status()).as("%s %s", method, answer).isIn(400, 404, 405, 501);
                assertNoPage(answer);
            }
        }
    }

    /** Keycloak's filters refuse these before the route is determined. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%s/auth/me",
                "%s//auth/me",
                "%s/auth//me",
                "%s/./auth/me",
                "%s/auth/../auth/me",
                "%s/%%2e/auth/me",
                "%s/auth/%%2e%%2e/auth/me",
                "%s/%%61uth/me",
                "%s/auth/me;a=b",
                "%s/auth/me?a=%%00",
                "%s/users?cursor=%%1b",
                "/%s/healthz"
            })
    void uncleanPathsAndQueriesAreRefusedInTheEnvelope(String target) {
        for (String base : List.of("/realms/" + realm.name() + "/v1", "/v1")) {
            for (String accept : List.of("*/*", "text/html")) {
                Answer answer =
                        TestServer.root()
                                .with("Accept", accept)
                                .with("X-Request-Id", "unclean-1")
                                .get(target.formatted(base));
                answer.assertError(400, "bad_request");
                assertThat(answer.header("X-Request-Id")).isEqualTo("unclean-1");
                assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"//healthz", "/%2e/readyz", "/.well-known//jwks.json"})
    void uncleanPathsAtTheRootItselfAreRefusedInTheEnvelope(String path) {
        TestServer.root().get(path).assertError(400, "bad_request");
    }

    /** The server's HTTP layer stops them before anything else sees them. */
    @ParameterizedTest
    @ValueSource(strings = {"/v1/users?cursor=%zz", "/v1/%zz", "/v1/auth/%", "/v1/auth/me?a=%"})
    void invalidEscapesAreRefusedWithoutABody(String target) {
        try (RawConnection connection =
                new RawConnection(TestServer.url(), Duration.ofSeconds(20))) {
            assertThat(connection.begin("GET", target, "Connection: close").rest())
                    .startsWith("HTTP/1.1 400 ")
                    .endsWith("\r\n\r\n");
        }
    }

    private static void assertNoPage(Answer answer) {
        assertThat(answer.body()).as("%s", answer).doesNotContainIgnoringCase("<html", "<!doctype");
        assertThat(answer.body()).as("%s", answer).doesNotContain("Exception", "\tat ");
        String type = answer.header("Content-Type");
        if (type != null && !answer.body().isEmpty()) {
            assertThat(type).as("%s", answer).startsWith("application/json");
        }
    }

    @Test
    void oddHeadersAreHarmless() {
        for (Map.Entry<String, String> header :
                Map.of(
                                "Accept-Language", "xx-yy-zz;;q=foo",
                                "Cookie", "KEYCLOAK_IDENTITY=garbage; AUTH_SESSION_ID=x",
                                "X-Tenant", "../../master",
                                "Origin", "http://[",
                                "User-Agent", "x".repeat(5_000),
                                "X-Forwarded-Host", "evil.test",
                                "Referer", "http://[")
                        .entrySet()) {
            for (Api mount : List.of(realm.api(), TestServer.root())) {
                Answer answer =
                        mount.with(header.getKey(), header.getValue())
                                .login(TestRealm.newEmail(), "wrong");
                assertThat(answer.errorCode())
                        .as("%s %s", header, answer)
                        .isEqualTo("auth.invalid_credentials");
            }
            realm.api()
                    .with(header.getKey(), header.getValue())
                    .login(user.email(), user.password())
                    .assertTokens();
        }
    }
}
