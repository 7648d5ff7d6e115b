package io.authrealm.api.service.optin;

import io.authrealm.api.tenant.TenantSettings;
import io.authrealm.api.tenant.TenantSettingsProvider;
import org.keycloak.common.util.MultivaluedHashMap;
import org.keycloak.component.ComponentModel;
import org.keycloak.representations.idm.ComponentExportRepresentation;

/** The component that opens the realm to the API. */
final class SettingsPart implements Part {

    static final String NAME = "settings";
    static final String APP_URL = "app_url";

    private static final String TYPE = TenantSettingsProvider.class.getName();

    private final Site site;

    SettingsPart(Site site) {
        this.site = site;
    }

    private static ComponentExportRepresentation ofTemplate(Site site) {
        return site.template().getComponents().getFirst(TYPE);
    }

    static MultivaluedHashMap<String, String> templateConfig(Site site) {
        return ofTemplate(site).getConfig();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Look look() {
        return site.settings()
                .map(this::look)
                .orElseGet(
                        () -> new Look.Missing("The settings, which open the realm to the API."));
    }

    private Look look(TenantSettings settings) {
        if (!settings.enabled()) {
            return new Look.Clash("The setting \"enabled\" keeps the realm closed.");
        }
        if (settings.isSuspended()) {
            return new Look.Clash("The setting \"suspended\" keeps the realm closed.");
        }
        String app = site.wanted().appUrl();
        return app == null || app.equals(settings.appUrl())
                ? new Look.Fits("The realm has settings and is open to the API.")
                : new Look.Clash(
                        "The setting \"app_url\" is there with another value: change it yourself.");
    }

    @Override
    public void make() {
        ComponentExportRepresentation wanted = ofTemplate(site);
        ComponentModel settings = new ComponentModel();
        settings.setName(wanted.getName());
        settings.setProviderId(wanted.getProviderId());
        settings.setProviderType(TYPE);
        settings.setParentId(site.realm().getId());
        settings.setConfig(new MultivaluedHashMap<>(wanted.getConfig()));
        settings.getConfig().remove(APP_URL);
        if (site.wanted().appUrl() != null) {
            settings.getConfig().putSingle(APP_URL, site.wanted().appUrl());
        }
        site.made().add(NAME, site.realm().addComponentModel(settings).getId());
    }
}
