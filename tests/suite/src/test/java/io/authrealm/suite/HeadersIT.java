package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HeadersIT {

    @RegisterExtension static final TestRealm realm = TestRealm.fresh();

    /** One answer of each kind, at both mounts. */
    private static List<Answer> answers(Api realmMount, Api rootMount) {
        TestUser user = realm.user();
        Tokens tokens = realm.signIn(user);
        return List.of(
                realmMount.login(user.email(), user.password()),
                realmMount.login(user.email(), "wrong"),
                realmMount.login("", ""),
                realmMount.signUp(TestRealm.newEmail(), TestRealm.PASSWORD),
                realmMount.bearer(tokens).get("/v1/auth/me"),
                realmMount.bearer(tokens).get("/v1/me"),
                realmMount.bearer(tokens).get("/v1/auth/sessions"),
                realmMount.get("/v1/auth/me"),
                realmMount.get("/v1/nothing"),
                realmMount.get("/v1/healthz"),
                realmMount.get("/v1/.well-known/jwks.json"),
                realmMount.refresh("garbage"),
                rootMount.login(user.email(), "wrong"),
                rootMount.get("/v1/auth/me"),
                rootMount.get("/v1/nothing"),
                rootMount.get("/healthz"),
                rootMount.get("/readyz"),
                rootMount.get("/.well-known/jwks.json"));
    }

    @Test
    void everyAnswerHasARequestId() {
        assertThat(answers(realm.api(), TestServer.root()))
                .allSatisfy(a -> assertThat(a.header("X-Request-Id")).as("%s", a).isNotBlank())
                .extracting(a -> a.header("X-Request-Id"))
                .doesNotHaveDuplicates();
    }

    @Test
    void requestIdOfTheClientIsRepeated() {
        String id = "client-4711/ab.c:d_E";
        assertThat(
                        answers(
                                realm.api().with("X-Request-Id", id),
                                TestServer.root().with("X-Request-Id", id)))
                .allSatisfy(a -> assertThat(a.header("X-Request-Id")).as("%s", a).isEqualTo(id));
        realm.api().with("X-Request-Id", id).get("/v1/auth/me").assertErrorEnvelope();
    }

    @Test
    void harmfulRequestIdIsReplaced() {
        for (String id : List.of("<script>", "a b", "x".repeat(1000), "a\"b", "%0d%0aX: y", "")) {
            Answer answer = realm.api().with("X-Request-Id", id).get("/v1/auth/me");
            answer.assertError(401, "unauthorized");
            assertThat(answer.header("X-Request-Id")).isNotEqualTo(id).hasSizeLessThan(130);
        }
    }

    @Test
    void noAnswerMayBeStored() {
        assertThat(answers(realm.api(), TestServer.root()))
                .allSatisfy(
                        a ->
                                assertThat(a.headers().allValues("Cache-Control"))
                                        .containsExactly("no-store"));
    }

    @PrivateApi
    @Test
    void everyAnswerHasTheSecurityHeaders() {
        assertThat(answers(realm.api(), TestServer.root()))
                .allSatisfy(
                        a -> {
                            assertSingle(a, "X-Frame-Options", "DENY");
                            assertSingle(a, "X-Content-Type-Options", "nosniff");
                            assertSingle(
                                    a,
                                    "Content-Security-Policy",
                                    "default-src 'none'; frame-ancestors 'none'");
                            assertSingle(a, "Referrer-Policy", "strict-origin-when-cross-origin");
                            assertSingle(a, "Cross-Origin-Opener-Policy", "same-origin");
                            assertSingle(a, "Cross-Origin-Resource-Policy", "cross-origin");
                            assertThat(a.header("Permissions-Policy")).as("%s", a).isNotBlank();
                        });
    }

    private static void assertSingle(Answer answer, String header, String value) {
        assertThat(answer.headers().allValues(header)).as("%s", answer).containsExactly(value);
    }

    @Test
    void everyBodyIsJson() {
        assertThat(answers(realm.api(), TestServer.root()))
                .allSatisfy(
                        a -> {
                            assertThat(a.header("Content-Type"))
                                    .as("%s", a)
                                    .startsWith("application/json");
                            assertThat(a.json().isObject()).isTrue();
                        });
    }

    @PrivateApi
    @Test
    void answersSetNoCookiesOfKeycloak() {
        assertThat(answers(realm.api(), TestServer.root()))
                .allSatisfy(
                        a ->
                                assertThat(a.headers().allValues("Set-Cookie"))
                                        .as("%s", a)
                                        .allMatch(cookie -> cookie.startsWith("qe_csrf=")));
    }
}
