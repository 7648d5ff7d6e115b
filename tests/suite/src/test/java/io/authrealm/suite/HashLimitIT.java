package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.authrealm.server.KeycloakServer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** The memory of sign-ins has a limit, even if many run at once. */
@DisabledIfSystemProperty(
        named = "authrealm.test.server",
        matches = "containers",
        disabledReason = "needs a server process with a heap of its own size")
class HashLimitIT {

    private static final int USERS = 300;

    private static String email(int index) {
        return "user-" + index + "@example.test";
    }

    private static void addUsers(ArrayNode users) {
        for (int i = 0; i < USERS; i++) {
            users.add(StoredPassword.UP_TO_DATE.user(email(i)));
        }
    }

    @Test
    void threeHundredSignInsAtOnceFitIntoASmallHeap() throws IOException {
        try (KeycloakServer server =
                TestServer.another(Distribution.copy("small-heap"))
                        .environment("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx512m")
                        .optimizeCryptographyOnly()
                        .keepCollector()
                        .start()) {
            TestRealm realm =
                    TestRealm.on(new Admin(server.baseUrl()))
                            .withDefaultHash()
                            .with(r -> addUsers(r.putArray("users")))
                            .create();

            List<Answer> answers =
                    Parallel.run(
                            USERS, USERS, i -> realm.api().login(email(i), TestRealm.PASSWORD));

            assertThat(answers)
                    .allSatisfy(
                            answer -> {
                                if (answer.status() == 503) {
                                    answer.assertBusy();
                                } else {
                                    answer.assertTokens();
                                }
                            });
            assertThat(answers).filteredOn(answer -> answer.status() == 200).isNotEmpty();
            realm.api().login(email(0), TestRealm.PASSWORD).assertTokens();
            Metrics metrics = Metrics.of(server.baseUrl());
            metrics.assertHas("authrealm_password_hashing_waiting");
            double hashed =
                    metrics.sum(
                            "authrealm_password_hashing_time_seconds_count",
                            "algorithm=\"argon2id\"");
            assertThat(
                            metrics.sum(
                                    "authrealm_password_hashing_wait_seconds_count",
                                    "algorithm=\"argon2id\""))
                    .isEqualTo(hashed);
            assertThat(hashed + metrics.sum("authrealm_password_hashing_refused_total"))
                    .isGreaterThan(USERS);
            assertThat(Files.readString(server.logFile())).doesNotContain("OutOfMemoryError");
        }
    }
}
