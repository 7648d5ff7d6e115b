package io.authrealm.api.tenant;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.RealmModel;

/**
 * New values of the settings that an admin can change through the API as well as in the console.
 * None of them is a claim at the origin root.
 */
public final class SettingsUpdate {

    private final Map<String, String> values = new HashMap<>();

    public void passwordSignIn(boolean isOn) {
        put(TenantSettings.PASSWORD_SIGN_IN, isOn);
    }

    public void magicLinks(boolean isOn) {
        put(TenantSettings.MAGIC_LINKS, isOn);
    }

    public void linkLifetime(Duration lifetime) {
        values.put(
                TenantSettings.LINK_LIFETIME_SECONDS.name(), String.valueOf(lifetime.toSeconds()));
    }

    public void passkeys(boolean isOn) {
        put(TenantSettings.PASSKEYS, isOn);
    }

    public void mailCodes(boolean isOn) {
        put(TenantSettings.MAIL_CODES, isOn);
    }

    public void textCodes(boolean isOn) {
        put(TenantSettings.TEXT_CODES, isOn);
    }

    public void remembersDevices(boolean isOn) {
        put(TenantSettings.REMEMBER_DEVICE_ENABLED, isOn);
    }

    private void put(Setting<Boolean> setting, boolean isOn) {
        values.put(setting.name(), String.valueOf(isOn));
    }

    /** Writes the new values, if there are any. The other settings stay as they are. */
    public void writeTo(RealmModel realm) {
        if (values.isEmpty()) {
            return;
        }
        realm.getComponentsStream(realm.getId(), TenantSettingsProvider.class.getName())
                .findFirst()
                .map(ComponentModel::new)
                .ifPresent(
                        component -> {
                            values.forEach(component.getConfig()::putSingle);
                            realm.updateComponent(component);
                        });
    }
}
