package io.authrealm.suite;

import static io.authrealm.suite.AdminRoute.Subject.ALIVE;
import static io.authrealm.suite.AdminRoute.Subject.DELETED;
import static io.authrealm.suite.AdminRoute.Subject.IMPORT;
import static io.authrealm.suite.AdminRoute.Subject.INVITE;
import static io.authrealm.suite.AdminRoute.Subject.NONE;
import static io.authrealm.suite.AdminRoute.Subject.TENANT;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A route of admins of users and invites, with a request that succeeds if the caller may make it.
 *
 * @param template the path as the resource declares it
 * @param query the part after the path
 * @param subject the object that must exist for the request to succeed
 * @param needsMore whether it needs more than the right to see all users
 * @param success the status of a successful answer
 * @param body null if the route takes none
 */
record AdminRoute(
        String method,
        String template,
        String query,
        Subject subject,
        boolean needsMore,
        int success,
        Supplier<Object> body) {

    /** The subject of a route. */
    enum Subject {
        NONE,
        ALIVE,
        DELETED,
        IMPORT,
        INVITE,

        /** The tenant itself. */
        TENANT
    }

    private static final String LIST = "/v1/users";
    private static final String USER = "/v1/users/{id}";
    private static final String IMPORTS = "/v1/users/imports";
    private static final String INVITES = "/v1/invites";
    private static final Supplier<Object> NOTHING = null;

    /** All routes; {@link AdminAccessIT} compares them with those that the jar declares. */
    static List<AdminRoute> all() {
        return List.of(
                viewing(LIST, NONE),
                managing("POST", LIST, NONE, 201, AdminRoute::newUser),
                viewing("/v1/users/stats", NONE),
                viewing("/v1/users/trends", NONE),
                viewing("/v1/users/deleted", NONE),
                viewing(USER, ALIVE),
                managing("PATCH", USER, ALIVE, 200, () -> Map.of("display_name", "Changed")),
                managing("DELETE", USER, ALIVE, 204, NOTHING),
                managing("POST", USER + "/restore", DELETED, 200, NOTHING),
                managing("DELETE", USER + "/purge", DELETED, 204, NOTHING),
                managing("POST", USER + "/purge", DELETED, 204, NOTHING),
                managing("POST", USER + "/password", ALIVE, 204, AdminRoute::newPassword),
                managing("PUT", USER + "/password", ALIVE, 204, AdminRoute::newPassword),
                viewing(USER + "/mfa", ALIVE),
                managing("DELETE", USER + "/mfa", ALIVE, 200, NOTHING),
                // The id of the user is the id of no factor.
                managing("DELETE", USER + "/mfa/{id}", ALIVE, 404, NOTHING),
                managing("PUT", USER + "/mfa-required", ALIVE, 200, () -> Map.of("required", true)),
                viewing(USER + "/security", ALIVE),
                viewing(USER + "/sessions", ALIVE),
                managing("POST", USER + "/sessions/revoke-all", ALIVE, 200, NOTHING),
                viewing(USER + "/access", ALIVE),
                managing(
                        "POST",
                        "/v1/users/bulk",
                        NONE,
                        200,
                        () -> Map.of("users", List.of(newUser()))),
                new AdminRoute(
                        "POST",
                        "/v1/users/bulk/import",
                        "?source=auth0",
                        NONE,
                        true,
                        200,
                        AdminRoute::newUser),
                managing("POST", IMPORTS, NONE, 201, () -> Map.of("source", "native")),
                managing("GET", IMPORTS + "/{id}", IMPORT, 200, NOTHING),
                managing("GET", IMPORTS + "/{id}/errors", IMPORT, 200, NOTHING),
                new AdminRoute(
                        "PUT",
                        IMPORTS + "/{id}/content",
                        "?offset=0&complete=true",
                        IMPORT,
                        true,
                        200,
                        AdminRoute::newUser),
                managing("DELETE", IMPORTS + "/{id}", IMPORT, 204, NOTHING),
                viewing("/v1/tenants/{id}/invites", TENANT),
                managing("POST", INVITES, NONE, 201, AdminRoute::newUser),
                managing("POST", INVITES + "/{id}/resend", INVITE, 200, NOTHING),
                managing("DELETE", INVITES + "/{id}", INVITE, 204, NOTHING));
    }

    private static Map<String, Object> newUser() {
        return Map.of("email", TestRealm.newEmail());
    }

    private static Object newPassword() {
        return Map.of("password", "a-new-horse-battery");
    }

    private static AdminRoute viewing(String template, Subject subject) {
        return new AdminRoute("GET", template, "", subject, false, 200, NOTHING);
    }

    private static AdminRoute managing(
            String method, String template, Subject subject, int success, Supplier<Object> body) {
        return new AdminRoute(method, template, "", subject, true, success, body);
    }

    /** Sends the request about the subject with this id. */
    Answer send(Api api, String id) {
        String path = template.replace("{id}", id) + query;
        if (body != null) {
            return api.with("Idempotency-Key", TestRealm.random()).send(method, path, body.get());
        }
        return switch (method) {
            case "GET" -> api.get(path);
            case "DELETE" -> api.delete(path);
            default -> api.post(path);
        };
    }

    boolean isList() {
        return template.equals(LIST) && !needsMore;
    }

    boolean isAboutAUser() {
        return subject == ALIVE || subject == DELETED;
    }

    /** Whether there is an id in the path of something that need not be there. */
    boolean isAboutOne() {
        return subject != NONE && subject != TENANT;
    }

    @Override
    public String toString() {
        return method + " " + template;
    }
}
