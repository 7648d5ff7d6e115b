package io.authrealm.api.dialect.credebl;

import io.authrealm.api.Services;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.session.OwnSessionsResult;
import io.authrealm.api.service.session.SessionTokens;
import io.authrealm.api.service.session.Sessions;
import io.authrealm.core.outcome.Cases;
import io.authrealm.core.text.UuidSyntax;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** The sessions of a user. Their paths stand in {@link AuthResource}. */
final class SessionsResource {

    private static final Pattern SESSION_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /**
     * @param userId that the client has sent
     */
    private record ListOf(CredeblErrors errors, String userId) {

        /** The id of a user whom a directory keeps is no UUID, and it may be the caller's own. */
        Answer refused() {
            return errors.of(
                    UuidSyntax.isValid(userId)
                            ? CredeblError.NOT_OWN_SESSIONS
                            : CredeblError.INVALID_USER_ID);
        }
    }

    private static final Cases<ListOf, OwnSessionsResult, Answer> LISTED =
            Cases.<ListOf, OwnSessionsResult, Answer>of(OwnSessionsResult.class)
                    .when(
                            OwnSessionsResult.Listed.class,
                            (list, listed) ->
                                    CredeblBodies.done(
                                            200,
                                            "Sessions",
                                            listed.sessions().stream()
                                                    .map(CredeblBodies.Session::of)
                                                    .toList()))
                    .when(OwnSessionsResult.NotOwn.class, list -> list.refused())
                    .complete();

    private final Call call;
    private final Services services;
    private final CredeblErrors errors;

    SessionsResource(Call call, Services services, CredeblErrors errors) {
        this.call = call;
        this.services = services;
        this.errors = errors;
    }

    Response list(String userId) {
        return call.respond(
                errors,
                () -> {
                    Caller user = call.user();
                    String id = userId.trim();
                    return LISTED.apply(
                            new ListOf(errors, id),
                            services.sessions(user.tenant()).activeOf(user, id));
                });
    }

    /** A session of somebody else is one that there is not. */
    Response end(String sessionId) {
        return call.respond(
                errors,
                () -> {
                    Caller user = call.user();
                    String id = sessionId.trim();
                    if (isSessionId(id) && services.sessions(user.tenant()).revoke(user, id)) {
                        return CredeblBodies.done(200, "The session has ended");
                    }
                    return errors.of(
                            UuidSyntax.isValid(id)
                                    ? CredeblError.SESSION_NOT_FOUND
                                    : CredeblError.INVALID_SESSION_ID);
                });
    }

    /** Keycloak gives a sign-in on its pages an id that is no UUID. */
    private static boolean isSessionId(String id) {
        return SESSION_ID.matcher(id).matches();
    }

    Response signOut(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    Caller user = call.user();
                    CredeblRequests.SignOut request =
                            call.optionalBody(body, CredeblRequests.SignOut::parse);
                    Sessions sessions = services.sessions(user.tenant());
                    List<String> ended =
                            request.sessions() == null
                                    ? List.of(user.sessionId())
                                    : request.sessions();
                    ended.stream()
                            .map(String::trim)
                            .filter(SessionsResource::isSessionId)
                            .forEach(id -> sessions.revoke(user, id));
                    return CredeblBodies.done(200, "Signed out");
                });
    }

    Response details(String encryptedId) {
        return call.respond(
                errors,
                () -> {
                    SessionTokens tokens = services.sessionTokens();
                    return SignInAnswers.DETAILS.apply(errors, tokens.of(base64(encryptedId)));
                });
    }

    /** Clients encode the value of the query once or twice, or forget to. */
    private static String base64(String sent) {
        if (sent == null) {
            return null;
        }
        try {
            return URLDecoder.decode(sent.replace("+", "%2B"), StandardCharsets.UTF_8)
                    .trim()
                    .replace(' ', '+');
        } catch (IllegalArgumentException e) {
            return sent;
        }
    }
}
