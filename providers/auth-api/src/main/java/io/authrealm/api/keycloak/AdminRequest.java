package io.authrealm.api.keycloak;

import jakarta.enterprise.context.ContextNotActiveException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.KeycloakSession;

/**
 * The request of Keycloak's admin REST API that a session serves. Keycloak's console sends such
 * requests too. Keycloak does not tell the code that it calls which request it is about.
 *
 * @param path the parts of the path behind the name of the realm
 */
public record AdminRequest(String method, List<String> path) {

    private static final String PREFIX = "admin/realms/";

    /** Nothing if the session serves another request, or none. */
    public static Optional<AdminRequest> of(KeycloakSession session) {
        try {
            HttpRequest request = session.getContext().getHttpRequest();
            // From 26.7 on there is no request then, and before an empty one.
            if (request == null || request.getHttpMethod() == null) {
                return Optional.empty();
            }
            String path = request.getUri().getPath();
            List<String> parts =
                    Stream.of(path.split("/", -1)).filter(part -> !part.isEmpty()).toList();
            return parts.size() > 3 && String.join("/", parts).startsWith(PREFIX)
                    ? Optional.of(
                            new AdminRequest(
                                    request.getHttpMethod(), parts.subList(3, parts.size())))
                    : Optional.empty();
        } catch (ContextNotActiveException e) {
            return Optional.empty();
        }
    }

    /** Whether it is this request about the user. */
    public boolean isAbout(String userId, String expectedMethod) {
        return method.equals(expectedMethod) && path.equals(List.of("users", userId));
    }

    /** Whether it creates a user, or changes one other than this. */
    public boolean writesAnotherUserThan(String userId) {
        boolean creates = method.equals("POST") && path.equals(List.of("users"));
        boolean changes = method.equals("PUT") && path.size() == 2 && path.get(0).equals("users");
        return creates || (changes && !path.get(1).equals(userId));
    }

    /** Whether it writes a component of a realm that is there, and not a whole realm. */
    public boolean writesComponent() {
        return path.get(0).equals("components");
    }
}
