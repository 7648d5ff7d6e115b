package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RefreshIT {

    @RegisterExtension static final TestRealm realm = TestRealm.fresh();
    @RegisterExtension static final TestRealm otherRealm = TestRealm.fresh();

    @PrivateApi
    @Test
    void rotatesBothTokensAndKeepsTheSession() {
        TestUser user = realm.user();
        Tokens first = realm.signIn(user);
        Tokens second = realm.api().refresh(first.refresh()).assertTokens();
        assertThat(second.refresh()).isNotEqualTo(first.refresh());
        assertThat(second.access()).isNotEqualTo(first.access());
        assertThat(second.sessionId()).isEqualTo(first.sessionId());
        assertThat(second.userId()).isEqualTo(user.id());
        assertThat(second.tenantId()).isEqualTo(first.tenantId());
        Answer me = realm.api().bearer(second).get("/v1/auth/me").assertStatus(200);
        assertThat(me.text("session_id")).isEqualTo(first.sessionId());
        JsonNode claims = Jwt.payload(second.access());
        assertThat(claims.path("aud").isArray()).isTrue();
        assertThat(claims.path("tenant_id").asText()).isEqualTo(first.tenantId());
        assertThat(claims.path("user_id").asText()).isEqualTo(user.id());
        assertThat(claims.path("nbf")).isEqualTo(claims.path("iat"));
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(600);
    }

    @PrivateApi
    @Test
    void replayRevokesTheSessionForEveryLaterRequest() {
        TestUser user = realm.user();
        Tokens first = realm.signIn(user);
        Tokens second = realm.api().refresh(first.refresh()).assertTokens();

        realm.api().refresh(first.refresh()).assertError(401, "auth.session_revoked");

        realm.api().refresh(second.refresh()).assertError(401, "auth.session_revoked");
        realm.api().bearer(second).get("/v1/auth/me").assertError(401, "unauthorized");
        assertThat(realm.sessionIds(user)).isEmpty();
        assertThat(realm.events("REFRESH_TOKEN_ERROR", user))
                .withError("refresh_token_reuse")
                .withSession(first.sessionId())
                .isNotEmpty();
    }

    @Test
    void chainWithinOneSecondIsRotatedToo() {
        TestUser user = realm.user();
        Tokens first = realm.signIn(user);
        Tokens second = realm.api().refresh(first.refresh()).assertTokens();
        Tokens third = realm.api().refresh(second.refresh()).assertTokens();
        realm.api().refresh(first.refresh()).assertError(401, "auth.session_revoked");
        realm.api().refresh(third.refresh()).assertError(401, "auth.session_revoked");
        assertThat(realm.sessionIds(user)).isEmpty();
    }

    @Test
    void tokenBeforeTheNewestIsAReplayToo() {
        TestUser user = realm.user();
        Tokens first = realm.signIn(user);
        Tokens second = realm.api().refresh(first.refresh()).assertTokens();
        realm.api().refresh(second.refresh()).assertTokens();
        realm.api().refresh(second.refresh()).assertError(401, "auth.session_revoked");
        assertThat(realm.sessionIds(user)).isEmpty();
    }

    @Test
    void longChainOfHonestRefreshesWorks() {
        Tokens tokens = realm.signIn(realm.user());
        for (int i = 0; i < 15; i++) {
            tokens = realm.api().refresh(tokens.refresh()).assertTokens();
        }
        realm.api().bearer(tokens).get("/v1/auth/me").assertStatus(200);
    }

    @Test
    void ofTwentyRefreshesAtOnceAtMostOneSucceeds() {
        TestUser user = realm.user();
        Tokens tokens = realm.signIn(user);
        List<Answer> answers = Parallel.run(20, 20, i -> realm.api().refresh(tokens.refresh()));
        assertThat(answers).filteredOn(a -> a.status() == 200).hasSizeLessThanOrEqualTo(1);
        assertThat(answers)
                .filteredOn(a -> a.status() != 200)
                .allSatisfy(a -> a.assertError(401, "auth.session_revoked"));
        answers.stream()
                .filter(a -> a.status() == 200)
                .forEach(
                        a ->
                                realm.api()
                                        .refresh(a.assertTokens().refresh())
                                        .assertError(401, "auth.session_revoked"));
        assertThat(realm.sessionIds(user)).isEmpty();
    }

    @Test
    void twoRefreshesAtTheSameMomentNeverBothSucceed() {
        TestUser user = realm.user();
        for (int round = 0; round < 15; round++) {
            Tokens tokens = realm.signIn(user);
            List<Answer> answers = Parallel.run(2, 2, i -> realm.api().refresh(tokens.refresh()));
            assertThat(answers).filteredOn(a -> a.status() == 200).hasSizeLessThanOrEqualTo(1);
        }
        assertThat(realm.sessionIds(user)).isEmpty();
    }

    @Test
    void twoSessionsDoNotDisturbEachOther() {
        TestUser user = realm.user();
        Tokens one = realm.signIn(user);
        Tokens two = realm.signIn(user);
        Tokens oneNext = realm.api().refresh(one.refresh()).assertTokens();
        Tokens twoNext = realm.api().refresh(two.refresh()).assertTokens();
        oneNext = realm.api().refresh(oneNext.refresh()).assertTokens();

        realm.api().refresh(one.refresh()).assertError(401, "auth.session_revoked");

        realm.api().refresh(oneNext.refresh()).assertError(401, "auth.session_revoked");
        twoNext = realm.api().refresh(twoNext.refresh()).assertTokens();
        realm.api().bearer(twoNext).get("/v1/auth/me").assertStatus(200);
        assertThat(realm.sessionIds(user)).containsExactly(two.sessionId());
    }

    @Test
    void twentySessionsRefreshAtOnce() {
        TestUser user = realm.user();
        List<Tokens> sessions = Parallel.run(20, 5, i -> realm.signIn(user));
        List<Answer> answers =
                Parallel.run(20, 20, i -> realm.api().refresh(sessions.get(i).refresh()));
        assertThat(answers).allSatisfy(Answer::assertTokens);
        assertThat(realm.sessionIds(user)).hasSize(20);
    }

    @PrivateApi
    @Test
    void disabledUserIsRefused() {
        TestUser user = realm.user();
        Tokens tokens = realm.signIn(user);
        realm.disable(user);
        realm.api().refresh(tokens.refresh()).assertError(401, "auth.account_suspended");
        realm.api().bearer(tokens).get("/v1/auth/me").assertError(401, "unauthorized");
    }

    @Test
    void deletedUserIsRefused() {
        TestUser user = realm.user();
        Tokens tokens = realm.signIn(user);
        realm.delete(user);
        realm.api().refresh(tokens.refresh()).assertError(401, "auth.account_suspended");
    }

    @Test
    void loggedOutSessionIsRevoked() {
        Tokens tokens = realm.signIn(realm.user());
        realm.api().bearer(tokens).post("/v1/auth/logout").assertStatus(200);
        realm.api().refresh(tokens.refresh()).assertError(401, "auth.session_revoked");
    }

    @Test
    void sessionEndedByAnAdminIsRevoked() {
        TestUser user = realm.user();
        Tokens tokens = realm.signIn(user);
        realm.admin().create(realm.path("/users/" + user.id() + "/logout"), Map.of());
        realm.api().refresh(tokens.refresh()).assertError(401, "auth.session_revoked");
        realm.api().bearer(tokens).get("/v1/auth/me").assertError(401, "unauthorized");
    }

    @Test
    void tokenOfAnotherRealmIsInvalidHereAndStaysValidThere() {
        Tokens tokens = otherRealm.signIn(otherRealm.user());
        realm.api().refresh(tokens.refresh()).assertError(401, "auth.refresh_token_invalid");
        otherRealm.api().refresh(tokens.refresh()).assertTokens();
    }

    @Test
    void otherThanRefreshTokenIsInvalid() {
        Tokens tokens = realm.signIn(realm.user());
        String[] parts = tokens.refresh().split("\\.");
        String forged =
                parts[0]
                        + "."
                        + parts[1]
                        + "."
                        + (parts[2].startsWith("A") ? "B" : "A")
                        + parts[2].substring(1);
        String unsigned = Jwt.encoded("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + parts[1] + ".";
        for (String token :
                List.of(
                        "garbage",
                        "a.b.c",
                        "x".repeat(43),
                        forged,
                        unsigned,
                        tokens.access(),
                        "\u0000" + tokens.refresh())) {
            Answer answer = realm.api().refresh(token);
            answer.assertErrorEnvelope();
            if (!token.startsWith("\u0000")) {
                answer.assertError(401, "auth.refresh_token_invalid");
            }
        }
        realm.api().refresh(tokens.refresh()).assertTokens();
    }

    @Test
    void missingTokenIsNamed() {
        realm.api()
                .post("/v1/auth/refresh", Map.of())
                .assertInvalidField("refresh_token", "required");
        realm.api().refresh("").assertInvalidField("refresh_token", "required");
    }

    @Test
    void refreshTokenIsNoBearerToken() {
        Tokens tokens = realm.signIn(realm.user());
        realm.api().bearer(tokens.refresh()).get("/v1/auth/me").assertError(401, "unauthorized");
    }

    @PrivateApi
    @Test
    void usedRefreshTokenIsInvalidAtTheTokenEndpoint() {
        TestUser user = realm.user();
        Tokens first = realm.signIn(user);
        realm.api().refresh(first.refresh()).assertTokens();
        Answer answer =
                realm.admin()
                        .tokenEndpoint(
                                realm.name(),
                                Map.of(
                                        "grant_type",
                                        "refresh_token",
                                        "client_id",
                                        TestRealm.CLIENT,
                                        "refresh_token",
                                        first.refresh()));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    }
}
