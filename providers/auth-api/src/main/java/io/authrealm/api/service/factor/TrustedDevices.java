package io.authrealm.api.service.factor;

import io.authrealm.api.keycloak.UsedCredentials;
import io.authrealm.api.store.AccountState;
import io.authrealm.api.store.DeviceTokens;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.api.tenant.TenantSettings;
import java.util.Optional;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Browsers in which the user need not present a second factor for a while. What a flow skips in
 * such a browser is up to the flow: its condition asks {@link #standsIn}.
 *
 * <p>The trust ends with the password, the address and all sessions of the user, and with any
 * change of the user's second factors. It stands in for a factor in that one sign-in: it proves
 * none, so it meets no demand and opens no step-up window.
 */
public final class TrustedDevices {

    /** Session attribute with the token that the request carries. */
    private static final String PRESENTED = "authrealm.trusted_device";

    /** The factors that the user had when the device stood in for them. */
    private static final String STOOD_IN_NOTE = "authrealm.trusted_device";

    /** The factors that the user had when the wish was made. */
    private static final String WISH_NOTE = "authrealm.trust_device";

    private TrustedDevices() {}

    /** Takes the token that the request carries for the sign-in that comes next. */
    public static void present(KeycloakSession session, String token) {
        session.setAttribute(PRESENTED, token);
    }

    /**
     * Whether the request comes from a device that the user of the sign-in trusts, so that the flow
     * may go on without a second factor.
     */
    public static boolean standsIn(
            KeycloakSession session, AuthenticationSessionModel authentication) {
        boolean isTrusted = isTrusted(session, authentication);
        if (isTrusted) {
            authentication.setAuthNote(STOOD_IN_NOTE, factorsOf(session, authentication));
        } else {
            authentication.removeAuthNote(STOOD_IN_NOTE);
        }
        return isTrusted;
    }

    /** Whether the flow has gone on without a second factor because of a trusted device. */
    public static boolean stoodIn(AuthenticationSessionModel authentication) {
        return authentication.getAuthNote(STOOD_IN_NOTE) != null;
    }

    /**
     * Whether it has, and the user has the same factors as then. A sign-in that waits can last
     * longer than the trust.
     */
    public static boolean standsInStill(
            KeycloakSession session, AuthenticationSessionModel authentication) {
        String then = authentication.getAuthNote(STOOD_IN_NOTE);
        return then != null && then.equals(factorsOf(session, authentication));
    }

    /** Neither an admin's demand for a second factor nor a client's for a level is met by it. */
    private static boolean isTrusted(
            KeycloakSession session, AuthenticationSessionModel authentication) {
        String token = session.getAttribute(PRESENTED, String.class);
        UserModel user = authentication.getAuthenticatedUser();
        return token != null
                && user != null
                && authentication.getClientNote(Constants.REQUESTED_LEVEL_OF_AUTHENTICATION) == null
                && !SecondFactorDemand.isMadeOf(user)
                && TenantSettings.of(authentication.getRealm())
                        .filter(TenantSettings::remembersDevices)
                        .filter(
                                settings ->
                                        new DeviceTokens(session, authentication.getRealm())
                                                .isGood(
                                                        token,
                                                        user,
                                                        SecondFactor.TYPES,
                                                        settings.deviceTrust()))
                        .isPresent();
    }

    /**
     * Keeps whether the user wants to trust the device from now on. Call it before the answer to a
     * challenge is looked at: the last answer decides.
     */
    public static void setWish(
            KeycloakSession session, AuthenticationSessionModel authentication, boolean isWanted) {
        if (isWanted) {
            authentication.setAuthNote(WISH_NOTE, factorsOf(session, authentication));
        } else {
            authentication.removeAuthNote(WISH_NOTE);
        }
    }

    /**
     * Trusts the device that sends the request from now on, if its user wants it. Nothing if the
     * tenant does not allow it, if the sign-in has used no second factor, or if the user's factors
     * have changed since one was looked at.
     *
     * @param before the account's state before a secret was looked at
     */
    public static Optional<TrustedDevice> trust(
            KeycloakSession session,
            Tenant tenant,
            AuthenticationSessionModel authentication,
            AccountState before) {
        String factors = authentication.getAuthNote(WISH_NOTE);
        boolean isAllowed =
                factors != null
                        && tenant.settings().remembersDevices()
                        && UsedCredentials.of(authentication).stream()
                                .anyMatch(SecondFactor.TYPES::contains)
                        && factors.equals(factorsOf(session, authentication));
        if (!isAllowed) {
            return Optional.empty();
        }
        String token =
                new DeviceTokens(session, tenant.realm())
                        .issue(
                                authentication.getAuthenticatedUser(),
                                before,
                                factors,
                                tenant.settings().deviceTrust());
        return Optional.of(new TrustedDevice(token, tenant.settings().deviceTrust()));
    }

    private static String factorsOf(
            KeycloakSession session, AuthenticationSessionModel authentication) {
        return new DeviceTokens(session, authentication.getRealm())
                .factorsOf(authentication.getAuthenticatedUser(), SecondFactor.TYPES);
    }
}
