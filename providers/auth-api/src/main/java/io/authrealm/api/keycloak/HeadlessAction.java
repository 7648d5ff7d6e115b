package io.authrealm.api.keycloak;

import java.util.Map;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.RequiredActionContextResult;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Runs a required action of Keycloak without its page, in a sign-in that waits for it. */
public final class HeadlessAction {

    /** How the action takes what the user has given. */
    public enum Outcome {
        /** The user need not do it any more. */
        DONE,

        /** The action asks again, or answers something that this class does not know. */
        INVALID,

        /** The user may not sign in this way. */
        DECLINED
    }

    private final KeycloakSession session;
    private final AuthenticationSessionModel authentication;

    public HeadlessAction(KeycloakSession session, AuthenticationSessionModel authentication) {
        this.session = session;
        this.authentication = authentication;
    }

    /**
     * Submits the action's form, and writes the event of the outcome.
     *
     * @param alias of an action that the server has
     * @param fields of the form; there are no others
     */
    public Outcome submit(String alias, Map<String, String> fields) {
        RequiredActionFactory factory = factory(alias);
        UserModel user = authentication.getAuthenticatedUser();
        EventBuilder event =
                TracedEvents.open(
                                session,
                                authentication.getRealm(),
                                authentication.getClient().getClientId(),
                                EventType.CUSTOM_REQUIRED_ACTION)
                        .user(user)
                        .detail(Details.CUSTOM_REQUIRED_ACTION, factory.getId());
        HeadlessRequest request = new HeadlessRequest(session.getContext().getHttpRequest());
        request.submit(fields, fields.keySet());
        RequiredActionContextResult context =
                new RequiredActionContextResult(
                        authentication,
                        authentication.getRealm(),
                        event,
                        session,
                        request,
                        user,
                        factory);
        factory.create(session).processAction(context);
        if (context.getStatus() == null) {
            return Outcome.INVALID;
        }
        return switch (context.getStatus()) {
            case SUCCESS -> {
                event.clone().success();
                authentication.removeRequiredAction(alias);
                user.removeRequiredAction(alias);
                authentication.removeAuthNote(
                        AuthenticationProcessor.CURRENT_AUTHENTICATION_EXECUTION);
                yield Outcome.DONE;
            }
            case FAILURE, CANCELLED -> {
                event.clone().error(Errors.REJECTED_BY_USER);
                yield Outcome.DECLINED;
            }
            case CHALLENGE, IGNORE -> Outcome.INVALID;
        };
    }

    /** An action that the realm does not have is named by its alias alone. */
    private RequiredActionFactory factory(String alias) {
        RealmModel realm = authentication.getRealm();
        RequiredActionProviderModel action = realm.getRequiredActionProviderByAlias(alias);
        return (RequiredActionFactory)
                session.getKeycloakSessionFactory()
                        .getProviderFactory(
                                RequiredActionProvider.class,
                                action == null ? alias : action.getProviderId());
    }
}
