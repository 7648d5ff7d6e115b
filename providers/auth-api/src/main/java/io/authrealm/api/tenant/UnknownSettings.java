package io.authrealm.api.tenant;

import java.io.IOException;
import java.util.Map;
import java.util.TreeSet;
import org.jboss.logging.Logger;
import org.keycloak.Config;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.representations.idm.ComponentRepresentation;
import org.keycloak.util.JsonSerialization;

/**
 * Warns of settings that there are not. Keycloak's admin REST API leaves them out before the
 * settings are checked, and says nothing to the admin; only its event still has them.
 */
public final class UnknownSettings implements EventListenerProviderFactory {

    private static final Logger LOG = Logger.getLogger(UnknownSettings.class);

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new EventListenerProvider() {
            @Override
            public void onEvent(Event event) {}

            @Override
            public void onEvent(AdminEvent event, boolean includeRepresentation) {
                if (event.getResourceType() == ResourceType.COMPONENT
                        && event.getRepresentation() != null) {
                    warn(session, event);
                }
            }

            @Override
            public void close() {}
        };
    }

    private static void warn(KeycloakSession session, AdminEvent event) {
        ComponentRepresentation written;
        try {
            written =
                    JsonSerialization.readValue(
                            event.getRepresentation(), ComponentRepresentation.class);
        } catch (IOException e) {
            // No component, though the event says so.
            return;
        }
        if (!TenantSettingsProvider.class.getName().equals(written.getProviderType())) {
            return;
        }
        Map<String, ?> config = written.getConfig() == null ? Map.of() : written.getConfig();
        new TreeSet<>(config.keySet())
                .stream()
                        .filter(name -> !SettingsCheck.isKnown(name))
                        .forEach(
                                name ->
                                        LOG.warnf(
                                                "AuthRealm has no setting \"%s\"; it was written"
                                                        + " for realm %s and has no effect",
                                                name, realmName(session, event.getRealmId())));
    }

    private static String realmName(KeycloakSession session, String realmId) {
        var realm = session.realms().getRealm(realmId);
        return realm == null ? realmId : realm.getName();
    }

    @Override
    public String getId() {
        return "authrealm-unknown-settings";
    }

    @Override
    public boolean isGlobal() {
        return true;
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
