package io.authrealm.breach;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

/** Opens the corpus and watches the online service, in the background. */
public final class ServerBreachedPasswordsFactory
        implements BreachedPasswordsFactory, ServerInfoAwareProviderFactory {

    private BreachOptions options;
    private ScheduledExecutorService background;
    private OnlineRanges online;
    private OfflineFile offline;
    private ServerBreachedPasswords breachedPasswords;

    @Override
    public String getId() {
        return "default";
    }

    @Override
    public void init(Config.Scope config) {
        options = BreachOptions.ofServer();
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        BreachMetrics metrics = new BreachMetrics();
        background =
                Executors.newScheduledThreadPool(
                        2,
                        task -> {
                            Thread thread = new Thread(task, "authrealm-breach-sources");
                            thread.setDaemon(true);
                            return thread;
                        });
        online = new OnlineRanges(options, background, metrics);
        metrics.watch(online::isInterrupted);
        if (options.corpus() != null) {
            offline = new OfflineFile(options.corpus());
            offline.watch(background);
        }
        breachedPasswords = new ServerBreachedPasswords(options.rule(), online, offline, metrics);
    }

    @Override
    public Map<String, String> getOperationalInfo() {
        Map<String, String> info = new LinkedHashMap<>();
        info.put("sources", options.rule().sources().toString());
        info.put("online", options.baseUrl() + (online.isInterrupted() ? " (interrupted)" : ""));
        info.put("offline", offline == null ? "none" : offline.describe());
        return info;
    }

    @Override
    public List<ProviderConfigProperty> getConfigMetadata() {
        return List.of();
    }

    @Override
    public BreachedPasswords create(KeycloakSession session) {
        return breachedPasswords;
    }

    @Override
    public void close() {
        if (background != null) {
            background.shutdownNow();
        }
        if (online != null) {
            online.close();
        }
    }
}
