package io.authrealm.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JsonTest {

    private record Session(String userId, Instant createdAt, Boolean mfaRequired) {}

    private record Unwritable(String password) {
        @Override
        public String password() {
            throw new IllegalStateException("broken");
        }
    }

    @Test
    void membersAreInSnakeCase() {
        assertThat(Json.SNAKE_CASE.write(new Session("u", null, true)))
                .isEqualTo("{\"user_id\":\"u\",\"created_at\":null,\"mfa_required\":true}\n");
    }

    @Test
    void membersCanBeInCamelCase() {
        assertThat(Json.CAMEL_CASE.write(new Session("u", null, true)))
                .isEqualTo("{\"userId\":\"u\",\"createdAt\":null,\"mfaRequired\":true}\n");
    }

    @Test
    void instantsAreInUtcWithTheirFractionToTheMicrosecond() {
        assertThat(Json.SNAKE_CASE.write(Instant.parse("2026-01-02T03:04:05.678901999Z")))
                .isEqualTo("\"2026-01-02T03:04:05.678901Z\"\n");
        assertThat(Json.SNAKE_CASE.write(Instant.parse("2026-01-02T05:04:05+02:00")))
                .isEqualTo("\"2026-01-02T03:04:05Z\"\n");
        assertThat(Json.SNAKE_CASE.write(Instant.parse("2026-01-02T03:04:05.678Z")))
                .isEqualTo("\"2026-01-02T03:04:05.678Z\"\n");
    }

    @Test
    void keysOfMapsStayAsTheyAre() {
        assertThat(Json.SNAKE_CASE.write(Map.of("requiredActions", List.of("UPDATE_PASSWORD"))))
                .isEqualTo("{\"requiredActions\":[\"UPDATE_PASSWORD\"]}\n");
    }

    @Test
    void oneLineFeedEndsTheTextAndNoneIsInside() {
        assertThat(Json.SNAKE_CASE.write(List.of("a\nb"))).isEqualTo("[\"a\\nb\"]\n");
    }

    @Test
    void valueThatCannotBeWrittenIsABug() {
        assertThatThrownBy(() -> Json.SNAKE_CASE.write(new Unwritable("hunter2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("hunter2");
    }
}
