package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.authrealm.server.KeycloakServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/**
 * What the operator configures at the start of a server: the names at the root, by options and by
 * files of realms, which may contradict each other, a server without the recycle bin, one behind a
 * proxy, and one with little memory.
 */
@DisabledIfSystemProperty(
        named = "authrealm.test.server",
        matches = "containers",
        disabledReason = "needs a server process of its own")
@Order(8)
@OwnServer
class OperatorOptionsIT {

    /**
     * Sign-ins: more than the server has threads, and far more than the hashes for which it has
     * memory.
     */
    private static final int AT_ONCE = Soak.or(300, 100);

    private static final String OPTION = "--spi-authrealm-tenant-settings--authrealm--";
    private static final String SHARED = "shared.test";
    private static final String GIVEN = "given.test";
    private static final String JITSUDOS = "jitsudos.test";

    /** A page that sends the headers of its tracing along. */
    private static final String TRACED = "https://traced.example";

    private static final String ACMES_ID = UUID.randomUUID().toString();
    private static final String CLAIMED_ID = UUID.randomUUID().toString();

    private static TestRealm acme;
    private static TestRealm globex;
    private static TestRealm initech;

    /** The answer to the first request at the root. */
    private static Answer first;

    private static TestDatabase database;
    private static KeycloakServer server;

    @BeforeAll
    static void start() throws IOException {
        Path home = Distribution.copyForPostgres("root-names");
        database = TestDatabase.start("root-names");
        Path files = Files.createDirectories(home.resolveSibling("realms"));
        acme =
                TestRealm.named("acme")
                        .with(r -> r.put("id", ACMES_ID))
                        .with(
                                r ->
                                        ((ObjectNode) r.path("clients").path(0))
                                                .putArray("webOrigins")
                                                .add(TRACED))
                        .setting("host_names", SHARED)
                        .setting("email_domains", SHARED);
        globex =
                TestRealm.named("globex")
                        .setting("tenant_id", ACMES_ID)
                        .setting("host_names", SHARED, GIVEN)
                        .setting("email_domains", SHARED, GIVEN);
        initech = TestRealm.named("initech").setting("tenant_id", CLAIMED_ID);
        for (TestRealm realm :
                List.of(
                        acme,
                        globex,
                        initech,
                        TestRealm.named("hooli").setting("tenant_id", CLAIMED_ID),
                        TestRealm.named("vandelay")
                                .setting("host_names", JITSUDOS)
                                .setting("dialect", "jitsudo"),
                        TestRealm.named("by-default"))) {
            Files.writeString(
                    files.resolve(realm.name() + ".json"), realm.representation().toString());
        }
        server =
                TestServer.another(home, database)
                        .importRealms(files)
                        .option(OPTION + "host-names=" + GIVEN + "=" + ACMES_ID + ", x.test=nobody")
                        .option(OPTION + "email-domains=Given.Test=acme")
                        .option("--spi-realm-restapi-extension--v1--default-tenant=by-default")
                        .option("--spi-realm-restapi-extension--v1--find-tenant-by-address=false")
                        .option("--spi-user--jpa--recycle-bin=false")
                        .option("--proxy-headers=xforwarded")
                        .option("--spi-cors--default--allowed-headers=baggage,sentry-trace")
                        .environment("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx512m")
                        .keepCollector()
                        .optimizeCryptographyOnly()
                        .readyWhen("/healthz")
                        .start();
        first = onHost(JITSUDOS).speaking(OpenApi.Dialect.JITSUDO).get("/v1/nothing");
        Admin admin = new Admin(server.baseUrl());
        acme = TestRealm.existing("acme", admin);
        globex = TestRealm.existing("globex", admin);
        initech = TestRealm.existing("initech", admin);
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.stop();
        }
        database.close();
    }

    private static Api root() {
        return new Api(server.baseUrl());
    }

    private static Api onHost(String host) {
        return root().with("Host", host + ":" + URI.create(server.baseUrl()).getPort());
    }

    private static String realmOf(Tokens tokens) {
        String issuer = Jwt.payload(tokens.access()).path("iss").asText();
        return issuer.substring(issuer.lastIndexOf('/') + 1);
    }

    /** The tenant of a sign-up on this host, or with an address of this domain. */
    private static String tenantOf(Api api, String domain) {
        return realmOf(
                api.signUp("user-" + TestRealm.random() + "@" + domain, TestRealm.PASSWORD)
                        .assertTokens(201));
    }

    /** A client of another dialect could take the words of Qeet ID for an answer of its own. */
    @Test
    void firstRequestAtTheRootIsAnsweredInTheDialectOfItsHost() {
        Jitsudo.assertError(first, 404, "not_found");
    }

    /** The proxy of the server speaks HTTP to it. */
    @Test
    void cookiesAreSecureIfTheProxySaysThatTheRequestCameByHttps() {
        TestUser user = acme.user();
        Map<String, String> body = Map.of("email", user.email(), "password", user.password());
        for (Api mount : List.of(acme.api(), onHost(GIVEN))) {
            Answer plain = mount.post("/v1/auth/session", body).assertStatus(200);
            assertThat(HostedPage.setCookie(plain, "qe_ls")).doesNotContain("Secure");
            Api proxied = mount.with("X-Forwarded-Proto", "https");
            Answer opened = proxied.post("/v1/auth/session", body).assertStatus(200);
            assertThat(opened.headers().allValues("Set-Cookie"))
                    .hasSizeGreaterThan(2)
                    .allSatisfy(
                            cookie -> assertThat(HostedPage.attributes(cookie)).contains("Secure"));
            String token = HostedPage.setCookie(proxied.get("/v1/healthz"), "qe_csrf");
            assertThat(HostedPage.attributes(token))
                    .containsExactlyInAnyOrder(
                            "Path=/", "SameSite=Strict", "Max-Age=43200", "Secure");
        }
    }

    /** A front end's server sends such texts if it knows no address. */
    /** Keycloak's own option, which holds for its endpoints. */
    @Test
    void preflightAllowsWhatTheOperatorAllows() {
        Answer preflight =
                acme.api()
                        .with("Origin", TRACED)
                        .with("Access-Control-Request-Method", "POST")
                        .with("Access-Control-Request-Headers", "baggage")
                        .options("/v1/auth/login");
        assertThat(preflight.header("Access-Control-Allow-Headers"))
                .contains("Content-Type")
                .contains("baggage")
                .contains("sentry-trace");
    }

    @Test
    void textInPlaceOfAnAddressIsNoClient() throws IOException {
        TestUser user = initech.user();
        Api proxied = initech.api().with("X-Forwarded-Proto", "https");
        Credebl credebl = new Credebl(proxied, "/credebl/v1", null);
        initech.updateSettings(Map.of("ip_rate", List.of("0.001"), "ip_burst", List.of("2")));
        try {
            for (String none : List.of("undefined", "unknown")) {
                Credebl client = credebl.with("X-Forwarded-For", none);
                for (int i = 0; i < 4; i++) {
                    client.signIn(user.email(), "wrong-password-" + i).assertStatus(401);
                    initech.forgetLoginFailures(user);
                }
                String token = client.signedIn(user).path("access_token").asText();
                JsonNode sessions =
                        Credebl.data(
                                client.bearer(token).get("/auth/" + user.id() + "/sessions"), 200);
                assertThat(sessions).hasSize(1);
                String info = sessions.get(0).path("clientInfo").asText();
                assertThat(Answer.JSON.readTree(info).path("ip").isTextual()).as(info).isFalse();
                client.bearer(token).signOut().assertStatus(200);
            }
            Credebl numbered = credebl.with("X-Forwarded-For", "203.0.113.7");
            numbered.signIn(user.email(), user.password()).assertStatus(200);
            numbered.signIn(user.email(), user.password()).assertStatus(200);
            numbered.signIn(user.email(), user.password()).assertStatus(429);
        } finally {
            initech.updateSettings(Map.of("ip_rate", List.of("0"), "ip_burst", List.of()));
        }
    }

    /** A client that sends another text each time must not have another bucket each time. */
    @Test
    void clientsWithoutAnAddressAreLimitedTogether() {
        Api proxied = initech.api().with("X-Forwarded-Proto", "https");
        initech.updateSettings(Map.of("ip_rate", List.of("0.002"), "ip_burst", List.of("3")));
        try {
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 61; i++) {
                Api client = proxied.with("X-Forwarded-For", "text-" + i);
                statuses.add(client.post("/v1/auth/login", Map.of()).status());
            }
            assertThat(statuses).startsWith(422).endsWith(429).containsOnly(422, 429);
            Answer limited =
                    proxied.with("X-Forwarded-For", "one-more")
                            .post("/v1/auth/login", Map.of())
                            .assertError(429, "rate_limited");
            assertThat(Integer.parseInt(limited.header("Retry-After"))).isPositive();
            proxied.with("X-Forwarded-For", "203.0.113.10")
                    .post("/v1/auth/login", Map.of())
                    .assertStatus(422);
        } finally {
            initech.updateSettings(Map.of("ip_rate", List.of("0"), "ip_burst", List.of()));
        }
    }

    /** Who knows an address must not keep its owner out by signing in again and again. */
    @Test
    void clientUsesUpNobodyElsesSignInsWithAnAddress() {
        String key = Authiqa.newKey();
        TestUser user = initech.user();
        initech.updateSettings(
                Map.of("parent_keys", List.of(key), "parent_sign_ins_per_minute", List.of("2")));
        try {
            Api proxied = initech.api().with("X-Forwarded-Proto", "https");
            Authiqa stranger = new Authiqa(proxied.with("X-Forwarded-For", "203.0.113.8"), key);
            Authiqa owner = new Authiqa(proxied.with("X-Forwarded-For", "203.0.113.9"), key);
            for (int i = 0; i < 2; i++) {
                Authiqa.refused(stranger.signIn(user.email(), "wrong"), 401, "INVALID_CREDENTIALS");
            }
            Authiqa.refused(stranger.signIn(user), 429, "RATE_LIMIT_EXCEEDED");
            Authiqa.data(owner.signIn(user));
            // What stands for no client has permits of its own.
            Authiqa.data(new Authiqa(proxied.with("X-Forwarded-For", "unknown"), key).signIn(user));
        } finally {
            initech.updateSettings(
                    Map.of("parent_keys", List.of(), "parent_sign_ins_per_minute", List.of("0")));
        }
    }

    @PrivateApi
    @Test
    void claimOfTwoFilesBelongsToNeither() throws IOException {
        assertThat(tenantOf(onHost(SHARED), "example.test")).isEqualTo("by-default");
        assertThat(tenantOf(root(), SHARED)).isEqualTo("by-default");
        assertThat(warnings(SHARED))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("acme", "globex"));
    }

    private static List<String> warnings(String text) throws IOException {
        return Files.readAllLines(server.logFile()).stream()
                .filter(line -> line.contains("WARN") && line.contains(text))
                .toList();
    }

    @Test
    void optionsWinOverClaims() {
        assertThat(tenantOf(onHost(GIVEN), "example.test")).isEqualTo("acme");
        assertThat(tenantOf(root(), GIVEN)).isEqualTo("acme");
    }

    @Test
    void nameFromAnOptionCannotBeClaimedByAnotherRealm() {
        for (String setting : List.of("host_names", "email_domains")) {
            Answer answer =
                    initech.updateSettings(initech.admin(), Map.of(setting, List.of(GIVEN)));
            answer.assertStatus(400);
            assertThat(answer.body()).contains(setting, GIVEN);
        }
    }

    @Test
    void claimedIdOfAnotherRealmIsNotInTokens() throws IOException {
        TestUser ofAcme = acme.user();
        TestUser ofGlobex = globex.user();
        assertThat(acme.signIn(ofAcme).tenantId()).isEqualTo(ACMES_ID);
        Tokens tokens = globex.signIn(ofGlobex);
        assertThat(tokens.tenantId()).isEqualTo(globex.get("").path("id").asText());
        assertThat(Jwt.payload(tokens.access()).path("tenant_id").asText())
                .isEqualTo(tokens.tenantId());
        assertThat(globex.api().bearer(tokens).get("/v1/auth/me").text("tenant_id"))
                .isEqualTo(tokens.tenantId());
        assertThat(warnings(ACMES_ID)).hasSize(1);
    }

    @Test
    void tenantIdOfTwoRealmsBelongsToNeither() {
        Tokens tokens = initech.signIn(initech.user());
        assertThat(tokens.tenantId()).isEqualTo(initech.get("").path("id").asText());
    }

    @Test
    void addressDecidesNothingIfTheOperatorSwitchesThatOff() {
        TestUser user = acme.user();
        root().login(user.email(), user.password()).assertError(401, "auth.invalid_credentials");
        root().with("X-Tenant", "acme").login(user.email(), user.password()).assertTokens();
    }

    /** Neither a user nor an administrator, unless an option says so. */
    @Test
    void nobodyMakesTenantsByDefault() {
        Map<String, Object> body = NewTenants.body(NewTenants.slug());
        for (Api api : List.of(initech.as(initech.admin("realm-admin")), initech.asOperator())) {
            api.post("/v1/tenants", body).assertError(403, "forbidden");
        }
    }

    @Test
    void deletedUserIsADisabledOneIfTheRecycleBinIsOff() throws IOException {
        Browser.createClient(initech);
        TestUser user = initech.user();
        initech.asOperator().delete("/v1/users/" + user.id()).assertStatus(204);
        List<JsonNode> found = initech.usersWithEmail(user.email());
        assertThat(found).hasSize(1);
        assertThat(found.get(0).path("enabled").asBoolean()).isFalse();
        Browser.directGrant(initech, user.email(), user.password()).assertStatus(400);
        assertThat(Files.readString(server.logFile()))
                .contains("Deleted users show up as disabled ones");
    }

    private static String email(int index) {
        return "user-" + index + "@example.test";
    }

    /** The memory of sign-ins has a limit, even if many run at once. */
    @Test
    void manySignInsAtOnceFitIntoASmallHeap() throws IOException {
        TestRealm realm =
                TestRealm.on(new Admin(server.baseUrl()))
                        .withDefaultHash()
                        .with(
                                r -> {
                                    ArrayNode users = r.putArray("users");
                                    for (int i = 0; i < AT_ONCE; i++) {
                                        users.add(StoredPassword.UP_TO_DATE.user(email(i)));
                                    }
                                })
                        .create();
        Metrics before = Metrics.of(server.baseUrl());

        List<Answer> answers =
                Parallel.run(
                        AT_ONCE, AT_ONCE, i -> realm.api().login(email(i), TestRealm.PASSWORD));

        assertThat(answers)
                .allSatisfy(
                        answer -> {
                            if (answer.status() == 503) {
                                answer.assertBusy();
                            } else {
                                answer.assertTokens();
                            }
                        });
        assertThat(answers).filteredOn(answer -> answer.status() == 200).isNotEmpty();
        realm.api().login(email(0), TestRealm.PASSWORD).assertTokens();
        Metrics after = Metrics.of(server.baseUrl());
        after.assertHas("authrealm_password_hashing_waiting");
        assertThat(argon2(after, "wait")).isEqualTo(argon2(after, "time"));
        assertThat(
                        argon2(after, "time")
                                + refused(after)
                                - argon2(before, "time")
                                - refused(before))
                .isGreaterThan(AT_ONCE);
        assertThat(Files.readString(server.logFile())).doesNotContain("OutOfMemoryError");
    }

    private static double argon2(Metrics metrics, String what) {
        return metrics.sum(
                "authrealm_password_hashing_" + what + "_seconds_count", "algorithm=\"argon2id\"");
    }

    private static double refused(Metrics metrics) {
        return metrics.sum("authrealm_password_hashing_refused_total");
    }
}
