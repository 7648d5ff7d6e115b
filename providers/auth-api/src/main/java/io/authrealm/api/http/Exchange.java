package io.authrealm.api.http;

import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.caller.AdminTokens;
import io.authrealm.api.caller.BearerTokens;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.api.tenant.TenantResolver;
import io.authrealm.core.json.InputError;
import io.authrealm.core.json.Json;
import io.authrealm.core.json.JsonFields;
import io.authrealm.core.limits.AddressKey;
import io.authrealm.core.limits.TokenBuckets.Limit;
import io.authrealm.core.text.CurrentRequest;
import io.authrealm.core.text.RequestId;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.keycloak.headers.SecurityHeadersProvider;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakTransactionManager;

/**
 * One request to the API. Every endpoint runs inside {@link #anonymous}, {@link #authenticated} or
 * {@code administered}. They make the checks that an extension of Keycloak does not inherit, in
 * this order: tenant open, TLS, the Bearer token of authenticated routes, limits, content type,
 * body size, JSON, rules of the members. Whatever happens, the client gets JSON with the headers of
 * {@link ResponseHeaders}.
 *
 * <p>The answer of an endpoint is an outcome, and is committed before it leaves. Only what is
 * thrown is rolled back; {@link FailedRequest} turns it into an answer.
 */
public final class Exchange {

    private static final Logger LOG = Logger.getLogger(Exchange.class);

    /** The content type with which the sanitizer marks a body that is too large for any route. */
    public static final String TOO_LARGE = "application/x-too-large";

    /** The body of a route that takes none. What the client sends is not read. */
    private static final InputStream NO_BODY = null;

    /** How an anonymous route finds its tenant at the origin root. */
    public interface TenantLocator<R> {
        Optional<Tenant> locate(TenantResolver resolver, R request);
    }

    /** What an anonymous route answers if no tenant was found; {@code decoy} lends its settings. */
    public interface NoTenant<R> {
        Answer answer(Tenant decoy, R request);
    }

    private final KeycloakSession session;
    private final HttpState state;
    private final Mount mount;
    private final String requestId;
    private final long startedAt = System.nanoTime();
    private Tenant tenant;

    /**
     * The tenant whose limits and minimum response times apply until the tenant of an anonymous
     * request is known.
     */
    private Tenant entry;

    private boolean isTenantNamed;

    /** The user of the Bearer token; null before that is known. */
    private String callerId;

    /** The tenant whose web origins may read the answer; null for those of all tenants. */
    private Tenant originsOf;

    public Exchange(KeycloakSession session, HttpState state, Mount mount) {
        this.session = session;
        this.state = state;
        this.mount = mount;
        this.requestId = RequestId.accept(header(ResponseHeaders.REQUEST_ID));
    }

    public KeycloakSession session() {
        return session;
    }

    HttpState state() {
        return state;
    }

    public Mount mount() {
        return mount;
    }

    public String requestId() {
        return requestId;
    }

    /**
     * The tenant that an anonymous request names, or the one that lends its settings if the request
     * names none. If an answer must not reveal whether there is an account, what shows in it comes
     * from here, and not from the tenant of the account.
     */
    public Tenant entry() {
        return entry;
    }

    /** Whether the path, the header or the host name of the request names the tenant. */
    public boolean isTenantNamed() {
        return isTenantNamed;
    }

    /**
     * Runs a route that needs no credential.
     *
     * @param leastTime the minimum response time of every answer that is given after the body was
     *     read
     */
    public <R> Response anonymous(
            Refusals refusals,
            LeastTime leastTime,
            InputStream body,
            Function<JsonFields, R> parse,
            TenantLocator<R> locator,
            NoTenant<R> noTenant,
            BiFunction<Tenant, R, Answer> endpoint) {
        return respond(
                refusals,
                () -> {
                    if (entryTenant().isEmpty()) {
                        return refusals.notFound();
                    }
                    if (!isTransportAllowed(entry)) {
                        return refusals.httpsRequired();
                    }
                    int wait = takeAddressToken(entry);
                    if (wait > 0) {
                        return refusals.rateLimited(wait);
                    }
                    Answer answer = null;
                    try {
                        answer =
                                anonymousAnswer(refusals, body, parse, locator, noTenant, endpoint);
                        return answer;
                    } finally {
                        leastTime.await(startedAt, entry.settings(), answer);
                    }
                });
    }

    private <R> Answer anonymousAnswer(
            Refusals refusals,
            InputStream body,
            Function<JsonFields, R> parse,
            TenantLocator<R> locator,
            NoTenant<R> noTenant,
            BiFunction<Tenant, R, Answer> endpoint) {
        JsonFields fields = readBody(body, true, entry.settings().maxBodyBytes());
        R request = parse.apply(fields);
        Optional<InputError> error = fields.error();
        if (error.isPresent()) {
            return refusals.badInput(error.get());
        }
        Optional<Tenant> found =
                mount == Mount.REALM
                        ? Optional.of(entry)
                        : locator.locate(resolver(), request).filter(this::isTransportAllowed);
        enter(found.orElse(entry));
        return found.isPresent()
                ? endpoint.apply(found.get(), request)
                : noTenant.answer(entry, request);
    }

    /** Runs a route for the user whose Bearer token the request carries. */
    public <R> Response authenticated(
            Refusals refusals,
            InputStream body,
            Function<JsonFields, R> parse,
            BiFunction<Caller, R, Answer> endpoint) {
        return authenticated(refusals, body, true, parse, endpoint);
    }

    /** Like {@link #authenticated}, for a route whose body is optional. */
    public <R> Response authenticatedWithOptionalBody(
            Refusals refusals,
            InputStream body,
            Function<JsonFields, R> parse,
            BiFunction<Caller, R, Answer> endpoint) {
        return authenticated(refusals, body, false, parse, endpoint);
    }

    private <R> Response authenticated(
            Refusals refusals,
            InputStream body,
            boolean isBodyRequired,
            Function<JsonFields, R> parse,
            BiFunction<Caller, R, Answer> endpoint) {
        return withBearer(
                refusals,
                (entered, bearer) -> {
                    Optional<Caller> caller = BearerTokens.verify(session, entered, bearer);
                    if (caller.isEmpty()) {
                        return refusals.unauthorized();
                    }
                    callerId = caller.get().user().getId();
                    int wait = takeCallerTokens(callerId);
                    if (wait > 0) {
                        return refusals.rateLimited(wait);
                    }
                    JsonFields fields =
                            readBody(body, isBodyRequired, entered.settings().maxBodyBytes());
                    R request = parse.apply(fields);
                    Optional<InputError> error = fields.error();
                    return error.isPresent()
                            ? refusals.badInput(error.get())
                            : endpoint.apply(caller.get(), request);
                });
    }

    /** Runs a route without a body for the user whose Bearer token the request carries. */
    public Response authenticated(Refusals refusals, Function<Caller, Answer> endpoint) {
        return authenticated(
                refusals, NO_BODY, fields -> NO_BODY, (caller, none) -> endpoint.apply(caller));
    }

    /** Runs an admin's route. The endpoint checks what the admin may do before it reads a body. */
    public Response administered(Refusals refusals, Function<AdminCaller, Answer> endpoint) {
        return withBearer(
                refusals,
                this::administeredTenant,
                (entered, bearer) -> {
                    Optional<AdminCaller> caller = AdminTokens.verify(session, entered, bearer);
                    if (caller.isEmpty()) {
                        return refusals.unauthorized();
                    }
                    int wait = takeCallerTokens(caller.get().limitKey());
                    return wait > 0 ? refusals.rateLimited(wait) : endpoint.apply(caller.get());
                });
    }

    /** Reads the body of an admin's request, and calls the endpoint if the body is valid. */
    public <R> Answer withBody(
            Refusals refusals,
            InputStream body,
            Function<JsonFields, R> parse,
            Function<R, Answer> endpoint) {
        JsonFields fields = readBody(body, true, tenant.settings().maxBodyBytes());
        R request = parse.apply(fields);
        Optional<InputError> error = fields.error();
        return error.isPresent() ? refusals.badInput(error.get()) : endpoint.apply(request);
    }

    /**
     * At the root, an admin of the master realm names the tenant. The token of any other admin
     * names it by its key.
     */
    private Optional<Tenant> administeredTenant(String bearer) {
        TenantResolver resolver = resolver();
        return resolver.isNamedByHeader()
                ? resolver.named()
                : resolver.byToken(bearer).or(resolver::named).or(resolver::byDefault);
    }

    /** Runs a route that takes a Bearer token of an open tenant and verifies it itself. */
    public Response withBearer(Refusals refusals, BiFunction<Tenant, String, Answer> endpoint) {
        return withBearer(refusals, token -> resolver().byToken(token), endpoint);
    }

    private Response withBearer(
            Refusals refusals,
            Function<String, Optional<Tenant>> tenantAtRoot,
            BiFunction<Tenant, String, Answer> endpoint) {
        return respond(
                refusals,
                () -> {
                    Optional<String> bearer =
                            BearerTokens.extract(header(HttpHeaders.AUTHORIZATION));
                    Optional<Tenant> found =
                            mount == Mount.REALM ? entryTenant() : bearer.flatMap(tenantAtRoot);
                    if (found.isEmpty()) {
                        return mount == Mount.REALM ? refusals.notFound() : refusals.unauthorized();
                    }
                    if (!isTransportAllowed(found.get())) {
                        return refusals.httpsRequired();
                    }
                    enter(found.get());
                    originsOf = found.get();
                    return bearer.isEmpty()
                            ? refusals.unauthorized()
                            : endpoint.apply(found.get(), bearer.get());
                });
    }

    /** Runs a public route without limits. At the root no tenant is looked for, and it is null. */
    public Response unlimited(Refusals refusals, Function<Tenant, Answer> endpoint) {
        return mount == Mount.ROOT
                ? respond(refusals, () -> endpoint.apply(null))
                : unlimitedOfTenant(refusals, endpoint);
    }

    /** The same for a route that needs a tenant, which at the root is the default tenant. */
    public Response unlimitedOfTenant(Refusals refusals, Function<Tenant, Answer> endpoint) {
        return respond(refusals, () -> entryTenant().map(endpoint).orElseGet(refusals::notFound));
    }

    /** Runs a route at the root that needs no tenant, and that must not wait for one. */
    public Response atOnce(Supplier<Answer> endpoint) {
        return response(endpoint.get(), headers().ofAnswerAtOnce(requestId));
    }

    /**
     * Takes a permit for a route that guesses a secret or costs a message; zero, or the seconds to
     * wait.
     */
    public int takeSensitiveToken(Caller caller) {
        return take("sensitive", caller.user().getId(), caller.tenant().settings().sensitive());
    }

    /**
     * Turns what {@code work} answers or throws into the response.
     *
     * <p>An {@link Error} is a failure of one request too: a class that the server does not have,
     * or an admin's regular expression that overflows the stack. None is passed on, because the
     * callers could answer less. If memory runs out, the virtual machine ends before anything is
     * caught: Keycloak starts it that way.
     */
    public Response respond(Refusals refusals, Supplier<Answer> work) {
        CurrentRequest.enter(requestId);
        try {
            Answer answer;
            try {
                answer = work.get();
            } catch (Throwable e) {
                answer = failed(refusals, e);
            }
            // Some headers come from the database, so they are read before the transaction ends.
            Map<String, String> headers = headersOfAnswer();
            answer = endTransaction(refusals, answer);
            LOG.debugf("Request %s is answered with %d", requestId, answer.status());
            return response(answer, headers);
        } finally {
            CurrentRequest.leave();
        }
    }

    private Answer failed(Refusals refusals, Throwable thrown) {
        session.getTransactionManager().setRollbackOnly();
        return new FailedRequest(session, requestId, tenant, callerId).answer(refusals, thrown);
    }

    /**
     * Keycloak would end the transaction later. If that commit failed, only Keycloak's own error
     * page could say so.
     */
    private Answer endTransaction(Refusals refusals, Answer answer) {
        KeycloakTransactionManager transaction = session.getTransactionManager();
        if (!transaction.isActive()) {
            return answer;
        }
        try {
            if (!transaction.getRollbackOnly()) {
                transaction.commit();
                return answer;
            }
            transaction.rollback();
        } catch (Throwable e) {
            return failed(refusals, e);
        }
        return answer.status() < 400
                ? failed(refusals, new IllegalStateException("nothing of it was committed"))
                : answer;
    }

    /** The answer to a browser's preflight request. */
    public Response preflight() {
        Response.ResponseBuilder response = Response.noContent();
        headers().ofPreflight().forEach(response::header);
        return response.build();
    }

    private Map<String, String> headersOfAnswer() {
        try {
            return headers().ofAnswer(requestId);
        } catch (Throwable e) {
            LOG.debugf(e, "The web origins for request %s cannot be read", requestId);
            return ResponseHeaders.ofEveryAnswer(requestId, isSecure());
        }
    }

    private Response response(Answer answer, Map<String, String> headers) {
        // Keycloak's own security headers are made for pages and would replace these.
        session.getProvider(SecurityHeadersProvider.class).options().skipHeaders();
        Response.ResponseBuilder response = Response.status(answer.status());
        if (answer.body() != null) {
            response.type(MediaType.APPLICATION_JSON_TYPE).entity(Json.write(answer.body()));
        }
        if (answer.retryAfterSeconds() > 0) {
            response.header(HttpHeaders.RETRY_AFTER, answer.retryAfterSeconds());
        }
        headers.forEach(response::header);
        return response.build();
    }

    private ResponseHeaders headers() {
        return new ResponseHeaders(session, originsOf, isSecure());
    }

    /**
     * The tenant of the path. At the root, the tenant whose limits apply until the right one is
     * found.
     */
    private Optional<Tenant> entryTenant() {
        Optional<Tenant> named =
                mount == Mount.REALM
                        ? Tenant.of(session, session.getContext().getRealm())
                        : resolver().named();
        originsOf = named.orElse(null);
        isTenantNamed = named.isPresent();
        Optional<Tenant> entered =
                mount == Mount.REALM ? named : named.or(() -> resolver().decoy());
        entered.ifPresent(this::enter);
        entry = entered.orElse(null);
        return entered;
    }

    private void enter(Tenant entered) {
        KeycloakContext context = session.getContext();
        if (!entered.realm().equals(context.getRealm())) {
            context.setRealm(entered.realm());
        }
        context.setClient(entered.client());
        tenant = entered;
    }

    private TenantResolver resolver() {
        return new TenantResolver(session, state.tenantRules());
    }

    private boolean isTransportAllowed(Tenant entered) {
        return isSecure()
                || !entered.realm()
                        .getSslRequired()
                        .isRequired(session.getContext().getConnection());
    }

    private boolean isSecure() {
        return "https"
                .equals(session.getContext().getHttpRequest().getUri().getBaseUri().getScheme());
    }

    private int takeAddressToken(Tenant entered) {
        String address = AddressKey.of(session.getContext().getConnection().getRemoteAddr());
        return take("address", address, entered.settings().perAddress());
    }

    private int takeCallerTokens(String caller) {
        int wait = take("user", caller, tenant.settings().perUser());
        return wait > 0 ? wait : take("tenant", "", tenant.settings().perTenant());
    }

    private int take(String scope, String key, Limit limit) {
        String bucket = scope + '|' + tenant.realm().getId() + '|' + key;
        return state.buckets().take(bucket, limit);
    }

    private JsonFields readBody(InputStream body, boolean isRequired, int maxBytes) {
        if (body == NO_BODY) {
            return JsonFields.empty();
        }
        if (!isJson(header(HttpHeaders.CONTENT_TYPE))) {
            return JsonFields.malformed("the content type must be application/json");
        }
        try {
            byte[] bytes = body.readNBytes(maxBytes + 1);
            if (bytes.length == 0 && !isRequired) {
                return JsonFields.empty();
            }
            return bytes.length > maxBytes
                    ? JsonFields.malformed("the body is too large")
                    : JsonFields.read(bytes);
        } catch (IOException e) {
            return JsonFields.malformed("the body could not be read");
        }
    }

    /**
     * A request without a content type counts as JSON. A content type that a plain HTML form can
     * send does not.
     */
    private static boolean isJson(String contentType) {
        if (contentType == null) {
            return true;
        }
        List<String> parts = List.of(contentType.toLowerCase(Locale.ROOT).split(";"));
        boolean utf8 =
                parts.stream()
                        .skip(1)
                        .map(String::trim)
                        .filter(parameter -> parameter.startsWith("charset="))
                        .allMatch(charset -> charset.replace("\"", "").equals("charset=utf-8"));
        return !parts.isEmpty() && parts.get(0).trim().equals("application/json") && utf8;
    }

    /** The parameters of the request's query. */
    public MultivaluedMap<String, String> query() {
        return session.getContext().getUri().getQueryParameters();
    }

    /** A header of the request, or null. */
    public String header(String name) {
        return session.getContext().getHttpRequest().getHttpHeaders().getHeaderString(name);
    }
}
