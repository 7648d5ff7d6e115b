package io.authrealm.api.service.session;

import io.authrealm.api.store.SessionEnds;
import io.authrealm.api.tenant.TenantSettings;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keycloak.Config;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Makes "Sign out" of all sessions of a user in Keycloak's console, or in its admin REST API, end
 * what the API's own route ends. That includes second-factor challenges and sign-ins under way. The
 * switch "Enabled" ends the same, as a suspension by the API does: Keycloak would go on with the
 * sessions once the user is enabled again.
 */
public final class ConsoleSignOut implements EventListenerProviderFactory {

    private static final Pattern SIGN_OUT = Pattern.compile("users/([^/]+)/logout");
    private static final Pattern UPDATE = Pattern.compile("users/([^/]+)");

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new EventListenerProvider() {
            @Override
            public void onEvent(Event event) {}

            @Override
            public void onEvent(AdminEvent event, boolean includeRepresentation) {
                if (event.getResourceType() == ResourceType.USER) {
                    if (event.getOperationType() == OperationType.ACTION) {
                        signOut(session, event, SIGN_OUT, user -> true);
                    } else if (event.getOperationType() == OperationType.UPDATE) {
                        signOut(session, event, UPDATE, user -> !user.isEnabled());
                    }
                }
            }

            @Override
            public void close() {}
        };
    }

    private static void signOut(
            KeycloakSession session,
            AdminEvent event,
            Pattern path,
            Predicate<UserModel> isSignedOut) {
        Matcher matcher = path.matcher(event.getResourcePath());
        if (!matcher.matches()) {
            return;
        }
        RealmModel realm = session.realms().getRealm(event.getRealmId());
        if (realm == null || TenantSettings.of(realm).isEmpty()) {
            return;
        }
        String id = matcher.group(1);
        UserModel user = session.users().getUserById(realm, id);
        // The API's own route writes this event as well.
        if (user != null && isSignedOut.test(user) && !LateSessions.areToBeSwept(session, id)) {
            new SessionEnds(session).raise(realm, user, null);
            LateSessions.sweepAfterCommit(session, realm, user);
        }
    }

    /** Works for every realm, whichever event listeners it names. */
    @Override
    public boolean isGlobal() {
        return true;
    }

    @Override
    public String getId() {
        return "authrealm-console-sign-out";
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
