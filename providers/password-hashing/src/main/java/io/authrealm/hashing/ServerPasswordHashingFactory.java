package io.authrealm.hashing;

import io.authrealm.argon2.Argon2Engine;
import io.authrealm.argon2.EngineCheck;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.PostMigrationEvent;

/**
 * Chooses the engine while the rest of the server starts, and has it warm before the server is
 * ready: the first hash of the Vector API takes a hundred times as long as the ones after it.
 */
public final class ServerPasswordHashingFactory implements PasswordHashingFactory {

    private static final Logger LOG = Logger.getLogger(ServerPasswordHashingFactory.class);

    private static final int TRIM_SECONDS = 60;

    private HashingOptions options;
    private Argon2Settings usual;
    private ServerPasswordHashing hashing;
    private CompletableFuture<EngineCheck.Result> check;
    private ScheduledExecutorService background;

    @Override
    public String getId() {
        return "default";
    }

    @Override
    public void init(Config.Scope config) {
        options = HashingOptions.ofServer();
        usual = Argon2Settings.ofServer();
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        background =
                Executors.newSingleThreadScheduledExecutor(
                        task -> {
                            Thread thread = new Thread(task, "authrealm-hashing");
                            thread.setDaemon(true);
                            return thread;
                        });
        check =
                CompletableFuture.supplyAsync(
                        () -> EngineCheck.run(options.engine(), usual.parameters()), background);
        CompletableFuture<List<Argon2Engine>> engines =
                check.thenApply(EngineCheck.Result::engines);
        hashing = new ServerPasswordHashing(options, usual, engines);
        var unused =
                background.scheduleWithFixedDelay(
                        hashing::trimMemory, TRIM_SECONDS, TRIM_SECONDS, TimeUnit.SECONDS);
        factory.register(
                event -> {
                    if (event instanceof PostMigrationEvent) {
                        announce(check.join());
                    }
                });
    }

    private void announce(EngineCheck.Result result) {
        new HashingMetrics().engine(result.engine().name(), result.millisPerHash());
        LOG.infof(
                "Argon2 runs on the engine %s, %.1f ms a hash at %s%s",
                result.engine().name(),
                result.millisPerHash(),
                usual.costs(),
                result.rejected().isEmpty() ? "" : " (" + String.join("; ", rejections()) + ")");
    }

    private List<String> rejections() {
        return check.join().rejected().stream()
                .map(rejected -> rejected.engine() + ": " + rejected.reason())
                .toList();
    }

    /** For the console's server info. */
    Map<String, String> describe() {
        Map<String, String> info = new LinkedHashMap<>();
        EngineCheck.Result result = check.join();
        info.put("engine", result.engine().name());
        info.put("millisecondsPerHash", "%.1f".formatted(result.millisPerHash()));
        info.put("parameters", usual.costs());
        info.put("hashesAtATime", Integer.toString(options.cpuCores()));
        for (EngineCheck.Rejected rejected : result.rejected()) {
            info.put("not used: " + rejected.engine(), rejected.reason());
        }
        return info;
    }

    @Override
    public PasswordHashing create(KeycloakSession session) {
        return hashing;
    }

    @Override
    public void close() {
        if (background != null) {
            background.shutdownNow();
        }
    }
}
