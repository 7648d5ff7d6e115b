package io.authrealm.suite;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Flows that continue with a step that has no JSON form. */
class RedirectToWebIT {

    /** Shows a page to every user. */
    private static final String PAGE_ONLY = "reset-credentials-choose-user";

    @RegisterExtension
    static final TestRealm passwordFirst = realmWithSteps("authrealm-password", PAGE_ONLY);

    @RegisterExtension
    static final TestRealm nameFirst = realmWithSteps("auth-username-form", PAGE_ONLY);

    @RegisterExtension static final TestRealm pageFirst = realmWithSteps(PAGE_ONLY);

    @RegisterExtension
    static final TestRealm byDefault = TestRealm.named(TestServer.DEFAULT_TENANT);

    private static TestRealm realmWithSteps(String... authenticators) {
        return TestRealm.fresh()
                .with(
                        realm -> {
                            ObjectNode flow = (ObjectNode) realm.path("authenticationFlows").get(0);
                            ArrayNode steps = flow.putArray("authenticationExecutions");
                            for (int i = 0; i < authenticators.length; i++) {
                                steps.addObject()
                                        .put("authenticator", authenticators[i])
                                        .put("requirement", "REQUIRED")
                                        .put("priority", i);
                            }
                        });
    }

    @PrivateApi
    @Test
    void rightPasswordIsToldToContinueInABrowser() {
        TestUser user = passwordFirst.user();
        passwordFirst
                .api()
                .login(user.email(), user.password())
                .assertError(403, "auth.redirect_to_web");
    }

    @PrivateApi
    @Test
    void wrongPasswordIsNotToldThatTheFlowContinues() {
        TestUser user = passwordFirst.user();
        passwordFirst
                .api()
                .login(user.email(), "wrong")
                .assertError(401, "auth.invalid_credentials");
    }

    @Test
    void flowThatAsksOnlyForTheNameDoesNotRevealAccounts() {
        TestUser user = nameFirst.user();
        String unknown = TestRealm.newEmail();
        for (int i = 0; i < 5; i++) {
            for (String email : new String[] {user.email(), unknown}) {
                nameFirst.api().login(email, "any").assertError(401, "auth.invalid_credentials");
            }
        }
        nameFirst.api().login(user.email(), "any").assertError(429, "auth.account_locked");
        nameFirst.api().login(unknown, "any").assertError(429, "auth.account_locked");
    }

    @Test
    void flowThatStartsWithAPageAnswersAllAddressesAlike() {
        TestUser user = pageFirst.user();
        for (String email : new String[] {user.email(), TestRealm.newEmail()}) {
            pageFirst.api().login(email, "any").assertError(403, "auth.redirect_to_web");
        }
    }

    @Test
    void flowThatStartsWithAPageDoesNotRevealTheTenantAtTheRoot() {
        pageFirst.awaitAtRoot();
        TestUser user = pageFirst.user();
        String unknown = TestRealm.newEmail();
        for (int i = 0; i < 5; i++) {
            for (String email : new String[] {user.email(), unknown}) {
                TestServer.root().login(email, "any").assertError(401, "auth.invalid_credentials");
            }
        }
        TestServer.root().login(user.email(), "any").assertError(429, "auth.account_locked");
        TestServer.root().login(unknown, "any").assertError(429, "auth.account_locked");
        Api named = TestServer.root().with("X-Tenant", pageFirst.name());
        named.login(TestRealm.newEmail(), "any").assertError(403, "auth.redirect_to_web");
    }
}
