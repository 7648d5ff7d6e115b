package io.authrealm.api.service.signin;

import io.authrealm.api.keycloak.UsedCredentials;
import io.authrealm.api.tenant.TenantSettings;
import org.keycloak.models.RealmModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Whether a realm takes passwords at sign-in. If it does not, passwords can still be set and
 * changed by those who are signed in, so the realm can take them again.
 */
public final class PasswordUse {

    private PasswordUse() {}

    /** A realm that has not opted in decides by its flows alone. */
    public static boolean isAllowed(RealmModel realm) {
        return TenantSettings.of(realm).map(TenantSettings::passwordSignIn).orElse(true);
    }

    /**
     * Whether a sign-in has used a password that its realm does not take, or takes no more since.
     * Every step that verifies a password leaves a mark, on a page, in a grant and in the API. A
     * link and a new password leave none.
     */
    public static boolean isInVain(AuthenticationSessionModel authentication) {
        return UsedCredentials.isPasswordVerified(authentication)
                && !isAllowed(authentication.getRealm());
    }
}
