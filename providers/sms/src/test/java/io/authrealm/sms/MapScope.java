package io.authrealm.sms;

import java.util.Map;
import org.keycloak.Config;

/** Options that a test sets. */
final class MapScope extends Config.SystemPropertiesScope {

    private final Map<String, String> options;

    MapScope(Map<String, String> options) {
        super("authrealm.test.");
        this.options = options;
    }

    @Override
    public String get(String key) {
        return options.get(key);
    }
}
