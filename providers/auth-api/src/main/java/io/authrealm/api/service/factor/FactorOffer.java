package io.authrealm.api.service.factor;

import io.authrealm.api.keycloak.KeyKind;
import io.authrealm.api.keycloak.KeyRegistration;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.sms.SmsSender;
import org.keycloak.models.KeycloakSession;

/** The factors that users of a tenant can set up through the API, and those that it takes. */
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

    /**
     * Whether a sign-in takes such a factor as the second one. A tenant that has switched codes off
     * takes none, also of those who have set them up. They are asked for all the same: nobody gets
     * in with less because of it. A passkey that cannot replace the password can still stand beside
     * it.
     */
    public boolean isTakenAtSignIn(SecondFactor factor) {
        return factor == SecondFactor.PASSKEY || isSwitchedOn(factor);
    }

    /** The same as {@link #isSwitchedOn} if the server can do it too. */
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
