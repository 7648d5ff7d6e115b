package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Flows that ask for a second factor on other conditions than that the user has one. A magic link
 * is treated like the password.
 */
class SecondFactorConditionsIT {

    private static final String COPY = "my flow";

    private static final String LEVELS = "levels";

    /** The password is level 1, and a code makes it level 2. */
    private static final String FLOWS_OF_LEVELS =
            """
            [
              {"alias": "levels", "providerId": "basic-flow", "topLevel": true,
               "authenticationExecutions": [
                 {"flowAlias": "level 1", "authenticatorFlow": true,
                  "requirement": "CONDITIONAL", "priority": 10},
                 {"flowAlias": "level 2", "authenticatorFlow": true,
                  "requirement": "CONDITIONAL", "priority": 20}]},
              {"alias": "level 1", "providerId": "basic-flow", "topLevel": false,
               "authenticationExecutions": [
                 {"authenticator": "conditional-level-of-authentication",
                  "authenticatorConfig": "level 1", "requirement": "REQUIRED", "priority": 10},
                 {"authenticator": "authrealm-password",
                  "requirement": "REQUIRED", "priority": 20}]},
              {"alias": "level 2", "providerId": "basic-flow", "topLevel": false,
               "authenticationExecutions": [
                 {"authenticator": "conditional-level-of-authentication",
                  "authenticatorConfig": "level 2", "requirement": "REQUIRED", "priority": 10},
                 {"authenticator": "auth-otp-form",
                  "requirement": "REQUIRED", "priority": 20}]}
            ]
            """;

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension static final TestRealm lean = fresh();

    @RegisterExtension static final TestRealm leanWithoutOthers = fresh();

    @RegisterExtension static final TestRealm browser = fresh();

    @RegisterExtension static final TestRealm browserWithoutOthers = fresh();

    @RegisterExtension
    static final TestRealm levels = fresh().with(SecondFactorConditionsIT::addLevels);

    /** How a user authenticates before the second factor. */
    enum Way {
        PASSWORD {
            @Override
            Answer signIn(TestRealm realm, TestUser user) {
                return realm.api().login(user.email(), user.password());
            }
        },
        LINK {
            @Override
            Answer signIn(TestRealm realm, TestUser user) {
                return realm.api().consumeMagicLink(mailbox.magicLink(realm, user));
            }
        };

        abstract Answer signIn(TestRealm realm, TestUser user);
    }

    /** The settings of a client that require level 2 of every user. */
    enum Demand {
        MINIMUM(Map.of("minimum.acr.value", "2")),
        MINIMUM_BY_NAME(Map.of("minimum.acr.value", "gold", "acr.loa.map", "{\"gold\":2}")),
        DEFAULT(Map.of("default.acr.values", "2"));

        private final Map<String, String> attributes;

        Demand(Map<String, String> attributes) {
            this.attributes = attributes;
        }

        private void set(boolean isOn) {
            levels.updateClient(
                    TestRealm.CLIENT,
                    client ->
                            attributes.forEach(
                                    (name, value) ->
                                            client.withObject("/attributes")
                                                    .put(name, isOn ? value : "")));
        }
    }

    private static TestRealm fresh() {
        return TestRealm.fresh().with(mailbox::serve);
    }

    static void addLevels(ObjectNode realm) {
        try {
            for (JsonNode flow : Answer.JSON.readTree(FLOWS_OF_LEVELS)) {
                realm.withArray("authenticationFlows").add(flow);
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        for (String level : List.of("1", "2")) {
            realm.withArray("authenticatorConfig")
                    .addObject()
                    .put("alias", "level " + level)
                    .putObject("config")
                    .put("loa-condition-level", level)
                    .put("loa-max-age", "0");
        }
    }

    @BeforeAll
    static void bindTheFlows() {
        Map<String, String> password = Map.of("included", "true", "credentials", "password");
        Map<String, String> nothingElse =
                Map.of("included", "false", "credentials", "webauthn-passwordless##none");
        decideByCredential(lean, "authrealm sign-in", "authrealm second factor", password);
        decideByCredential(
                leanWithoutOthers, "authrealm sign-in", "authrealm second factor", nothingElse);
        decideByCredential(browser, "browser", "Browser - Conditional 2FA", password);
        decideByCredential(
                browserWithoutOthers, "browser", "Browser - Conditional 2FA", nothingElse);
        levels.updateRealm(realm -> realm.put("browserFlow", LEVELS));
        levels.bindFlow(null);
    }

    /** Makes the second factor depend only on the credential that was used. */
    private static void decideByCredential(
            TestRealm realm, String flow, String secondFactor, Map<String, String> config) {
        String condition = "conditional-credential";
        String execution =
                realm.copyFlow(
                        flow,
                        COPY,
                        COPY + " " + secondFactor,
                        condition,
                        List.of("conditional-user-configured", condition));
        realm.admin()
                .create(
                        realm.path("/authentication/executions/" + execution + "/config"),
                        Map.of("alias", "used-credential", "config", config));
        realm.bindFlow(COPY);
    }

    private static void assertAsked(TestRealm realm, TestUser user, String secret, Answer answer) {
        String challenge = answer.assertChallenge();
        assertThat(realm.sessionIds(user)).isEmpty();
        realm.api().mfa(challenge, Totp.wrongCode(secret)).assertError(401, "mfa.code_invalid");
        Tokens tokens = realm.api().mfa(challenge, Totp.codeNow(secret)).assertTokens();
        assertThat(tokens.userId()).isEqualTo(user.id());
    }

    @PrivateApi
    @ParameterizedTest
    @EnumSource
    void userIsAskedAfterThePasswordAndAfterALink(Way way) {
        for (TestRealm realm : List.of(lean, leanWithoutOthers, browser, browserWithoutOthers)) {
            String secret = Totp.newSecret();
            TestUser user = realm.userWithTotp(secret);
            assertAsked(realm, user, secret, way.signIn(realm, user));
        }
    }

    @ParameterizedTest
    @EnumSource
    void userWithoutASecondFactorIsNotLetIn(Way way) {
        TestUser user = lean.user();
        assertThat(way.signIn(lean, user).json().has("access_token")).isFalse();
        assertThat(lean.sessionIds(user)).isEmpty();
    }

    @PrivateApi
    @ParameterizedTest
    @EnumSource
    void levelThatTheClientDemandsIsRequired(Demand demand) {
        for (Way way : Way.values()) {
            String secret = Totp.newSecret();
            TestUser user = levels.userWithTotp(secret);
            demand.set(true);
            try {
                assertAsked(levels, user, secret, way.signIn(levels, user));
            } finally {
                demand.set(false);
            }
            Tokens tokens = way.signIn(levels, user).assertTokens();
            assertThat(tokens.userId()).isEqualTo(user.id());
        }
    }
}
