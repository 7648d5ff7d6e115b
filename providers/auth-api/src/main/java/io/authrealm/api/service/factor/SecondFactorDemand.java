package io.authrealm.api.service.factor;

import io.authrealm.api.keycloak.BrowserContinuation;
import io.authrealm.api.keycloak.CookieSession;
import io.authrealm.api.keycloak.DemandSteps;
import io.authrealm.api.keycloak.FactorSetUp;
import io.authrealm.api.keycloak.HeadlessProcessor;
import io.authrealm.api.keycloak.LinkedMailbox;
import io.authrealm.api.keycloak.MethodReferences;
import io.authrealm.api.keycloak.UsedCredentials;
import io.authrealm.api.store.FactorDemands;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.api.tenant.TenantSettings;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Decides what a demand for a second factor means for a sign-in whose flow is complete. An admin
 * makes it of a user, or the flow of everybody who comes to its step. It is checked at each
 * sign-in, so it holds even if the user's credentials change.
 */
public final class SecondFactorDemand {

    /** What the demand means for a sign-in. */
    public enum Verdict {
        /** Nothing is demanded, or a second factor was used. */
        SATISFIED,

        /** The user has no second factor and has to set one up first. */
        SET_UP,

        /** The user has one, and the flow has not asked for it. */
        NOT_ASKED
    }

    private static final String SET_UP_NOTE = "authrealm.second_factor_set_up";

    private static final String DEMANDED_NOTE = "authrealm.second_factor_demanded";

    /** Authentication session note: the required action by which the user sets a factor up. */
    private static final String CHOSEN_NOTE = "authrealm.second_factor_chosen";

    /** Says that it is the demand that asks for an app in a sign-in, and nothing else. */
    private static final String ASKED_NOTE = "authrealm.second_factor_asked";

    private static final String SET_UP_APP = UserModel.RequiredAction.CONFIGURE_TOTP.name();

    /** User session note: whether the last sign-in of the session has proved a second factor. */
    private static final String PROVED_NOTE = "authrealm.second_factor_proved";

    /** The step of the password grant does not say before Keycloak 26.6 that it asks for an app. */
    private static final String APP_IN_PASSWORD_GRANT = "direct-grant-validate-otp";

    /** A step that asks for a code of an app, or is done without one if its settings say so. */
    private static final String CODE_UNLESS_SKIPPED = "auth-conditional-otp-form";

    /** A passkey is none of them, because the password still signs in alone. */
    private static final Set<SecondFactor> ASKED_AFTER_A_PASSWORD =
            EnumSet.complementOf(EnumSet.of(SecondFactor.PASSKEY));

    private SecondFactorDemand() {}

    /** Whether an admin demands a second factor of the user. */
    public static boolean isMadeOf(UserModel user) {
        return FactorDemands.isMadeOf(user);
    }

    /** The flow of the sign-in demands a second factor, whatever the admin says of the user. */
    public static void makeIn(AuthenticationSessionModel authentication) {
        authentication.setAuthNote(DEMANDED_NOTE, "true");
    }

    /** The flow says itself whether a device that the user trusts stands in for a factor. */
    private static boolean isMadeIn(
            KeycloakSession session, AuthenticationSessionModel authentication) {
        boolean isMadeByFlow =
                authentication.getAuthNote(DEMANDED_NOTE) != null
                        && !TrustedDevices.standsInStill(session, authentication);
        boolean isMadeByAdmin =
                isMadeOf(authentication.getAuthenticatedUser())
                        && TenantSettings.of(authentication.getRealm()).isPresent();
        return isMadeByFlow || isMadeByAdmin;
    }

    public static Verdict verdict(
            KeycloakSession session, AuthenticationSessionModel authentication) {
        if (!isMadeIn(session, authentication) || wasUsed(session, authentication)) {
            return Verdict.SATISFIED;
        }
        return StepUp.hasFactor(authentication.getAuthenticatedUser())
                ? Verdict.NOT_ASKED
                : Verdict.SET_UP;
    }

    /**
     * Whether a session may go on, although the demand can be newer than its sign-in: nothing is
     * demanded of its user, or a second factor was proved in it.
     */
    public static boolean isMetIn(KeycloakSession session, UserSessionModel userSession) {
        return !isMadeOf(userSession.getUser())
                || TenantSettings.of(userSession.getRealm()).isEmpty()
                || isProvedIn(session, userSession);
    }

    /** Whether a second factor was proved in a session, in its last sign-in or later. */
    public static boolean isProvedIn(KeycloakSession session, UserSessionModel userSession) {
        if (StepUp.verifiedAt(userSession).isPresent()) {
            return true;
        }
        String isProved = userSession.getNote(PROVED_NOTE);
        if (isProved != null) {
            return Boolean.parseBoolean(isProved);
        }
        return MethodReferences.isKeptIn(userSession)
                ? MethodReferences.areOfSeveralFactors(userSession)
                : haveProved(
                        session,
                        userSession.getRealm(),
                        UsedCredentials.executionsOf(userSession),
                        LinkedMailbox.isProvedAgainIn(userSession));
    }

    /**
     * Whether the user has something that a sign-in with a password asks for, and this one has not.
     * It is the rule for a grant that cannot ask: without a page, a code can be neither sent nor
     * typed in, and no key can sign.
     */
    public static boolean wasNotAskedAfterPassword(
            KeycloakSession session, AuthenticationSessionModel authentication) {
        UserModel user = authentication.getAuthenticatedUser();
        return TenantSettings.of(authentication.getRealm()).isPresent()
                && ASKED_AFTER_A_PASSWORD.stream()
                        .map(SecondFactor::type)
                        .anyMatch(user.credentialManager()::isConfiguredFor)
                && !wasUsed(session, authentication);
    }

    /**
     * Whether the realm demands a factor of everybody, in the API and on its pages, and the sign-in
     * has used none. A grant runs neither of these flows, and has no page to set one up on.
     */
    public static boolean isMadeBeside(
            KeycloakSession session, AuthenticationSessionModel authentication) {
        return Tenant.of(session, authentication.getRealm())
                        .filter(tenant -> new DemandSteps(tenant.realm(), tenant.client()).areOn())
                        .isPresent()
                && !wasUsed(session, authentication);
    }

    /**
     * The required actions that the user must complete on a page before the sign-in can end,
     * including the demand.
     */
    public static List<String> pendingActions(HeadlessProcessor finished, Verdict verdict) {
        List<String> pending = finished.pendingActions();
        // The realm may have switched off the action that Keycloak would ask for.
        return verdict == Verdict.SATISFIED || pending.contains(SET_UP_APP)
                ? pending
                : Stream.concat(pending.stream(), Stream.of(SET_UP_APP)).toList();
    }

    /**
     * Lets the pages of a sign-in ask for an authenticator app as long as the demand is not met.
     * Before they do, the user can choose another factor.
     */
    public static void askOnPages(
            KeycloakSession session, AuthenticationSessionModel authentication) {
        if (verdict(session, authentication) == Verdict.SATISFIED) {
            if (isAskedByDemand(authentication)) {
                authentication.removeAuthNote(ASKED_NOTE);
                authentication.removeRequiredAction(SET_UP_APP);
            }
        } else if (!authentication.getRequiredActions().contains(SET_UP_APP)) {
            authentication.setAuthNote(ASKED_NOTE, "true");
            authentication.addRequiredAction(SET_UP_APP);
        }
    }

    private static boolean isAskedByDemand(AuthenticationSessionModel authentication) {
        return authentication.getAuthNote(ASKED_NOTE) != null;
    }

    /**
     * Whether a second factor is demanded in a sign-in, and any would do. None but an app will do
     * if an admin or the flow asks for that.
     */
    public static boolean isMetByAnyFactor(
            KeycloakSession session, AuthenticationSessionModel authentication) {
        boolean isAskedForAppByAdmin =
                authentication
                        .getAuthenticatedUser()
                        .getRequiredActionsStream()
                        .anyMatch(SET_UP_APP::equals);
        boolean isAskedForAppByFlow =
                authentication.getRequiredActions().contains(SET_UP_APP)
                        && !isAskedByDemand(authentication);
        return !isAskedForAppByAdmin
                && !isAskedForAppByFlow
                && verdict(session, authentication) != Verdict.SATISFIED;
    }

    /**
     * Whether the user may set up a factor before the sign-in ends. If there is another one that
     * was not used, the password alone would be enough for both.
     */
    public static boolean mayAddFactor(
            KeycloakSession session, AuthenticationSessionModel authentication) {
        return wasUsed(session, authentication)
                || !StepUp.hasFactor(authentication.getAuthenticatedUser());
    }

    /**
     * Whether the user may remove a credential before the sign-in ends. A second factor goes only
     * if one was used, also if others are left: the password alone must not choose which.
     *
     * @param type of the credential; null if there is none, or if only a directory knows it
     */
    public static boolean mayRemove(
            KeycloakSession session, AuthenticationSessionModel authentication, String type) {
        boolean canBeFactor =
                type == null
                        ? authentication.getAuthenticatedUser().isFederated()
                        : SecondFactor.TYPES.contains(type);
        return !canBeFactor || wasUsed(session, authentication);
    }

    /**
     * Whether the user is protected by a factor beside the password, and none was used in this
     * sign-in. A passkey alone is no such factor, see {@link
     * SecondFactor#TYPES_BESIDE_THE_PASSWORD}.
     */
    public static boolean wasLeftOut(
            KeycloakSession session, AuthenticationSessionModel authentication) {
        return SecondFactor.isHeldBesideThePassword(authentication.getAuthenticatedUser())
                && !wasUsed(session, authentication);
    }

    /**
     * Whether Keycloak's pages meet the demand if they go on with the sign-in. They do not if the
     * realm has switched off the action that asks for it.
     */
    public static boolean isMetOnPages(
            KeycloakSession session, AuthenticationSessionModel authentication) {
        return authentication.getAuthenticatedUser() == null
                || verdict(session, authentication) == Verdict.SATISFIED
                || BrowserContinuation.asksForAll(authentication, List.of(SET_UP_APP));
    }

    // The user chooses what to set up

    /**
     * What a user without a factor can set up on the pages to meet the demand. An admin or a flow
     * that asks for an app leaves no choice.
     */
    public static List<FactorSetUp> choices(
            KeycloakSession session, AuthenticationSessionModel authentication) {
        List<FactorSetUp> all = FactorSetUp.of(session, authentication);
        return all.isEmpty() || !isMetByAnyFactor(session, authentication)
                ? List.of(FactorSetUp.APP)
                : all;
    }

    /** What the user has chosen. */
    public static Optional<FactorSetUp> chosen(AuthenticationSessionModel authentication) {
        return Optional.ofNullable(authentication.getAuthNote(CHOSEN_NOTE))
                .flatMap(FactorSetUp::ofAction);
    }

    /** Lets the pages ask for what the user has chosen. */
    public static void choose(AuthenticationSessionModel authentication, FactorSetUp chosen) {
        authentication.setAuthNote(CHOSEN_NOTE, chosen.action());
        authentication.addRequiredAction(chosen.action());
    }

    /**
     * Lets the session of the sign-in know whether a second factor was proved or set up: the next
     * client must not ask again. Keycloak keeps the session of a user who signs in anew, and lets
     * it change factors for some minutes. What it has proved before counts no longer then.
     */
    public static void keep(KeycloakSession session, AuthenticationSessionModel authentication) {
        if (TenantSettings.of(authentication.getRealm()).isEmpty()) {
            return;
        }
        if (wasUsed(session, authentication)) {
            authentication.setUserSessionNote(PROVED_NOTE, "true");
        } else if (CookieSession.of(session, authentication).isEmpty()) {
            authentication.setUserSessionNote(PROVED_NOTE, "false");
            StepUp.closeAtSignIn(authentication);
        }
    }

    /** Counts a factor that the user has set up in this sign-in as used. */
    public static void setUp(AuthenticationSessionModel authentication) {
        authentication.setAuthNote(SET_UP_NOTE, "true");
        StepUp.openAtSignIn(authentication);
    }

    /** Whether the sign-in has proved a second factor, or the earlier one that it continues has. */
    public static boolean wasUsed(
            KeycloakSession session, AuthenticationSessionModel authentication) {
        return authentication.getAuthNote(SET_UP_NOTE) != null
                || UsedCredentials.of(authentication).stream()
                        .anyMatch(SecondFactor.TYPES::contains)
                || wasUsedInSession(session, authentication);
    }

    /**
     * Looks at the steps of this sign-in, and at the session of an earlier one if its cookie lets
     * the user in.
     */
    private static boolean wasUsedInSession(
            KeycloakSession session, AuthenticationSessionModel authentication) {
        Optional<UserSessionModel> earlier = CookieSession.of(session, authentication);
        return earlier.filter(found -> isProvedIn(session, found)).isPresent()
                || haveProved(
                        session,
                        authentication.getRealm(),
                        UsedCredentials.executionsOf(authentication),
                        LinkedMailbox.isProvedAgainIn(authentication)
                                || earlier.filter(LinkedMailbox::isProvedAgainIn).isPresent());
    }

    /**
     * Whether steps of flows have proved a second factor.
     *
     * @param isOnlyMailboxOfLink whether a code by mail has gone to the mailbox of the link that
     *     the session began with, and so proves nothing
     */
    private static boolean haveProved(
            KeycloakSession session,
            RealmModel realm,
            Set<String> executions,
            boolean isOnlyMailboxOfLink) {
        return executions.stream()
                .map(realm::getAuthenticationExecutionById)
                .flatMap(step -> factorOf(session, step).stream())
                .anyMatch(factor -> !isOnlyMailboxOfLink || factor != SecondFactor.MAIL_CODE);
    }

    /**
     * The factor that a step has certainly asked for; nothing if it asks for none, or if it is
     * gone. A code that a step takes is also among the {@link UsedCredentials}.
     */
    private static Optional<SecondFactor> factorOf(
            KeycloakSession session, AuthenticationExecutionModel step) {
        return Optional.ofNullable(step)
                .map(AuthenticationExecutionModel::getAuthenticator)
                .filter(id -> !id.equals(CODE_UNLESS_SKIPPED))
                .map(
                        id ->
                                (AuthenticatorFactory)
                                        session.getKeycloakSessionFactory()
                                                .getProviderFactory(Authenticator.class, id))
                .map(
                        factory ->
                                APP_IN_PASSWORD_GRANT.equals(factory.getId())
                                        ? SecondFactor.TOTP.type()
                                        : factory.getReferenceCategory())
                .flatMap(SecondFactor::ofType);
    }
}
