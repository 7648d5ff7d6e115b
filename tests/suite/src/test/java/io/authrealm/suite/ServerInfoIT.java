package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** What the admin console shows of the server. */
@PrivateApi
class ServerInfoIT {

    @Test
    void tellsWhatComputesArgon2() {
        JsonNode info =
                TestServer.root()
                        .bearer(TestServer.admin().token())
                        .get("/admin/serverinfo")
                        .assertStatus(200)
                        .json()
                        .at("/providers/password-hashing/providers/argon2/operationalInfo");
        assertThat(info.path("engine").asText()).isNotBlank();
        assertThat(Double.parseDouble(info.path("millisecondsPerHash").asText())).isPositive();
        assertThat(info.path("parameters").asText()).isEqualTo(Credential.COSTS);
        assertThat(info.path("hashesAtATime").asInt()).isPositive();
    }

    @Test
    void startSaysNothingOfAVersionThatIsTested() {
        if (!TestServer.isContainer()) {
            TestServer.url();
            assertThat(TestServer.log()).noneMatch(line -> line.contains("was not tested"));
        }
    }

    @Test
    void metricsTellItToo() {
        assertThat(TestServer.metrics().sum("authrealm_argon2_engine_seconds")).isPositive();
    }
}
