package io.authrealm.api.keycloak;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.keycloak.authentication.authenticators.util.LoAUtil;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.AuthenticationFlowBindings;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.util.JsonSerialization;

/**
 * The level of authentication of a session, which tokens carry as {@code acr}. A flow may have
 * levels; a factor that is proved later raises the session to the level that it has in the flow.
 */
public final class SessionLevel {

    private SessionLevel() {}

    /**
     * Raises the session of a client to the level of a type of credentials that the user has just
     * proved. A level never falls. Tokens carry the new one from the next refresh on.
     */
    public static void raise(
            KeycloakSession session,
            RealmModel realm,
            ClientModel client,
            UserSessionModel userSession,
            String credentialType) {
        AuthenticatedClientSessionModel clientSession =
                userSession.getAuthenticatedClientSessionByClient(client.getId());
        int level =
                LoAUtil.getCredentialTypesToLoAMap(session, realm, flowOf(realm, client))
                        .getOrDefault(credentialType, Constants.NO_LOA);
        if (clientSession == null
                || level <= LoAUtil.getCurrentLevelOfAuthentication(clientSession)) {
            return;
        }
        clientSession.setNote(Constants.LEVEL_OF_AUTHENTICATION, String.valueOf(level));
        Map<Integer, Integer> reached = reached(userSession);
        reached.put(level, (int) ServerTime.seconds());
        try {
            userSession.setNote(Constants.LOA_MAP, JsonSerialization.writeValueAsString(reached));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static AuthenticationFlowModel flowOf(RealmModel realm, ClientModel client) {
        String bound =
                client.getAuthenticationFlowBindingOverride(
                        AuthenticationFlowBindings.BROWSER_BINDING);
        AuthenticationFlowModel flow =
                bound == null ? null : realm.getAuthenticationFlowById(bound);
        return flow == null ? realm.getBrowserFlow() : flow;
    }

    /** When each level was reached, in seconds since 1970. */
    private static Map<Integer, Integer> reached(UserSessionModel userSession) {
        String note = userSession.getNote(Constants.LOA_MAP);
        if (note == null) {
            return new TreeMap<>();
        }
        try {
            return JsonSerialization.readValue(
                    note, new TypeReference<TreeMap<Integer, Integer>>() {});
        } catch (IOException e) {
            throw new IllegalStateException("unreadable levels of session " + userSession.getId());
        }
    }
}
