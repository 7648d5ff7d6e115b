package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SessionsIT {

    @RegisterExtension static final TestRealm realm = TestRealm.fresh();

    private static Answer list(Tokens tokens) {
        return realm.api().bearer(tokens).get("/v1/auth/sessions").assertStatus(200);
    }

    private static List<String> ids(Tokens tokens) {
        return TestRealm.list(list(tokens).json().path("items")).stream()
                .map(session -> session.path("id").asText())
                .toList();
    }

    @PrivateApi
    @Test
    void meNamesTheCaller() {
        TestUser user = realm.user();
        Tokens tokens = realm.signIn(user);
        JsonNode me = realm.api().bearer(tokens).get("/v1/auth/me").assertStatus(200).json();
        assertThat(me.path("user_id").asText()).isEqualTo(user.id());
        assertThat(me.path("tenant_id").asText()).isEqualTo(tokens.tenantId());
        assertThat(me.path("session_id").asText()).isEqualTo(tokens.sessionId());
        assertThat(me.path("actor").asText()).isEqualTo("user");
        assertThat(me.path("scopes").isArray()).isTrue();
        assertThat(me.path("scopes")).isEmpty();
    }

    @PrivateApi
    @Test
    void listShowsEachActiveSessionWithItsDevice() {
        TestUser user = realm.user();
        Tokens tokens =
                realm.api()
                        .with("User-Agent", "suite/1.0 (first device)")
                        .login(user.email(), user.password())
                        .assertTokens();
        JsonNode items = list(tokens).json().path("items");
        assertThat(items).hasSize(1);
        JsonNode session = items.get(0);
        assertThat(session.path("id").asText()).isEqualTo(tokens.sessionId());
        assertThat(session.path("user_id").asText()).isEqualTo(user.id());
        assertThat(session.path("tenant_id").asText()).isEqualTo(tokens.tenantId());
        assertThat(session.path("ip").asText()).isNotBlank();
        assertThat(session.path("user_agent").asText()).isEqualTo("suite/1.0 (first device)");
        assertThat(session.has("revoked_at")).isTrue();
        assertThat(session.path("revoked_at").isNull()).isTrue();
        Instant created = Instant.parse(session.path("created_at").asText());
        assertThat(created)
                .isBetween(
                        Instant.now().minus(2, ChronoUnit.MINUTES),
                        Instant.now().plus(2, ChronoUnit.MINUTES));
        assertThat(Instant.parse(session.path("last_seen_at").asText())).isAfterOrEqualTo(created);
    }

    @Test
    void listHasTheNewestFirst() {
        TestUser user = realm.user();
        Tokens older = realm.signIn(user);
        long second = System.currentTimeMillis() / 1000;
        Await.until(
                "the next second",
                Duration.ofSeconds(3),
                () -> System.currentTimeMillis() / 1000 > second + 1);
        Tokens newer = realm.signIn(user);
        assertThat(ids(newer)).containsExactly(newer.sessionId(), older.sessionId());
    }

    @PrivateApi
    @Test
    void revokedSessionEndsAtOnceAndTheOthersStay() {
        TestUser user = realm.user();
        Tokens kept = realm.signIn(user);
        Tokens lost = realm.signIn(user);
        Answer answer = realm.api().bearer(kept).delete("/v1/auth/sessions/" + lost.sessionId());
        assertThat(answer.assertStatus(200).text("message")).isNotBlank();

        realm.api().bearer(lost).get("/v1/auth/me").assertError(401, "unauthorized");
        realm.api().refresh(lost.refresh()).assertError(401, "auth.session_revoked");
        assertThat(ids(kept)).containsExactly(kept.sessionId());
        assertThat(realm.sessionIds(user)).containsExactly(kept.sessionId());
        realm.api().refresh(kept.refresh()).assertTokens();
    }

    @Test
    void ownSessionCanBeRevoked() {
        Tokens tokens = realm.signIn(realm.user());
        realm.api()
                .bearer(tokens)
                .delete("/v1/auth/sessions/" + tokens.sessionId())
                .assertStatus(200);
        realm.api().bearer(tokens).get("/v1/auth/me").assertError(401, "unauthorized");
    }

    @Test
    void sessionOfAnotherUserLooksUnknownAndStays() {
        TestUser victim = realm.user();
        Tokens foreign = realm.signIn(victim);
        Api api = realm.api().bearer(realm.signIn(realm.user()));
        Answer other = api.delete("/v1/auth/sessions/" + foreign.sessionId()).assertStatus(200);
        Answer unknown = api.delete("/v1/auth/sessions/" + UUID.randomUUID()).assertStatus(200);
        assertThat(other.json()).isEqualTo(unknown.json());
        realm.api().bearer(foreign).get("/v1/auth/me").assertStatus(200);
        assertThat(realm.sessionIds(victim)).containsExactly(foreign.sessionId());
    }

    @Test
    void malformedIdIsABadRequest() {
        Api api = realm.api().bearer(realm.signIn(realm.user()));
        for (String id : List.of("x", "123", UUID.randomUUID() + "0", "%00", "null")) {
            api.delete("/v1/auth/sessions/" + id).assertError(400, "bad_request");
        }
    }

    @PrivateApi
    @Test
    void logoutEndsItsOwnSessionAndIsIdempotent() {
        TestUser user = realm.user();
        Tokens kept = realm.signIn(user);
        Tokens left = realm.signIn(user);
        Answer answer = realm.api().bearer(left).post("/v1/auth/logout").assertStatus(200);
        assertThat(answer.text("message")).isNotBlank();
        realm.api().bearer(left).post("/v1/auth/logout").assertStatus(200);
        realm.api().bearer(left).get("/v1/auth/me").assertError(401, "unauthorized");
        assertThat(realm.sessionIds(user)).containsExactly(kept.sessionId());
        realm.api().bearer(kept).get("/v1/auth/me").assertStatus(200);
    }

    @Test
    void logoutNeedsAToken() {
        realm.api().post("/v1/auth/logout").assertError(401, "unauthorized");
        realm.api().bearer("garbage").post("/v1/auth/logout").assertError(401, "unauthorized");
    }

    @Test
    void sessionsNeedAToken() {
        realm.api().get("/v1/auth/sessions").assertError(401, "unauthorized");
        realm.api()
                .delete("/v1/auth/sessions/" + UUID.randomUUID())
                .assertError(401, "unauthorized");
    }

    @Test
    void schemeNameIsComparedWithoutRegardToCase() {
        Tokens tokens = realm.signIn(realm.user());
        realm.api()
                .with("Authorization", "bearer " + tokens.access())
                .get("/v1/auth/me")
                .assertStatus(200);
    }
}
