package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a cookie authenticates must come from one of the tenant's pages. */
class CsrfIT {

    private static final String RIGHT = "a-token-of-more-than-22-characters";
    private static final String OTHER = "another-token-of-more-than-22-characters";
    private static final String SHORT = "too-short-for-a-token";

    private static final String ORIGIN_ELSEWHERE = "https://app.elsewhere.test";

    @RegisterExtension static final TestRealm realm = TestRealm.fresh();

    /** A tenant with pages of another origin. */
    @RegisterExtension
    static final TestRealm elsewhere =
            TestRealm.fresh()
                    .with(
                            json ->
                                    ((ObjectNode) json.path("clients").get(0))
                                            .putArray("webOrigins")
                                            .add(ORIGIN_ELSEWHERE));

    @BeforeAll
    static void rootKnowsTheRealms() {
        realm.awaitAtRoot();
        elsewhere.awaitAtRoot();
    }

    /** A part of a request, and whether it proves what it should. */
    private record Part(String name, boolean isGood, UnaryOperator<Api> addTo) {

        static Part of(String name, boolean isGood, UnaryOperator<Api> addTo) {
            return new Part(name, isGood, addTo);
        }
    }

    private static final List<Part> ORIGINS =
            List.of(
                    Part.of("own", true, api -> api.with("Origin", TestServer.url())),
                    Part.of("listed", true, api -> api.with("Origin", HostedPage.ORIGIN)),
                    Part.of(
                            "page of a listed one",
                            true,
                            api -> api.with("Referer", HostedPage.ORIGIN + "/account?a=b#c")),
                    Part.of("none", false, api -> api),
                    Part.of("null", false, api -> api.with("Origin", "null")),
                    Part.of("star", false, api -> api.with("Origin", "*")),
                    Part.of("another site", false, api -> api.with("Origin", "https://evil.test")),
                    Part.of(
                            "begins alike",
                            false,
                            api -> api.with("Origin", HostedPage.ORIGIN + ".evil.test")),
                    Part.of(
                            "another port",
                            false,
                            api -> api.with("Origin", "http://localhost:3001")),
                    Part.of(
                            "another scheme",
                            false,
                            api -> api.with("Origin", "https://localhost:3000")),
                    Part.of(
                            "the origin wins over the page",
                            false,
                            api ->
                                    api.with("Origin", "https://evil.test")
                                            .with("Referer", HostedPage.ORIGIN + "/")),
                    Part.of(
                            "page of another site",
                            false,
                            api -> api.with("Referer", "https://evil.test/" + HostedPage.ORIGIN)),
                    Part.of(
                            "page with a user name",
                            false,
                            api -> api.with("Referer", "http://localhost:3000@evil.test/")),
                    Part.of("no address", false, api -> api.with("Referer", "http://[")));

    private static final List<Part> TOKENS =
            List.of(
                    Part.of("repeated", true, api -> api.with("X-CSRF-Token", RIGHT)),
                    Part.of("not repeated", false, api -> api),
                    Part.of("empty", false, api -> api.with("X-CSRF-Token", "")),
                    Part.of("another", false, api -> api.with("X-CSRF-Token", OTHER)),
                    Part.of("short", false, api -> api.with("X-CSRF-Token", SHORT)),
                    Part.of("longer", false, api -> api.with("X-CSRF-Token", RIGHT + RIGHT)));

    private static final List<Part> COOKIES =
            List.of(
                    Part.of("one", true, cookies("qe_csrf=" + RIGHT)),
                    Part.of("none", false, cookies("")),
                    Part.of("short", false, cookies("qe_csrf=" + SHORT)),
                    Part.of("two", false, cookies("qe_csrf=" + OTHER + "; qe_csrf=" + RIGHT)),
                    Part.of("odd", false, cookies("qe_csrf=\"" + RIGHT + "\"")));

    private static UnaryOperator<Api> cookies(String csrf) {
        return api -> api.with("Cookie", csrf + "; qe_ls=" + session);
    }

    private static String session;

    @PrivateApi
    @Test
    void signOutByCookieNeedsOriginTokenAndCookie() {
        TestUser user = realm.user();
        session = new HostedPage(realm).signedIn(user).cookie("qe_ls");
        List<String> granted = new ArrayList<>();
        for (Part origin : ORIGINS) {
            for (Part token : TOKENS) {
                for (Part cookie : COOKIES) {
                    Api mount = granted.size() % 2 == 0 ? realm.api() : TestServer.root();
                    Answer answer =
                            cookie.addTo()
                                    .apply(token.addTo().apply(origin.addTo().apply(mount)))
                                    .post("/v1/auth/logout", Map.of());
                    String name = origin.name() + ", " + token.name() + ", " + cookie.name();
                    if (origin.isGood() && token.isGood() && cookie.isGood()) {
                        granted.add(name);
                        assertThat(answer.status()).as(name + answer).isEqualTo(200);
                        assertThat(realm.sessionIds(user)).as(name).isEmpty();
                        session = new HostedPage(realm).signedIn(user).cookie("qe_ls");
                    } else {
                        assertThat(answer.errorCode()).as(name + answer).isEqualTo("csrf_failed");
                        answer.assertError(403, "csrf_failed");
                        assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
                    }
                }
            }
        }
        assertThat(granted).hasSize(3);
        assertThat(realm.sessionIds(user)).hasSize(1);
    }

    /**
     * At the root, the account decides the tenant, and a page of another must not sign in there.
     */
    @Test
    void pageOfOneTenantSignsNobodyInAtAnother() {
        TestUser user = realm.user();
        TestUser there = elsewhere.user();
        Api root = TestServer.root();
        Answer refused = openSession(root.with("Origin", ORIGIN_ELSEWHERE), user);
        Answer unknown =
                root.with("Origin", ORIGIN_ELSEWHERE)
                        .post(
                                "/v1/auth/session",
                                Map.of("email", TestRealm.newEmail(), "password", user.password()));
        refused.assertError(401, "auth.invalid_credentials");
        assertThat(refused.errorWithoutRequestId()).isEqualTo(unknown.errorWithoutRequestId());
        assertThat(refused.headers().allValues("Set-Cookie")).isEmpty();
        openSession(root.with("Origin", HostedPage.ORIGIN), there)
                .assertError(401, "auth.invalid_credentials");
        assertThat(realm.sessionIds(user)).isEmpty();
        assertThat(elsewhere.sessionIds(there)).isEmpty();

        openSession(root.with("Origin", ORIGIN_ELSEWHERE), there).assertStatus(200);
        openSession(root.with("Origin", HostedPage.ORIGIN), user).assertStatus(200);
        openSession(root, user).assertStatus(200);
    }

    private static Answer openSession(Api client, TestUser user) {
        return client.post(
                "/v1/auth/session", Map.of("email", user.email(), "password", user.password()));
    }

    /** No other page can make a browser send the header. */
    @Test
    void bearerNeedsNoProof() {
        TestUser user = realm.user();
        HostedPage page = new HostedPage(realm).signedIn(user);
        Tokens tokens = realm.signIn(user);
        page.client()
                .with("Origin", "https://evil.test")
                .bearer(tokens)
                .post("/v1/auth/logout")
                .assertStatus(200);
        // The cookie is not looked at.
        for (String credential : List.of("Bearer garbage", "Basic x", "ApiKey qk_x", "")) {
            page.client()
                    .with("Authorization", credential)
                    .post("/v1/auth/logout")
                    .assertError(401, "unauthorized");
        }
        assertThat(realm.sessionIds(user)).hasSize(1);
    }

    @Test
    void questionsSeedTheToken() {
        for (Api mount : List.of(realm.api(), TestServer.root())) {
            for (String path : List.of("/v1/healthz", "/v1/auth/me", "/v1/nothing")) {
                String header = HostedPage.setCookie(mount.get(path), "qe_csrf");
                assertThat(header.split("; "))
                        .as(header)
                        .contains("Path=/", "SameSite=Strict", "Max-Age=43200")
                        .doesNotContain("HttpOnly", "Secure");
                assertThat(header).as("for one host").doesNotContain("Domain");
                assertThat(header.split("; ")[0]).matches("qe_csrf=[A-Za-z0-9_-]{43}");
            }
        }
        Answer alive = TestServer.root().get("/healthz").assertStatus(200);
        assertThat(HostedPage.setCookie(alive, "qe_csrf"))
                .isNotEqualTo(HostedPage.setCookie(TestServer.root().get("/healthz"), "qe_csrf"));
        Answer head = TestServer.root().send("HEAD", "/v1/healthz", "");
        assertThat(HostedPage.setCookie(head, "qe_csrf")).isNotNull();
    }

    @Test
    void browserKeepsItsToken() {
        for (Api mount : List.of(realm.api(), TestServer.root())) {
            Answer known = mount.with("Cookie", "a=b; qe_csrf=" + RIGHT).get("/v1/healthz");
            assertThat(known.headers().allValues("Set-Cookie")).isEmpty();
            for (String weak : List.of("", SHORT, "\"" + RIGHT + "\"", "x".repeat(5_000))) {
                Answer replaced = mount.with("Cookie", "qe_csrf=" + weak).get("/v1/healthz");
                assertThat(HostedPage.setCookie(replaced, "qe_csrf")).as(weak).isNotNull();
            }
            TestUser user = realm.user();
            assertThat(mount.login(user.email(), user.password()).headers().allValues("Set-Cookie"))
                    .isEmpty();
        }
    }
}
