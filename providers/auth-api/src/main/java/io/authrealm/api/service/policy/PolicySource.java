package io.authrealm.api.service.policy;

import io.authrealm.api.keycloak.DemandSteps;
import io.authrealm.api.keycloak.PasswordRequirements;
import io.authrealm.api.keycloak.PasswordRequirements.Rule;
import io.authrealm.api.service.policy.AuthPolicy.Amount;
import io.authrealm.api.service.policy.AuthPolicy.Switch;
import io.authrealm.api.tenant.SettingsUpdate;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.api.tenant.TenantSettings;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.WebAuthnPolicy;

/**
 * The settings of a realm that its policy is made of. Keycloak's console writes the same ones, so
 * both always agree. A value that is not written stays as the admin has it, also if the policy can
 * only show it roughly.
 */
final class PolicySource {

    private final Tenant tenant;
    private final RealmModel realm;
    private final PasswordRequirements passwords;
    private final DemandSteps demand;

    PolicySource(KeycloakSession session, Tenant tenant) {
        this.tenant = tenant;
        this.realm = tenant.realm();
        this.passwords = new PasswordRequirements(session, realm);
        this.demand = new DemandSteps(realm, tenant.client());
    }

    AuthPolicy read() {
        Map<Switch, Boolean> switches = new EnumMap<>(Switch.class);
        for (Switch each : Switch.values()) {
            switches.put(each, isOn(each));
        }
        Map<Amount, Integer> amounts = new EnumMap<>(Amount.class);
        for (Amount each : Amount.values()) {
            amounts.put(each, amount(each));
        }
        return new AuthPolicy(tenant.id(), switches, amounts);
    }

    private boolean isOn(Switch which) {
        TenantSettings settings = tenant.settings();
        return switch (which) {
            case PASSWORD_ENABLED -> settings.passwordSignIn();
            case PASSWORD_REQUIRE_UPPERCASE -> passwords.has(Rule.UPPERCASE);
            case PASSWORD_REQUIRE_NUMBER -> passwords.has(Rule.DIGIT);
            case PASSWORD_REQUIRE_SYMBOL -> passwords.has(Rule.SYMBOL);
            case PASSWORD_REJECT_BREACHED -> passwords.has(Rule.NOT_BREACHED);
            case MAGIC_LINK_ENABLED -> settings.magicLinks();
            case PASSKEY_ENABLED -> settings.passkeys();
            case OTP_EMAIL_ENABLED -> settings.mailCodes();
            case OTP_SMS_ENABLED -> settings.textCodes();
            case SELF_REGISTRATION_ENABLED -> realm.isRegistrationAllowed();
            case REMEMBER_DEVICE_ENABLED -> settings.remembersDevices();
            case MFA_REQUIRED -> demand.areOn();
        };
    }

    /** No new password is shorter than eight characters, whatever the realm's policy says. */
    private int amount(Amount which) {
        return switch (which) {
            case PASSWORD_MIN_LENGTH -> which.atLeastMin(passwords.minLength());
            case MAGIC_LINK_TTL_MINUTES ->
                    (int) Math.max(1, tenant.settings().linkLifetime().toMinutes());
            case SESSION_DURATION_SECONDS -> realm.getSsoSessionMaxLifespan();
        };
    }

    /** The longest password that the realm lets a user have. */
    int longestPassword() {
        return passwords.maxLength();
    }

    /** Whether the realm's flows have the step that demands a second factor. */
    boolean canDemandFactors() {
        return demand.areThere();
    }

    /** Writes where the two differ. */
    void write(AuthPolicy current, AuthPolicy wanted) {
        SettingsUpdate settings = new SettingsUpdate();
        for (Switch each : Switch.values()) {
            if (current.is(each) != wanted.is(each)) {
                write(each, wanted.is(each), settings);
            }
        }
        for (Amount each : Amount.values()) {
            if (current.amount(each) != wanted.amount(each)) {
                write(each, wanted.amount(each), settings);
            }
        }
        settings.writeTo(realm);
    }

    private void write(Switch which, boolean isOn, SettingsUpdate settings) {
        switch (which) {
            case PASSWORD_ENABLED -> settings.passwordSignIn(isOn);
            case PASSWORD_REQUIRE_UPPERCASE -> passwords.set(Rule.UPPERCASE, isOn);
            case PASSWORD_REQUIRE_NUMBER -> passwords.set(Rule.DIGIT, isOn);
            case PASSWORD_REQUIRE_SYMBOL -> passwords.set(Rule.SYMBOL, isOn);
            case PASSWORD_REJECT_BREACHED -> passwords.set(Rule.NOT_BREACHED, isOn);
            case MAGIC_LINK_ENABLED -> settings.magicLinks(isOn);
            case PASSKEY_ENABLED -> {
                settings.passkeys(isOn);
                offerOnPages(isOn);
            }
            case OTP_EMAIL_ENABLED -> settings.mailCodes(isOn);
            case OTP_SMS_ENABLED -> settings.textCodes(isOn);
            case SELF_REGISTRATION_ENABLED -> realm.setRegistrationAllowed(isOn);
            case REMEMBER_DEVICE_ENABLED -> settings.remembersDevices(isOn);
            case MFA_REQUIRED -> demand.set(isOn);
        }
    }

    /** The login page offers what the realm takes. */
    private void offerOnPages(boolean isOn) {
        WebAuthnPolicy policy = realm.getWebAuthnPolicyPasswordless();
        policy.setPasskeysEnabled(isOn);
        realm.setWebAuthnPolicyPasswordless(policy);
    }

    private void write(Amount which, int amount, SettingsUpdate settings) {
        switch (which) {
            case PASSWORD_MIN_LENGTH -> passwords.minLength(amount);
            case MAGIC_LINK_TTL_MINUTES -> settings.linkLifetime(Duration.ofMinutes(amount));
            case SESSION_DURATION_SECONDS -> realm.setSsoSessionMaxLifespan(amount);
        }
    }
}
