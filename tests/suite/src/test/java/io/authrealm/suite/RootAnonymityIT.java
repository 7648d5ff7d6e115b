package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * At the root the address of an anonymous request determines the tenant. No answer reveals which
 * tenant that was, because it would reveal that there is an account.
 */
class RootAnonymityIT {

    private static final String ACMES_APP = "https://acme-" + TestRealm.random() + ".example.test";
    private static final String GLOBEXS_APP =
            "https://globex-" + TestRealm.random() + ".example.test";
    private static final String ANOTHER_APP = "https://evil.example.test";
    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";

    private static final String WEAK = "password1";

    private static final int MINIMUM_MILLIS = 100;
    private static final int GLOBEXS_MINIMUM_MILLIS = 5_000;

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension
    static final TestRealm acme =
            fresh(TestRealm.fresh(), ACMES_APP, 0)
                    .with(r -> r.put("passwordPolicy", "regexPattern((?!password).*)"));

    @RegisterExtension
    static final TestRealm globex =
            fresh(TestRealm.fresh(), GLOBEXS_APP, GLOBEXS_MINIMUM_MILLIS)
                    .with(r -> r.put("passwordPolicy", "length(20)"));

    @RegisterExtension
    static final TestRealm byDefault =
            fresh(
                    TestRealm.named(TestServer.DEFAULT_TENANT),
                    "https://default.example.test",
                    MINIMUM_MILLIS);

    /** The anonymous routes whose answers must be the same for every address. */
    enum Route {
        FORGOT_PASSWORD {
            @Override
            Answer send(Api api, String email) {
                return api.forgotPassword(email).assertStatus(202);
            }
        },
        MAGIC_LINK {
            @Override
            Answer send(Api api, String email) {
                return api.startMagicLink(email).assertStatus(200);
            }
        },
        WRONG_PASSWORD {
            @Override
            Answer send(Api api, String email) {
                return api.login(email, "not-the-password")
                        .assertError(401, "auth.invalid_credentials");
            }
        },
        /** Each tenant refuses it for another reason. */
        SIGN_UP_WITH_A_WEAK_PASSWORD {
            @Override
            Answer send(Api api, String email) {
                return api.signUp(email, WEAK).assertError(422, "auth.password_weak");
            }
        };

        abstract Answer send(Api api, String email);
    }

    private static TestRealm fresh(TestRealm realm, String app, int minimumMillis) {
        String minimum = String.valueOf(minimumMillis);
        return realm.with(mailbox::serve)
                .setting("recovery_floor_ms", minimum)
                .setting("sign_in_refusal_floor_ms", minimum)
                .setting("signup_floor_ms", minimum)
                .with(
                        r ->
                                ((ObjectNode) r.path("clients").path(0))
                                        .putArray("webOrigins")
                                        .add(app));
    }

    @BeforeAll
    static void rootKnowsTheRealms() {
        byDefault.awaitAtRoot();
        for (String app : List.of(ACMES_APP, GLOBEXS_APP)) {
            Await.until(
                    "the root allows " + app,
                    Duration.ofSeconds(15),
                    () ->
                            from(app)
                                            .with("Access-Control-Request-Method", "POST")
                                            .options("/v1/auth/login")
                                            .header(ALLOW_ORIGIN)
                                    != null);
        }
    }

    private static Api from(String app) {
        return TestServer.root().with("Origin", app);
    }

    /** An unknown address, then one of each tenant, and one that two of them have. */
    private static List<String> addresses() {
        TestUser ofBoth = acme.user();
        globex.user(ofBoth.email(), TestRealm.PASSWORD, u -> {});
        return List.of(
                TestRealm.newEmail(),
                acme.user().email(),
                globex.user().email(),
                byDefault.user().email(),
                ofBoth.email());
    }

    @ParameterizedTest
    @EnumSource
    void appsOfAllTenantsMayReadTheAnswerForEveryAddress(Route route) {
        List<String> addresses = addresses();
        for (String app : List.of(ACMES_APP, GLOBEXS_APP)) {
            for (String email : addresses) {
                Answer answer = route.send(from(app), email);
                assertThat(answer.header(ALLOW_ORIGIN)).as("%s: %s", app, answer).isEqualTo(app);
                assertThat(answer.headers().allValues("Vary")).contains("Origin");
            }
        }
        for (String email : addresses) {
            Answer answer = route.send(from(ANOTHER_APP), email);
            assertThat(answer.header(ALLOW_ORIGIN)).as(answer.toString()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void answerIsTheSameForEveryAddress(Route route) {
        List<Answer> answers = new ArrayList<>();
        for (String email : addresses()) {
            answers.add(route.send(from(GLOBEXS_APP), email));
        }
        Answer unknown = answers.get(0);
        assertThat(answers)
                .allSatisfy(
                        answer -> {
                            assertThat(bodyWithoutRequestId(answer))
                                    .isEqualTo(bodyWithoutRequestId(unknown));
                            assertThat(answer.headers().map().keySet())
                                    .isEqualTo(unknown.headers().map().keySet());
                            // The minimum response time is not that of the tenant that has the
                            // address.
                            assertThat(answer.took())
                                    .isBetween(
                                            Duration.ofMillis(MINIMUM_MILLIS),
                                            Duration.ofMillis(GLOBEXS_MINIMUM_MILLIS));
                        });
    }

    private static String bodyWithoutRequestId(Answer answer) {
        return answer.body().replace(answer.header("X-Request-Id"), "");
    }

    @Test
    void tenantWhoseRegistrationIsClosedDoesNotShow() {
        for (TestRealm closed : List.of(acme, globex)) {
            closed.updateRealm(realm -> realm.put("registrationAllowed", false));
        }
        try {
            for (String email : List.of(acme.user().email(), globex.user().email())) {
                TestServer.root().signUp(email, TestRealm.PASSWORD).assertTokens(201);
            }
        } finally {
            for (TestRealm closed : List.of(acme, globex)) {
                closed.updateRealm(realm -> realm.put("registrationAllowed", true));
            }
        }
    }

    @Test
    void closedRegistrationOfTheDefaultTenantShowsForEveryAddress() {
        byDefault.updateRealm(realm -> realm.put("registrationAllowed", false));
        try {
            for (String email : addresses()) {
                TestServer.root()
                        .signUp(email, TestRealm.PASSWORD)
                        .assertError(403, "auth.self_registration_disabled");
            }
        } finally {
            byDefault.updateRealm(realm -> realm.put("registrationAllowed", true));
        }
    }

    @Test
    void everyAnswerTakesTheMinimumResponseTime() {
        Api root = TestServer.root();
        Api nowhere = root.with("X-Tenant", "no-such-realm");
        String email = acme.user().email();
        List<Answer> answers = new ArrayList<>();
        answers.add(nowhere.signUp(TestRealm.newEmail(), TestRealm.PASSWORD));
        answers.add(nowhere.login(email, TestRealm.PASSWORD));
        answers.add(nowhere.forgotPassword(email));
        answers.add(nowhere.startMagicLink(email));
        for (String route : List.of("signup", "login", "forgot-password", "magic-link/start")) {
            answers.add(root.post("/v1/auth/" + route, "no JSON"));
            answers.add(root.post("/v1/auth/" + route, Map.of("email", "no address")));
        }
        for (String both : addresses()) {
            answers.add(root.signUp(both, WEAK));
        }
        assertThat(answers)
                .allSatisfy(
                        answer ->
                                assertThat(answer.took())
                                        .as(answer.toString())
                                        .isBetween(
                                                Duration.ofMillis(MINIMUM_MILLIS),
                                                Duration.ofMillis(GLOBEXS_MINIMUM_MILLIS)));
    }

    @Test
    void signUpByAStrangerStopsNoMailToTheAddress() {
        TestUser victim = acme.user();
        globex.api().signUp(victim.email(), "the-password-of-a-stranger").assertTokens(201);
        Route.FORGOT_PASSWORD.send(TestServer.root(), victim.email());
        String token = mailbox.await(victim.email(), 1).token();
        TestServer.root().resetPassword(token, "a-new-horse-battery").assertStatus(200);
        Tokens tokens = acme.api().login(victim.email(), "a-new-horse-battery").assertTokens();
        assertThat(tokens.userId()).isEqualTo(victim.id());
    }

    @Test
    void appOfAnotherTenantMayNotReadTheAnswerOfTheNamedTenant() {
        Api named = from(GLOBEXS_APP).with("X-Tenant", acme.name());
        for (Route route : Route.values()) {
            for (String email : List.of(acme.user().email(), TestRealm.newEmail())) {
                assertThat(route.send(named, email).header(ALLOW_ORIGIN)).isNull();
                Api ofAcme = from(ACMES_APP).with("X-Tenant", acme.name());
                assertThat(route.send(ofAcme, email).header(ALLOW_ORIGIN)).isEqualTo(ACMES_APP);
            }
        }
    }

    @Test
    void tenantWithoutMagicLinksDoesNotShow() {
        TestUser user = acme.user();
        Api root = from(ACMES_APP);
        Api named = root.with("X-Tenant", acme.name());
        acme.updateSettings(Map.of("magic_links", List.of("false")));
        try {
            Answer unknown = root.startMagicLink(TestRealm.newEmail()).assertStatus(200);
            Answer known = root.startMagicLink(user.email()).assertStatus(200);
            assertThat(known.body()).isEqualTo(unknown.body());
            assertThat(known.headers().map().keySet()).isEqualTo(unknown.headers().map().keySet());

            Answer refused =
                    named.startMagicLink(user.email()).assertError(403, "auth.method_disabled");
            Answer nobody = named.startMagicLink(TestRealm.newEmail());
            nobody.assertError(403, "auth.method_disabled");
            assertThat(nobody.errorWithoutRequestId()).isEqualTo(refused.errorWithoutRequestId());
        } finally {
            acme.updateSettings(Map.of("magic_links", List.of()));
        }
        root.startMagicLink(user.email()).assertStatus(200);
        String token = mailbox.await(user.email(), 1).token();
        TestServer.root().consumeMagicLink(token).assertTokens();
        // The previous requests sent none.
        assertThat(mailbox.of(user.email())).hasSize(1);
    }
}
