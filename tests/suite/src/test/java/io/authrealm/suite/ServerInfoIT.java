package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** The server information in the admin console. */
@PrivateApi
class ServerInfoIT {

    private static JsonNode operationalInfo(String spi, String provider) {
        return TestServer.root()
                .bearer(TestServer.admin().token())
                .get("/admin/serverinfo")
                .assertStatus(200)
                .json()
                .at("/providers/" + spi + "/providers/" + provider + "/operationalInfo");
    }

    @Test
    void showsTheBuildOfThePack() {
        JsonNode info = operationalInfo("realm-restapi-extension", "v1");
        assertThat(info.path("version").asText()).startsWith("26.");
        assertThat(info.path("commit").asText()).isNotBlank();
        assertThat(info.path("date").asText()).isNotBlank();
    }

    @Test
    void showsTheArgon2Engine() {
        JsonNode info = operationalInfo("password-hashing", "argon2");
        assertThat(info.path("engine").asText()).isNotBlank();
        assertThat(Double.parseDouble(info.path("millisecondsPerHash").asText())).isPositive();
        assertThat(info.path("parameters").asText()).isEqualTo(Credential.COSTS);
        assertThat(info.path("hashesAtATime").asInt()).isPositive();
    }

    @Test
    void startDoesNotWarnAboutATestedVersion() {
        if (!TestServer.isContainer()) {
            TestServer.url();
            assertThat(TestServer.log()).noneMatch(line -> line.contains("was not tested"));
        }
    }

    @Test
    void metricsShowTheArgon2EngineToo() {
        assertThat(TestServer.metrics().sum("authrealm_argon2_engine_seconds")).isPositive();
    }
}
