package io.authrealm.api.mount;

import io.authrealm.api.http.Call;
import io.authrealm.core.json.InputError;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Keeps requests to the API away from those parts of the server that fail before an endpoint is
 * reached, with an empty answer or an error page: the parsing of content types, the parsing of
 * forms, and the server's own limit of bodies. Such a request is passed on with a content type that
 * no endpoint takes, so that the API refuses it in its own words. Paths and queries that Keycloak
 * refuses for everybody are refused here. Cookies that the dialect does not read are removed. A
 * request is passed on once its body has arrived.
 */
@Singleton
public class RequestSanitizer {

    /** Except tab, line feed and carriage return, which Keycloak lets through. */
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f&&[^\\t\\n\\r]]");

    private static final Pattern MEDIA_TYPE = Pattern.compile("[\\w.+-]+/[\\w.+-]+\\s*(;.*)?");
    private static final List<HttpMethod> METHODS =
            List.of(
                    HttpMethod.GET,
                    HttpMethod.HEAD,
                    HttpMethod.POST,
                    HttpMethod.PUT,
                    HttpMethod.PATCH,
                    HttpMethod.DELETE,
                    HttpMethod.OPTIONS);

    private static final String ALLOW =
            METHODS.stream().map(HttpMethod::name).collect(Collectors.joining(", "));

    private static final String REFUSED = "application/octet-stream";

    /** Before every other route of the server. */
    private static final int FIRST = -100_000;

    private final RequestBodies bodies =
            new RequestBodies(Call.MAX_BODY_BYTES, Runtime.getRuntime().maxMemory() / 8);

    void register(@Observes Router router) {
        router.routeWithRegex(Dialect.PATHS.pattern()).order(FIRST).handler(this::sanitize);
    }

    static boolean isOfTheApi(URI request) {
        return Dialect.PATHS.matcher(request.getPath()).matches();
    }

    private void sanitize(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!METHODS.contains(request.method())) {
            context.response().setStatusCode(405).putHeader(HttpHeaders.ALLOW, ALLOW).end();
            return;
        }
        Optional<String> fault = faultOfTarget(context);
        if (fault.isPresent()) {
            InputError error = new InputError.Malformed(fault.get());
            EarlyAnswer.send(context, refusals -> refusals.badInput(error));
            return;
        }
        MultiMap headers = request.headers();
        // The cookie of a login page must not sign a user in to the API, whatever steps the flow
        // has.
        keepCookies(headers, Dialect.of(context.normalizedPath()).cookies());
        String type = headers.get(HttpHeaders.CONTENT_TYPE);
        if (isTooLong(headers.get(HttpHeaders.CONTENT_LENGTH))) {
            markTooLarge(headers);
            context.next();
            return;
        }
        if (type != null && !isHarmless(type.toLowerCase(Locale.ROOT))) {
            headers.set(HttpHeaders.CONTENT_TYPE, REFUSED);
        }
        boolean isStreamed =
                HttpMethod.PUT.equals(request.method())
                        && Dialect.isStreamed(context.normalizedPath());
        if (isStreamed) {
            bodies.stream(context);
        } else {
            bodies.take(context, () -> markTooLarge(headers));
        }
    }

    /** Removes all cookies but these. */
    static void keepCookies(MultiMap headers, Set<String> names) {
        List<String> sent = headers.getAll(HttpHeaders.COOKIE);
        headers.remove(HttpHeaders.COOKIE);
        if (names.isEmpty()) {
            return;
        }
        String kept =
                sent.stream()
                        .flatMap(header -> Arrays.stream(header.split(";")))
                        .map(String::strip)
                        .filter(cookie -> names.contains(nameOf(cookie)))
                        .collect(Collectors.joining("; "));
        if (!kept.isEmpty()) {
            headers.set(HttpHeaders.COOKIE, kept);
        }
    }

    private static String nameOf(String cookie) {
        int end = cookie.indexOf('=');
        return (end < 0 ? cookie : cookie.substring(0, end)).stripTrailing();
    }

    /** The endpoint answers without reading the body. */
    private static void markTooLarge(MultiMap headers) {
        headers.remove(HttpHeaders.CONTENT_LENGTH);
        headers.set(HttpHeaders.CONTENT_TYPE, Call.TOO_LARGE);
    }

    /** Why Keycloak's own filters would refuse the path or the query. */
    private static Optional<String> faultOfTarget(RoutingContext context) {
        String path = context.request().path();
        if (!path.equals(context.normalizedPath())) {
            return Optional.of("the path is not normalized");
        }
        if (path.indexOf(';') >= 0) {
            return Optional.of("the path has a semicolon");
        }
        return context.queryParams().entries().stream()
                        .anyMatch(parameter -> CONTROL.matcher(parameter.getValue()).find())
                ? Optional.of("the query has a control character")
                : Optional.empty();
    }

    private static boolean isTooLong(String length) {
        try {
            return length != null && Long.parseLong(length) > Call.MAX_BODY_BYTES;
        } catch (NumberFormatException e) {
            return true;
        }
    }

    private static boolean isHarmless(String type) {
        return MEDIA_TYPE.matcher(type).matches()
                && !type.startsWith("application/x-www-form-urlencoded")
                && !type.startsWith("multipart/");
    }
}
