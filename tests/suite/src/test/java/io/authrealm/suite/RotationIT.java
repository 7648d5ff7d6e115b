package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The realm's settings "Revoke Refresh Token" and "Refresh Token Max Reuse", at the API and at
 * Keycloak's token endpoint. The refreshes of a test follow each other faster than the resolution
 * of one second with which Keycloak distinguishes tokens.
 */
class RotationIT {

    @RegisterExtension static final TestRealm strict = TestRealm.fresh();

    @RegisterExtension
    static final TestRealm off =
            TestRealm.fresh().with(realm -> realm.put("revokeRefreshToken", false));

    @RegisterExtension static final TestRealm once = TestRealm.fresh().with(reuses(1));

    @RegisterExtension static final TestRealm thrice = TestRealm.fresh().with(reuses(3));

    private static Consumer<ObjectNode> reuses(int number) {
        return realm -> realm.put("refreshTokenMaxReuse", number);
    }

    /** The endpoints that accept a refresh token. */
    enum Endpoint {
        API {
            @Override
            Optional<String> use(TestRealm realm, String token) {
                Answer answer = realm.api().refresh(token);
                if (answer.status() == 200) {
                    return Optional.of(answer.assertTokens().refresh());
                }
                answer.assertError(401, "auth.session_revoked");
                return Optional.empty();
            }
        },
        TOKEN_ENDPOINT {
            @Override
            Optional<String> use(TestRealm realm, String token) {
                Answer answer = atTokenEndpoint(realm, token);
                if (answer.status() == 200) {
                    return Optional.of(answer.text("refresh_token"));
                }
                assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
                assertThat(answer.text("error")).isEqualTo("invalid_grant");
                return Optional.empty();
            }
        };

        /** Returns the next token; empty if this one is invalid. */
        abstract Optional<String> use(TestRealm realm, String token);

        Endpoint other() {
            return this == API ? TOKEN_ENDPOINT : API;
        }

        String mustGrant(TestRealm realm, String token) {
            Optional<String> next = use(realm, token);
            assertThat(next).as("the next token, at " + this).isPresent();
            return next.get();
        }

        void mustRefuse(TestRealm realm, String token) {
            assertThat(use(realm, token)).as("the next token, at " + this).isEmpty();
        }
    }

    private static Answer atTokenEndpoint(TestRealm realm, String token) {
        return realm.admin()
                .tokenEndpoint(
                        realm.name(),
                        Map.of(
                                "grant_type",
                                "refresh_token",
                                "client_id",
                                TestRealm.CLIENT,
                                "refresh_token",
                                token));
    }

    private static void assertEnded(TestRealm realm, TestUser user, String... tokens) {
        for (String token : tokens) {
            Endpoint.API.mustRefuse(realm, token);
            Endpoint.TOKEN_ENDPOINT.mustRefuse(realm, token);
        }
        assertThat(realm.sessionIds(user)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "API,API",
        "API,TOKEN_ENDPOINT",
        "TOKEN_ENDPOINT,API",
        "TOKEN_ENDPOINT,TOKEN_ENDPOINT"
    })
    void usedTokenEndsTheSession(Endpoint first, Endpoint second) {
        TestUser user = strict.user();
        String token = strict.signIn(user).refresh();
        String next = first.mustGrant(strict, token);
        second.mustRefuse(strict, token);
        assertEnded(strict, user, next, token);
        assertThat(strict.events("REFRESH_TOKEN_ERROR", user))
                .withError("refresh_token_reuse")
                .isNotEmpty();
    }

    @PrivateApi
    @ParameterizedTest
    @EnumSource
    void tokenBeforeTheLastEndsTheSession(Endpoint endpoint) {
        TestUser user = strict.user();
        String first = strict.signIn(user).refresh();
        String second = endpoint.mustGrant(strict, first);
        String third = endpoint.other().mustGrant(strict, second);
        endpoint.mustRefuse(strict, first);
        assertEnded(strict, user, second, third);
    }

    @Test
    void chainThroughBothEndpointsWorks() {
        String token = strict.signIn(strict.user()).refresh();
        for (int i = 0; i < 6; i++) {
            token = Endpoint.API.mustGrant(strict, token);
            token = Endpoint.TOKEN_ENDPOINT.mustGrant(strict, token);
        }
    }

    @Test
    void ofConcurrentUsesAtBothEndpointsAtMostOneSucceeds() {
        TestUser user = strict.user();
        for (int round = 0; round < Soak.or(300, 10); round++) {
            Tokens first = strict.signIn(user);
            List<Answer> answers =
                    Parallel.run(
                            6,
                            6,
                            i ->
                                    i % 2 == 0
                                            ? strict.api().refresh(first.refresh())
                                            : atTokenEndpoint(strict, first.refresh()));
            List<Answer> granted = answers.stream().filter(a -> a.status() == 200).toList();
            assertThat(granted).hasSizeLessThanOrEqualTo(1);
            assertThat(answers).extracting(Answer::status).isSubsetOf(200, 400, 401, 503);
            strict.api().bearer(first).get("/v1/auth/me").assertStatus(401);
            for (Answer winner : granted) {
                String next = winner.text("refresh_token");
                strict.api().refresh(next).assertStatus(401);
                atTokenEndpoint(strict, next).assertStatus(400);
            }
        }
        assertThat(strict.sessionIds(user)).isEmpty();
    }

    /** The session may still serve other clients. */
    @PrivateApi
    @Test
    void clientSessionThatIsTooOldIsNoReplay() {
        TestRealm realm = TestRealm.fresh().create();
        TestUser user = realm.user();
        Tokens tokens = realm.signIn(user);
        long tooOld = System.currentTimeMillis() + 3000;
        realm.updateClient(
                TestRealm.CLIENT,
                client ->
                        ((ObjectNode) client.path("attributes"))
                                .put("client.session.max.lifespan", "1"));
        Await.until(
                "the client session is too old",
                Duration.ofSeconds(10),
                () -> System.currentTimeMillis() > tooOld);

        Endpoint.TOKEN_ENDPOINT.mustRefuse(realm, tokens.refresh());
        assertThat(realm.sessionIds(user)).containsExactly(tokens.sessionId());
        assertThat(realm.events("REFRESH_TOKEN_ERROR", user))
                .noneMatch(event -> event.path("error").asText().equals("refresh_token_reuse"));
    }

    @PrivateApi
    @ParameterizedTest
    @EnumSource
    void usedTokenWorksAgainWhileTheRealmRevokesNone(Endpoint endpoint) {
        TestUser user = off.user();
        Tokens tokens = off.signIn(user);
        String next = endpoint.mustGrant(off, tokens.refresh());
        endpoint.other().mustGrant(off, tokens.refresh());
        endpoint.mustGrant(off, tokens.refresh());
        endpoint.other().mustGrant(off, next);
        assertThat(off.sessionIds(user)).containsExactly(tokens.sessionId());
    }

    @PrivateApi
    @ParameterizedTest
    @EnumSource
    void usedTokenWorksAsOftenAgainAsTheRealmSays(Endpoint endpoint) {
        TestUser user = once.user();
        String token = once.signIn(user).refresh();
        String next = endpoint.mustGrant(once, token);
        String lostAnswer = endpoint.other().mustGrant(once, token);
        endpoint.mustRefuse(once, token);
        assertEnded(once, user, next, lostAnswer);
    }

    @ParameterizedTest
    @EnumSource
    void everyTokenOfTheChainCanBeUsedAgain(Endpoint endpoint) {
        TestUser user = thrice.user();
        String token = thrice.signIn(user).refresh();
        for (int i = 0; i < 3; i++) {
            List<String> made = new ArrayList<>();
            for (int use = 0; use < 4; use++) {
                made.add((use % 2 == 0 ? endpoint : endpoint.other()).mustGrant(thrice, token));
            }
            token = made.get(i);
        }
        assertThat(thrice.sessionIds(user)).hasSize(1);
    }

    /** A second tab sends the same token as the first one. */
    @Test
    void twoTabsAtOnceBothContinueIfTheRealmAllowsIt() {
        TestUser user = once.user();
        for (int round = 0; round < 5; round++) {
            String token = once.signIn(user).refresh();
            List<Answer> answers = Parallel.run(2, 2, i -> once.api().refresh(token));
            assertThat(answers).allSatisfy(Answer::assertTokens);
        }
        assertThat(once.sessionIds(user)).hasSize(5);
    }

    @Test
    void tokensFromBeforeTheSettingAreUsedOnceToo() {
        TestRealm changing = off;
        TestUser user = changing.user();
        String token = changing.signIn(user).refresh();
        changing.updateRealm(realm -> realm.put("revokeRefreshToken", true));
        try {
            String next = Endpoint.API.mustGrant(changing, token);
            String last = Endpoint.TOKEN_ENDPOINT.mustGrant(changing, next);
            Endpoint.API.mustRefuse(changing, token);
            assertEnded(changing, user, last);
        } finally {
            changing.updateRealm(realm -> realm.put("revokeRefreshToken", false));
        }
    }

    @Test
    void optingInWithoutRotationIsLogged() {
        assertThat(notices(off)).singleElement().asString().contains("WARN");
        assertThat(notices(once)).singleElement().asString().contains("WARN", "again 1 times");
        assertThat(notices(strict)).isEmpty();
    }

    private static List<String> notices(TestRealm realm) {
        return TestServer.log().stream()
                .filter(line -> line.contains("Realm " + realm.name() + " "))
                .filter(line -> line.contains("refresh token"))
                .toList();
    }
}
