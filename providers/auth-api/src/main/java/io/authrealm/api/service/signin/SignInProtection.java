package io.authrealm.api.service.signin;

import io.authrealm.core.limits.FailureCounters;
import io.authrealm.core.limits.KeyedGate;
import io.authrealm.core.limits.UncountedFailures;
import java.time.Duration;
import org.keycloak.common.util.Time;

/**
 * What this node keeps to slow guesses down, all of it bounded.
 *
 * @param gate lets attempts on one account through one at a time
 * @param failures wrong passwords by the address that the client sent
 * @param uncounted failures that Keycloak's counter did not take
 */
public record SignInProtection(
        KeyedGate gate, FailureCounters failures, UncountedFailures<Uncounted> uncounted) {

    /**
     * A failure that Keycloak's counter did not take.
     *
     * @param subject a user's id, or an id that stands for a credential of theirs
     * @param category the type of credential that was guessed
     */
    record Uncounted(String realmId, String subject, String category) {}

    /**
     * Requests that wait hold a worker thread. Far fewer may wait than there are threads and
     * database connections, so that those inside always get through.
     */
    private static final int MAX_WAITING = 60;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    public static SignInProtection create() {
        return new SignInProtection(
                new KeyedGate(MAX_WAITING, PATIENCE),
                new FailureCounters(Time::currentTimeMillis),
                new UncountedFailures<>());
    }
}
