package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CorsIT {

    private static final String ALLOWED = "https://app-" + TestRealm.random() + ".example.test";
    private static final String OTHER = "https://evil.example.test";
    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh()
                    .with(
                            r ->
                                    ((com.fasterxml.jackson.databind.node.ObjectNode)
                                                    r.path("clients").path(0))
                                            .putArray("webOrigins")
                                            .add(ALLOWED));

    @BeforeAll
    static void rootKnowsTheOrigin() {
        Await.until(
                "the root allows the origin",
                Duration.ofSeconds(15),
                () -> preflight(TestServer.root(), ALLOWED).header(ALLOW_ORIGIN) != null);
    }

    private static Answer preflight(Api api, String origin) {
        return api.with("Origin", origin)
                .with("Access-Control-Request-Method", "POST")
                .with("Access-Control-Request-Headers", "authorization,content-type")
                .options("/v1/auth/login");
    }

    private static void assertAllowed(Answer answer) {
        assertThat(answer.header(ALLOW_ORIGIN)).as(answer.toString()).isEqualTo(ALLOWED);
        assertThat(answer.headers().allValues("Vary")).as(answer.toString()).contains("Origin");
    }

    private static void assertNotAllowed(Answer answer) {
        assertThat(answer.header(ALLOW_ORIGIN)).as(answer.toString()).isNull();
        assertThat(answer.header("Access-Control-Allow-Credentials")).isNull();
    }

    private static void assertGoodPreflight(Answer answer) {
        answer.assertStatus(204);
        assertAllowed(answer);
        assertThat(answer.header("Access-Control-Allow-Methods"))
                .contains("GET", "POST", "PATCH", "DELETE");
        assertThat(answer.header("Access-Control-Allow-Headers"))
                .containsIgnoringCase("authorization")
                .containsIgnoringCase("content-type")
                .containsIgnoringCase("x-request-id");
        assertThat(answer.header("Access-Control-Max-Age")).isEqualTo("300");
    }

    @Test
    void preflightOfAnAllowedOriginNamesMethodsAndHeaders() {
        assertGoodPreflight(preflight(realm.api(), ALLOWED));
        assertGoodPreflight(preflight(TestServer.root(), ALLOWED));
    }

    @Test
    void preflightWorksOnEveryRoute() {
        for (String path :
                new String[] {
                    "/v1/auth/signup",
                    "/v1/auth/refresh",
                    "/v1/auth/me",
                    "/v1/auth/sessions/x",
                    "/v1/auth/password",
                    "/v1/me",
                    "/v1/.well-known/jwks.json"
                }) {
            Answer answer =
                    realm.api()
                            .with("Origin", ALLOWED)
                            .with("Access-Control-Request-Method", "GET")
                            .options(path);
            answer.assertStatus(204);
            assertAllowed(answer);
        }
    }

    @Test
    void preflightOfAnotherOriginAllowsNothing() {
        assertNotAllowed(preflight(realm.api(), OTHER));
        assertNotAllowed(preflight(TestServer.root(), OTHER));
        assertNotAllowed(preflight(realm.api(), ALLOWED + ".evil.test"));
        assertNotAllowed(preflight(realm.api(), "null"));
    }

    @Test
    void answersCarryTheHeadersToo() {
        TestUser user = realm.user();
        for (Api mount : new Api[] {realm.api(), TestServer.root()}) {
            Answer answer = mount.with("Origin", ALLOWED).login(user.email(), user.password());
            answer.assertTokens();
            assertAllowed(answer);
            assertThat(answer.header("Access-Control-Expose-Headers"))
                    .containsIgnoringCase("x-request-id");
            assertNotAllowed(mount.with("Origin", OTHER).login(user.email(), user.password()));
        }
    }

    @Test
    void pagesOfAnAllowedOriginMayCallEveryDialect() {
        for (String path :
                List.of(
                        "/v1/auth/me",
                        "/jitsudo/v1/auth/providers?slug=nobody",
                        "/credebl/auth/clientAliases",
                        "/authiqa/auth/user-profile")) {
            Answer answer = realm.api().with("Origin", ALLOWED).get(path);
            assertAllowed(answer);
            assertThat(answer.header("Access-Control-Allow-Credentials"))
                    .as(path)
                    .isEqualTo("true");
            assertNotAllowed(realm.api().with("Origin", OTHER).get(path));
        }
    }

    @Test
    void errorsCarryTheHeadersToo() {
        TestUser user = realm.user();
        for (Api mount : new Api[] {realm.api(), TestServer.root()}) {
            Api api = mount.with("Origin", ALLOWED);
            assertAllowed(api.login(user.email(), "wrong").assertStatus(401));
            assertAllowed(api.login("", "").assertStatus(422));
            assertAllowed(api.send("POST", "/v1/auth/refresh", "{").assertStatus(400));
            assertAllowed(api.get("/v1/auth/me").assertStatus(401));
            assertAllowed(api.bearer("garbage").get("/v1/me").assertStatus(401));
            assertAllowed(api.get("/v1/nothing").assertStatus(404));
            assertNotAllowed(
                    mount.with("Origin", OTHER).login(user.email(), "wrong").assertStatus(401));
        }
    }

    @Test
    void withoutAnOriginThereAreNoCorsHeaders() {
        Answer answer = realm.api().get("/v1/auth/me");
        assertNotAllowed(answer);
    }
}
