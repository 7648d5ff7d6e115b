package io.authrealm.api.service.factor;

import io.authrealm.api.keycloak.KeyKind;
import io.authrealm.api.keycloak.KeyRegistration;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.sms.SmsSender;
import org.keycloak.models.KeycloakSession;

/** The factors that users of a tenant can set up through the API. */
public record FactorOffer(KeycloakSession session, Tenant tenant) {

    /** Whether the tenant lets its users set up such a factor. */
    public boolean isSwitchedOn(SecondFactor factor) {
        return switch (factor) {
            case PASSKEY -> tenant.settings().passkeys();
            case MAIL_CODE -> tenant.settings().mailCodes();
            case TEXT_CODE -> tenant.settings().textCodes();
            case TOTP, SECURITY_KEY, RECOVERY_CODE -> true;
        };
    }

    /** The same if the server can do it too. */
    public boolean isPossible(SecondFactor factor) {
        return isSwitchedOn(factor)
                && switch (factor) {
                    case PASSKEY -> KeyRegistration.isAvailable(session, KeyKind.PASSKEY);
                    case SECURITY_KEY -> KeyRegistration.isAvailable(session, KeyKind.SECURITY_KEY);
                    case TEXT_CODE -> SmsSender.of(session).isPresent();
                    case TOTP, MAIL_CODE, RECOVERY_CODE -> true;
                };
    }
}
