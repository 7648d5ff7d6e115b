package io.authrealm.api.keycloak.provider;

import io.authrealm.api.keycloak.KeyRegistration;
import io.authrealm.api.service.factor.SecondFactorDemand;
import io.authrealm.api.store.CredentialTurns;
import io.authrealm.api.tenant.TenantSettings;
import java.util.function.Consumer;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.models.Constants;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The changes of second factors on Keycloak's own pages. In a realm that has opted in, a session
 * that has proved none of the user's factors changes none of them: otherwise the password alone
 * would be enough for both. The user reads why, and can sign in again or go back.
 */
final class FactorChanges {

    private static final String REFUSAL = "authrealm-factor-first.ftl";

    /** Decides about the change that a page asks for. */
    interface Rule {

        /** Whether the session of the page may make it. */
        boolean allows(RequiredActionContext context);
    }

    /**
     * For a page that adds a factor, or replaces one. The first one needs no other, and is then a
     * proof itself: otherwise it would keep its user from adding the next one.
     */
    static final FactorChanges ADDITIONS =
            new FactorChanges(
                    context ->
                            SecondFactorDemand.mayAddFactor(
                                    context.getSession(), context.getAuthenticationSession()),
                    SecondFactorDemand::setUp);

    /** For a page that adds an account that signs in. It is no proof. */
    static final FactorChanges LINKS = new FactorChanges(ADDITIONS.rule, authentication -> {});

    private final Rule rule;

    /** What the sign-in knows afterwards. */
    private final Consumer<AuthenticationSessionModel> result;

    private FactorChanges(Rule rule, Consumer<AuthenticationSessionModel> result) {
        this.rule = rule;
        this.result = result;
    }

    /** For a page that removes a factor. */
    static FactorChanges removals(Rule rule) {
        return new FactorChanges(rule, authentication -> {});
    }

    /** Shows the page, unless the session may not make the change. */
    void show(RequiredActionContext context, Runnable page) {
        if (allows(context)) {
            page.run();
        } else if (isPassedOver(context.getAuthenticationSession())) {
            report(context);
            context.ignore();
        } else {
            refuse(context);
        }
    }

    /**
     * The link of a mail has led to several pages, and this is one of them: those that an admin has
     * ordered, or those after a forgotten password. The page must not stand in the way of the
     * others, because there is no sign-in in which the user could prove a factor. What an admin has
     * ordered stays ordered.
     */
    private static boolean isPassedOver(AuthenticationSessionModel authentication) {
        return !endsInSession(authentication);
    }

    /** A forgotten password can be set, and an address proved, without a sign-in afterwards. */
    static boolean endsInSession(AuthenticationSessionModel authentication) {
        return authentication.getAuthNote(AuthenticationManager.END_AFTER_REQUIRED_ACTIONS) == null;
    }

    /**
     * Makes the change, unless the session may not. The page may have been opened before the user
     * got a factor, so this looks again, and lets no other request change the user's factors.
     */
    void make(RequiredActionContext context, Runnable change) {
        if (isGuarded(context)) {
            new CredentialTurns(context.getSession()).take(context.getUser());
        }
        if (allows(context)) {
            change.run();
        } else {
            refuse(context);
        }
        AuthenticationSessionModel authentication = context.getAuthenticationSession();
        if (context.getStatus() == RequiredActionContext.Status.SUCCESS
                && !KeyRegistration.isRunningIn(authentication)) {
            result.accept(authentication);
        }
    }

    boolean allows(RequiredActionContext context) {
        return !isGuarded(context) || rule.allows(context);
    }

    /** The API has rules of its own for the keys that it registers by the same action. */
    private static boolean isGuarded(RequiredActionContext context) {
        return TenantSettings.of(context.getRealm()).isPresent()
                && !KeyRegistration.isRunningIn(context.getAuthenticationSession());
    }

    private static void refuse(RequiredActionContext context) {
        report(context);
        context.challenge(
                context.form()
                        .setAttribute("authrealmMayGoBack", mayGoBack(context))
                        .createForm(REFUSAL));
    }

    private static void report(RequiredActionContext context) {
        context.getEvent()
                .clone()
                .user(context.getUser())
                .detail(Details.REASON, "no second factor was proved")
                .error(Errors.NOT_ALLOWED);
    }

    /** The user has asked for the change, and nobody else. */
    private static boolean mayGoBack(RequiredActionContext context) {
        return isClientNote(context, Constants.KC_ACTION_EXECUTING, context.getAction())
                && !isClientNote(context, Constants.KC_ACTION_ENFORCED, "true");
    }

    static boolean isClientNote(RequiredActionContext context, String name, String value) {
        return value.equals(context.getAuthenticationSession().getClientNote(name));
    }
}
