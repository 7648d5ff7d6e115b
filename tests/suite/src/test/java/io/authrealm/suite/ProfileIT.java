package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ProfileIT {

    private static final String AVATAR = "data:image/png;base64,iVBORw0KGgo=";

    @RegisterExtension static final TestRealm realm = TestRealm.fresh();

    private static Api as(TestUser user) {
        return realm.api().bearer(realm.signIn(user));
    }

    @Test
    void profileIsTheUserObject() {
        TestUser user = realm.user(u -> u.put("firstName", "Maria").put("lastName", "Müller"));
        Tokens tokens = realm.signIn(user);
        JsonNode me = realm.api().bearer(tokens).get("/v1/me").assertStatus(200).json();
        assertThat(me.path("id").asText()).isEqualTo(user.id());
        assertThat(me.path("tenant_id").asText()).isEqualTo(tokens.tenantId());
        assertThat(me.path("email").asText()).isEqualTo(user.email());
        assertThat(me.path("display_name").asText()).isEqualTo("Maria Müller");
        assertThat(me.path("status").asText()).isEqualTo("active");
        assertThat(Instant.parse(me.path("email_verified_at").asText())).isNotNull();
        assertThat(me.path("metadata").isObject()).isTrue();
        assertThat(Instant.parse(me.path("created_at").asText())).isNotNull();
        assertThat(Instant.parse(me.path("updated_at").asText())).isNotNull();
        for (String member : List.of("phone", "phone_verified_at", "avatar_url")) {
            assertThat(me.has(member)).as(member).isTrue();
        }
    }

    @PrivateApi
    @Test
    void changeIsKept() {
        TestUser user = realm.user();
        Api api = as(user);
        Answer changed =
                api.patch(
                        "/v1/me",
                        Map.of(
                                "display_name",
                                "Mia \uD83D\uDC1D",
                                "avatar_url",
                                AVATAR,
                                "locale",
                                "de"));
        for (Answer answer : List.of(changed, api.get("/v1/me"))) {
            answer.assertStatus(200);
            assertThat(answer.text("display_name")).isEqualTo("Mia \uD83D\uDC1D");
            assertThat(answer.text("avatar_url")).isEqualTo(AVATAR);
            assertThat(answer.text("metadata.locale")).isEqualTo("de");
        }
        JsonNode attributes = realm.get("/users/" + user.id()).path("attributes");
        assertThat(attributes.at("/displayName/0").asText()).isEqualTo("Mia \uD83D\uDC1D");
        assertThat(attributes.at("/locale/0").asText()).isEqualTo("de");
    }

    @Test
    void absentMembersStayAsTheyAre() {
        TestUser user = realm.user();
        Api api = as(user);
        api.patch("/v1/me", Map.of("display_name", "Mia", "locale", "fr")).assertStatus(200);
        Answer answer = api.patch("/v1/me", Map.of("locale", "ja")).assertStatus(200);
        assertThat(answer.text("display_name")).isEqualTo("Mia");
        assertThat(answer.text("metadata.locale")).isEqualTo("ja");
        answer = api.patch("/v1/me", Map.of()).assertStatus(200);
        assertThat(answer.text("display_name")).isEqualTo("Mia");
        assertThat(answer.text("metadata.locale")).isEqualTo("ja");
    }

    @Test
    void otherKnownMembersAreIgnored() {
        TestUser user = realm.user();
        Api api = as(user);
        Answer answer =
                api.patch(
                        "/v1/me",
                        Map.of(
                                "phone",
                                "+4915112345678",
                                "status",
                                "suspended",
                                "display_name",
                                "Mia"));
        answer.assertStatus(200);
        assertThat(answer.json().path("phone").isNull()).isTrue();
        assertThat(answer.text("status")).isEqualTo("active");
        assertThat(answer.text("display_name")).isEqualTo("Mia");
        api.patch("/v1/me", Map.of("metadata", Map.of("role", "owner"))).assertStatus(200);
        assertThat(api.get("/v1/me").json().path("metadata").has("role")).isFalse();
    }

    @Test
    void unknownMemberIsRefusedAndNothingChanges() {
        Api api = as(realm.user());
        api.patch("/v1/me", Map.of("display_name", "Mia", "admin", "true"))
                .assertError(400, "bad_request");
        assertThat(api.get("/v1/me").text("display_name")).isNull();
    }

    @Test
    void emailCannotBeChangedHere() {
        TestUser user = realm.user();
        Api api = as(user);
        Answer answer = api.patch("/v1/me", Map.of("email", TestRealm.newEmail()));
        if (answer.status() != 200) {
            answer.assertError(400, "bad_request");
        }
        assertThat(api.get("/v1/me").text("email")).isEqualTo(user.email());
    }

    @Test
    void valuesHaveToKeepTheRules() {
        Api api = as(realm.user());
        api.patch("/v1/me", Map.of("display_name", "x".repeat(201)))
                .assertInvalidField("display_name", "too_long");
        api.patch("/v1/me", Map.of("avatar_url", "https://example.test/a.png"))
                .assertInvalidField("avatar_url", "invalid");
        api.patch("/v1/me", Map.of("avatar_url", "")).assertStatus(422);
        api.patch("/v1/me", Map.of("locale", "xx")).assertInvalidField("locale", "not_allowed");
        Answer several = api.patch("/v1/me", Map.of("display_name", "Mia", "locale", "xx"));
        several.assertInvalidField("locale", "not_allowed");
        assertThat(api.get("/v1/me").text("display_name")).isNull();
    }

    @Test
    void needsAToken() {
        realm.api().get("/v1/me").assertError(401, "unauthorized");
        realm.api().patch("/v1/me", Map.of()).assertError(401, "unauthorized");
    }
}
