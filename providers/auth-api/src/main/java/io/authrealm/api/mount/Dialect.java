package io.authrealm.api.mount;

import io.authrealm.api.dialect.qeet.QeetApi;
import io.authrealm.api.http.Refusals;
import java.util.Arrays;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The one table of mounts: which dialect answers at which path, below a realm and at the origin
 * root. A second dialect also needs a {@code RealmResourceProviderFactory} with its path as the id,
 * and a method in {@link RootResource}, because Keycloak and Jakarta REST find both by constants.
 */
enum Dialect {
    /** Also answers at the paths of the root that need no version. */
    QEET("v1", "users/imports/[^/]+/content", QeetApi::refusals);

    private static final String AT_ROOT_ONLY =
            "/healthz|/readyz|/\\.well-known/(jwks\\.json|openid-configuration)";

    /** Every path of the API; the group {@code path} is the first part of a dialect's. */
    static final Pattern PATHS =
            Pattern.compile(
                    "(/realms/[^/]+)?/(?<path>"
                            + Arrays.stream(values())
                                    .map(dialect -> dialect.path)
                                    .collect(Collectors.joining("|"))
                            + ")(?<rest>/.*)?|"
                            + AT_ROOT_ONLY);

    private final String path;
    private final Pattern streamed;
    private final Function<String, Refusals> refusals;

    /**
     * @param path below a realm, where it is the id of a mount, and at the root
     * @param streamed the routes whose content counts as far as it has come, even if the connection
     *     breaks; they are read while they work
     * @param refusals how the dialect refuses a request before there is a call, by request id
     */
    Dialect(String path, String streamed, Function<String, Refusals> refusals) {
        this.path = path;
        this.streamed = Pattern.compile('/' + streamed);
        this.refusals = refusals;
    }

    /** The dialect that answers at the path of a request. */
    static Dialect of(String requestPath) {
        Matcher matcher = PATHS.matcher(requestPath);
        String first = matcher.matches() ? matcher.group("path") : null;
        return Arrays.stream(values())
                .filter(dialect -> dialect.path.equals(first))
                .findFirst()
                .orElse(QEET);
    }

    /** Whether the content of a PUT to this path is streamed. */
    static boolean isStreamed(String requestPath) {
        Matcher matcher = PATHS.matcher(requestPath);
        return matcher.matches()
                && matcher.group("rest") != null
                && of(requestPath).streamed.matcher(matcher.group("rest")).matches();
    }

    Refusals refusals(String requestId) {
        return refusals.apply(requestId);
    }
}
