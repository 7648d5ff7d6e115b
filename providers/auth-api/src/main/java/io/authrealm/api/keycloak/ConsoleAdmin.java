package io.authrealm.api.keycloak;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.common.ClientConnection;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.ErrorResponse;
import org.keycloak.services.ErrorResponseException;
import org.keycloak.services.resources.admin.AdminAuth;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissions;

/**
 * The admin who uses Keycloak's console or its admin REST API, and what code that Keycloak calls
 * there can say to this admin.
 */
public final class ConsoleAdmin {

    private final KeycloakSession session;
    private final AdminAuth auth;
    private final ClientConnection connection;

    private ConsoleAdmin(KeycloakSession session, AdminAuth auth, ClientConnection connection) {
        this.session = session;
        this.auth = auth;
        this.connection = connection;
    }

    /** Nothing if the session serves no request of an admin. */
    public static Optional<ConsoleAdmin> of(KeycloakSession session) {
        KeycloakContext context = session.getContext();
        if (AdminRequest.of(session).isEmpty()
                || !(context.getBearerToken() instanceof AccessToken token)
                || token.getIssuer() == null) {
            return Optional.empty();
        }
        // Keycloak has verified the token in the realm that the last part of its issuer names.
        String issuer = token.getIssuer();
        RealmModel home =
                session.realms().getRealmByName(issuer.substring(issuer.lastIndexOf('/') + 1));
        ClientModel client = home == null ? null : home.getClientByClientId(token.getIssuedFor());
        UserModel user = context.getUser();
        return client == null || user == null
                ? Optional.empty()
                : Optional.of(
                        new ConsoleAdmin(
                                session,
                                new AdminAuth(home, token, user, client),
                                context.getConnection()));
    }

    /** The admin's user id. */
    public String id() {
        return auth.getUser().getId();
    }

    public boolean mayView(RealmModel realm, UserModel user) {
        return AdminPermissions.evaluator(session, realm, auth).users().canView(user);
    }

    /** The admin's events in a session of a job. */
    public AdminEventWriter eventsIn(KeycloakSession job, RealmModel realm) {
        return new AdminEventWriter(new AdminEventBuilder(realm, auth, job, connection));
    }

    /** The exception that Keycloak answers with 409, from wherever it is thrown. */
    public static RuntimeException conflict(String message) {
        return ErrorResponse.exists(message);
    }

    /**
     * The exception that Keycloak answers as if the request had succeeded. Everything that the
     * request itself has done is rolled back.
     */
    public static RuntimeException doneOtherwise() {
        // With an entity, because Keycloak would make an error of an exception without; and with a
        // type, because Keycloak demands one of an entity.
        return new ErrorResponseException(
                Response.status(Response.Status.NO_CONTENT)
                        .entity("")
                        .type(MediaType.TEXT_PLAIN_TYPE)
                        .build());
    }
}
