package io.authrealm.suite;

import static io.authrealm.suite.AdminRoute.Subject.ALIVE;
import static io.authrealm.suite.AdminRoute.Subject.DELETED;
import static io.authrealm.suite.AdminRoute.Subject.NOBODY;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A route of admins below {@code /v1/users}, with a request that succeeds where the caller may make
 * it.
 *
 * @param template the path as the resource declares it
 * @param subject who has to be there for the request to succeed
 * @param isChange whether it needs more than the right to see users
 * @param success the status of an answer that is no error
 * @param body null where the route takes none
 */
record AdminRoute(
        String method,
        String template,
        Subject subject,
        boolean isChange,
        int success,
        Supplier<Object> body) {

    /** Whom a route is about. */
    enum Subject {
        NOBODY,
        ALIVE,
        DELETED
    }

    private static final String LIST = "/v1/users";
    private static final String USER = "/v1/users/{id}";

    /** All of them; {@link AdminAccessIT} compares this with what the jar declares. */
    static List<AdminRoute> all() {
        return List.of(
                read(LIST, NOBODY),
                change("POST", LIST, NOBODY, 201, () -> Map.of("email", TestRealm.newEmail())),
                read("/v1/users/stats", NOBODY),
                read("/v1/users/trends", NOBODY),
                read("/v1/users/deleted", NOBODY),
                read(USER, ALIVE),
                change("PATCH", USER, ALIVE, 200, () -> Map.of("display_name", "Changed")),
                change("DELETE", USER, ALIVE, 204),
                change("POST", USER + "/restore", DELETED, 200),
                change("DELETE", USER + "/purge", DELETED, 204),
                change("POST", USER + "/purge", DELETED, 204),
                change("POST", USER + "/password", ALIVE, 204, AdminRoute::newPassword),
                change("PUT", USER + "/password", ALIVE, 204, AdminRoute::newPassword),
                change("DELETE", USER + "/mfa", ALIVE, 200),
                change("PUT", USER + "/mfa-required", ALIVE, 200, () -> Map.of("required", true)),
                read(USER + "/security", ALIVE),
                read(USER + "/sessions", ALIVE),
                change("POST", USER + "/sessions/revoke-all", ALIVE, 200),
                read(USER + "/access", ALIVE));
    }

    private static Object newPassword() {
        return Map.of("password", "a-new-horse-battery");
    }

    private static AdminRoute read(String template, Subject subject) {
        return new AdminRoute("GET", template, subject, false, 200, null);
    }

    private static AdminRoute change(String method, String template, Subject subject, int success) {
        return new AdminRoute(method, template, subject, true, success, null);
    }

    private static AdminRoute change(
            String method, String template, Subject subject, int success, Supplier<Object> body) {
        return new AdminRoute(method, template, subject, true, success, body);
    }

    /** Sends the request about the user with this id. */
    Answer send(Api api, String id) {
        String path = template.replace("{id}", id);
        if (body != null) {
            return api.send(method, path, body.get());
        }
        return switch (method) {
            case "GET" -> api.get(path);
            case "DELETE" -> api.delete(path);
            default -> api.post(path);
        };
    }

    boolean isList() {
        return template.equals(LIST) && !isChange;
    }

    boolean isAboutAUser() {
        return subject != NOBODY;
    }

    @Override
    public String toString() {
        return method + " " + template;
    }
}
