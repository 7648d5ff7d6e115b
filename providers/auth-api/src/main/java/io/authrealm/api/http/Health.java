package io.authrealm.api.http;

import io.authrealm.api.tenant.TenantDirectory;
import java.time.Duration;
import java.util.Map;
import org.keycloak.common.util.Environment;
import org.keycloak.models.KeycloakSession;

/** Answers load balancers. Anybody may ask, so the answer has no version. */
public final class Health {

    private record Alive(String status, String service, String env, String uptime) {}

    private record Ready(String status, Map<String, String> checks) {}

    private final KeycloakSession session;
    private final HttpState state;

    public Health(Call call) {
        this.session = call.session();
        this.state = call.state();
    }

    /** The process answers. */
    public Answer alive() {
        Duration uptime = Duration.ofNanos(System.nanoTime() - state.startedAt());
        String text =
                "%dh%dm%ds"
                        .formatted(
                                uptime.toHours(), uptime.toMinutesPart(), uptime.toSecondsPart());
        return Answer.ok(
                new Alive(
                        "ok",
                        "authrealm",
                        Environment.isDevMode() ? "development" : "production",
                        text));
    }

    /**
     * The database answers within two seconds, and the server knows its tenants. It reads them once
     * at its start, and every request at the root needs them.
     */
    public Answer ready() {
        String failure = state.readiness().failure(session);
        if (failure != null) {
            return notReady(Map.of("db", "fail: " + failure));
        }
        return TenantDirectory.of(session).isReady(session)
                ? Answer.ok(new Ready("ready", Map.of("db", "ok")))
                : notReady(Map.of("db", "ok", "tenants", "fail: not read yet"));
    }

    private static Answer notReady(Map<String, String> checks) {
        return Answer.of(503, new Ready("not_ready", checks));
    }
}
