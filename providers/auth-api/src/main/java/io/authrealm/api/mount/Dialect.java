package io.authrealm.api.mount;

import io.authrealm.api.Services;
import io.authrealm.api.dialect.authiqa.AuthiqaApi;
import io.authrealm.api.dialect.credebl.CredeblApi;
import io.authrealm.api.dialect.jitsudo.JitsudoApi;
import io.authrealm.api.dialect.qeet.QeetApi;
import io.authrealm.api.http.Call;
import io.authrealm.api.http.Refusals;
import io.authrealm.api.tenant.SpokenDialect;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The one table of mounts: which dialect answers at which path, below a realm and at the origin
 * root. Each dialect also needs a {@code RealmResourceProviderFactory} whose id is the first
 * segment of its path, and two methods in {@link RootResource}, because Keycloak and Jakarta REST
 * find both by constants.
 */
enum Dialect {
    /** Also answers at the paths of the root that need no version. */
    QEET(
            SpokenDialect.QEET,
            ApiMount.ID,
            "users/imports/[^/]+/content",
            union(QeetApi.cookies(), CredeblApi.cookies()),
            QeetApi::refusals,
            QeetApi::new),
    JITSUDO(
            SpokenDialect.JITSUDO,
            JitsudoMount.ID + "/v1",
            Dialect.NOTHING,
            Set.of(),
            JitsudoApi::refusals,
            JitsudoApi::new),

    /** Answers with the version in the path and without it. */
    CREDEBL(
            SpokenDialect.CREDEBL,
            CredeblMount.ID,
            Dialect.NOTHING,
            CredeblApi.cookies(),
            CredeblApi::refusals,
            CredeblApi::new),

    /** Its clients know no version. */
    AUTHIQA(
            SpokenDialect.AUTHIQA,
            AuthiqaMount.ID,
            Dialect.NOTHING,
            Set.of(),
            requestId -> AuthiqaApi.refusals(),
            AuthiqaApi::new);

    /** The pattern of no route. */
    private static final String NOTHING = "(?!)";

    private static final String AT_ROOT_ONLY =
            "/healthz|/readyz|/\\.well-known/(jwks\\.json|openid-configuration|webauthn)";

    /** Every path of the API; the group {@code path} is the first part of a dialect's. */
    static final Pattern PATHS =
            Pattern.compile(
                    "(/realms/[^/]+)?/(?<path>"
                            + Arrays.stream(values())
                                    .map(dialect -> dialect.path)
                                    .collect(Collectors.joining("|"))
                            + ")(?<rest>/.*)?|"
                            + AT_ROOT_ONLY);

    private final SpokenDialect name;
    private final String path;
    private final Pattern streamed;
    private final Set<String> cookies;
    private final Function<String, Refusals> refusals;
    private final BiFunction<Call, Services, Object> routes;

    /**
     * @param name by which a realm chooses it for its paths below {@code /v1}
     * @param path below a realm and at the root, without a slash at its ends
     * @param streamed a pattern of the routes whose content counts as far as it has come, even if
     *     the connection breaks; they are read while they work
     * @param cookies the names of the cookies that its routes read, and those of any dialect that a
     *     realm can choose for the path
     * @param refusals how the dialect refuses a request before there is a call, by request id
     * @param routes the Jakarta REST resource for the rest of the path
     */
    Dialect(
            SpokenDialect name,
            String path,
            String streamed,
            Set<String> cookies,
            Function<String, Refusals> refusals,
            BiFunction<Call, Services, Object> routes) {
        this.name = name;
        this.path = path;
        this.streamed = Pattern.compile('/' + streamed);
        this.cookies = cookies;
        this.refusals = refusals;
        this.routes = routes;
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        return Stream.concat(one.stream(), other.stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** The dialect that a realm has chosen for its paths below {@code /v1}. */
    static Dialect of(SpokenDialect name) {
        return Arrays.stream(values())
                .filter(dialect -> dialect.name == name)
                .findFirst()
                .orElse(QEET);
    }

    /**
     * The dialect that answers at the path of a request, unless the realm has chosen another one
     * for it: what is answered before the realm is known is in the words of this one.
     */
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

    /** The names of the cookies that reach the dialect's routes. */
    Set<String> cookies() {
        return cookies;
    }

    /** The resource that answers below the dialect's path. */
    Object routes(Call call, Services services) {
        return routes.apply(call, services);
    }

    /** What the dialect allows a browser in a preflight request. */
    Response preflight(Call call) {
        return call.preflight(refusals(call.requestId()).wire());
    }

    Refusals refusals(String requestId) {
        return refusals.apply(requestId);
    }
}
