package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;

/** A token pair, and the ids of its session, user and tenant. */
record Tokens(
        String access,
        Instant expiresAt,
        String refresh,
        String sessionId,
        String userId,
        String tenantId) {

    static Tokens of(JsonNode json) {
        assertThat(json.path("access_token").asText()).as("access token of %s", json).isNotBlank();
        assertThat(json.path("token_type").asText()).isEqualTo("Bearer");
        assertThat(json.path("refresh_token").asText()).isNotBlank();
        assertThat(json.path("expires_at").asText()).endsWith("Z");
        for (String id : new String[] {"session_id", "user_id", "tenant_id"}) {
            String value = json.path(id).asText();
            assertThat(UUID.fromString(value).toString()).as(id).isEqualTo(value);
        }
        return new Tokens(
                json.path("access_token").asText(),
                Instant.parse(json.path("expires_at").asText()),
                json.path("refresh_token").asText(),
                json.path("session_id").asText(),
                json.path("user_id").asText(),
                json.path("tenant_id").asText());
    }
}
