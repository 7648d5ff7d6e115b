package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.authrealm.fakes.FakeRangeServer.Mood;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The step that looks a password up at sign-in. */
@ResourceLock(TestServer.RANGES_LOCK)
class BreachedPasswordStepIT {

    private static final String STEP = "authrealm-breached-password";

    /** Only records. */
    @RegisterExtension static final TestRealm records = TestRealm.fresh().with(behindThePassword());

    /** Also asks for a new password. */
    @RegisterExtension
    static final TestRealm asks =
            TestRealm.fresh().with(behindThePassword()).with(askingForANewPassword());

    @BeforeAll
    static void putTheStepBehindTheLastOfKeycloaksFlows() {
        Browser.createClient(asks);
        addTo("browser", "my browser", "my browser forms", 1);
        addTo("direct grant", "my direct grant", "my direct grant", 2);
        asks.updateRealm(
                r -> r.put("browserFlow", "my browser").put("directGrantFlow", "my direct grant"));
    }

    private static void addTo(String flow, String copy, String parent, int stepsBefore) {
        asks.copyFlow(flow, copy, parent, STEP, List.of());
        String executions = "/authentication/flows/" + Admin.encoded(copy) + "/executions";
        for (JsonNode execution : asks.get(executions)) {
            if (execution.path("providerId").asText().equals(STEP)) {
                String path =
                        asks.path("/authentication/executions/" + execution.path("id").asText());
                for (int i = 0; i < stepsBefore; i++) {
                    asks.admin().create(path + "/lower-priority", Map.of());
                }
                asks.admin()
                        .create(
                                path + "/config",
                                Map.of(
                                        "alias",
                                        copy + " asks",
                                        "config",
                                        Map.of("update-password", "true")));
            }
        }
    }

    private static Consumer<ObjectNode> behindThePassword() {
        return realm ->
                ((ArrayNode) realm.at("/authenticationFlows/0/authenticationExecutions"))
                        .addObject()
                        .put("authenticator", STEP)
                        .put("requirement", "REQUIRED")
                        .put("priority", 15);
    }

    private static Consumer<ObjectNode> askingForANewPassword() {
        return realm -> {
            JsonNode executions = realm.at("/authenticationFlows/0/authenticationExecutions");
            ((ObjectNode) executions.get(executions.size() - 1))
                    .put("authenticatorConfig", "asks for a new password");
            realm.withArray("authenticatorConfig")
                    .addObject()
                    .put("alias", "asks for a new password")
                    .putObject("config")
                    .put("update-password", "true");
        };
    }

    @AfterEach
    void endTheOutage() {
        TestServer.endOutageOfRanges();
    }

    private static TestUser userOf(TestRealm realm, boolean breached) {
        String password = "horse-" + TestRealm.random();
        if (breached) {
            TestServer.ranges().breach(password, 1);
        }
        return realm.user(TestRealm.newEmail(), password, user -> {});
    }

    private static void assertRecorded(TestRealm realm, TestUser user, String action) {
        assertThat(realm.events("CUSTOM_REQUIRED_ACTION", user))
                .singleElement()
                .hasDetail("reason", "password_breached")
                .hasDetail("custom_required_action", action)
                .doesNotMention(user.password());
    }

    private static JsonNode requiredActions(TestRealm realm, TestUser user) {
        return realm.get("/users/" + user.id()).path("requiredActions");
    }

    @Test
    void breachedPasswordSignsInAndIsRecorded() {
        TestUser user = userOf(records, true);
        Answer answer = records.api().login(user.email(), user.password());
        answer.assertTokens();
        assertThat(answer.json().has("required_actions")).isFalse();
        assertRecorded(records, user, "none");
        assertThat(requiredActions(records, user)).isEmpty();
        records.signIn(user);
    }

    @Test
    void cleanPasswordLeavesNoTrace() {
        TestUser user = userOf(asks, false);
        Answer answer = asks.api().login(user.email(), user.password());
        answer.assertTokens();
        assertThat(answer.json().has("required_actions")).isFalse();
        assertThat(asks.events("CUSTOM_REQUIRED_ACTION", user)).isEmpty();
        assertThat(requiredActions(asks, user)).isEmpty();
    }

    @Test
    void wrongPasswordIsNotLookedUp() {
        TestUser user = userOf(records, false);
        String wrong = "wrong-" + TestRealm.random();
        TestServer.ranges().breach(wrong, 1);
        int asked = TestServer.ranges().received().size();
        records.api().login(user.email(), wrong).assertError(401, "auth.invalid_credentials");
        assertThat(TestServer.ranges().received()).hasSize(asked);
        assertThat(records.events("CUSTOM_REQUIRED_ACTION", user)).isEmpty();
    }

    @PrivateApi
    @Test
    void clientOfTheApiIsToldAndAskedFromTheNextSignInOn() {
        TestUser user = userOf(asks, true);
        Answer first = asks.api().login(user.email(), user.password());
        Tokens tokens = first.assertTokens();
        assertThat(first.json().path("required_actions"))
                .extracting(JsonNode::asText)
                .containsExactly("UPDATE_PASSWORD");
        assertRecorded(asks, user, "UPDATE_PASSWORD");
        asks.api().login(user.email(), user.password()).assertError(403, "auth.action_required");

        String replacement = "new-horse-" + TestRealm.random();
        asks.api()
                .bearer(tokens)
                .post(
                        "/v1/auth/password",
                        Map.of("current_password", user.password(), "new_password", replacement))
                .assertStatus(200);
        Answer again = asks.api().login(user.email(), replacement);
        again.assertTokens();
        assertThat(again.json().has("required_actions")).isFalse();
        assertThat(requiredActions(asks, user)).isEmpty();
    }

    @Test
    void userWithASecondFactorIsStillAskedForIt() {
        String secret = Totp.newSecret();
        TestUser user = asks.userWithTotp(secret);
        String password = "horse-" + TestRealm.random();
        TestServer.ranges().breach(password, 1);
        asks.setPassword(user, password);

        Answer challenge = asks.api().login(user.email(), password);
        String token = challenge.assertChallenge();
        assertThat(challenge.json().has("required_actions")).isFalse();
        assertThat(requiredActions(asks, user)).isEmpty();

        Answer answer = asks.api().mfa(token, Totp.codeNow(secret));
        answer.assertTokens();
        assertThat(answer.json().path("required_actions")).hasSize(1);
        assertThat(requiredActions(asks, user)).hasSize(1);
    }

    @Test
    void passwordGrantSucceedsAndAsksFromTheNextSignInOn() {
        TestUser user = userOf(asks, true);
        Browser.directGrant(asks, user.email(), user.password()).assertStatus(200);
        assertRecorded(asks, user, "UPDATE_PASSWORD");
        assertThat(requiredActions(asks, user)).hasSize(1);
        Browser.directGrant(asks, user.email(), user.password()).assertStatus(400);
    }

    @PrivateApi
    @Test
    void userOnAPageIsAskedAtOnce() {
        TestUser user = userOf(asks, true);
        Browser browser = new Browser(asks);
        Answer page = browser.logInAndGoOn(user.email(), user.password()).assertStatus(200);
        assertThat(page.body()).contains("password-new");
        assertRecorded(asks, user, "UPDATE_PASSWORD");
        String replacement = "new-horse-" + TestRealm.random();
        Answer redirect =
                browser.submit(
                        page, Map.of("password-new", replacement, "password-confirm", replacement));
        Browser.tokenFor(asks, redirect);
        asks.api().login(user.email(), replacement).assertTokens();
    }

    @Test
    void userOnAPageWithACleanPasswordContinues() {
        TestUser user = userOf(asks, false);
        Browser.tokenFor(asks, new Browser(asks).logIn(user.email(), user.password()));
    }

    @Test
    void outageDelaysNoSignIn() {
        TestUser user = userOf(asks, true);
        TestServer.ranges().answer(Mood.SILENT);
        Answer first = asks.api().login(user.email(), user.password());
        first.assertTokens();
        assertThat(first.took()).isLessThan(Duration.ofSeconds(3));
        assertThat(asks.events("CUSTOM_REQUIRED_ACTION", user)).isEmpty();
        assertThat(requiredActions(asks, user)).isEmpty();
    }
}
