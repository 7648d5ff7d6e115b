package io.authrealm.api.http;

import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.caller.AdminKeys;
import io.authrealm.api.caller.AdminTokens;
import io.authrealm.api.caller.Bearer;
import io.authrealm.api.caller.BearerTokens;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.caller.Door;
import io.authrealm.api.caller.OtherTenants;
import io.authrealm.api.caller.SharedSecretTokens;
import io.authrealm.api.caller.Visit;
import io.authrealm.api.tenant.MinimumResponseTime;
import io.authrealm.api.tenant.NamedTenant;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.api.tenant.TenantResolver;
import io.authrealm.core.json.InputError;
import io.authrealm.core.json.JsonFields;
import io.authrealm.core.limits.AddressKey;
import io.authrealm.core.limits.TokenBuckets.Limit;
import io.authrealm.core.outcome.Cases;
import io.authrealm.core.text.ApiKeyText;
import io.authrealm.core.text.CurrentRequest;
import io.authrealm.core.text.RequestId;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.headers.SecurityHeadersProvider;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakTransactionManager;

/**
 * One request to the API. An endpoint reads from top to bottom: it lets the request in ({@link
 * #enter}, {@link #user}, {@link #admin} or {@link #bearer}), reads the body, calls a service and
 * answers. Each of these steps may end the request early with a refusal in the words of the
 * dialect. Whatever happens, the client gets JSON with the headers of {@link ResponseHeaders}.
 *
 * <p>The first step makes the checks that an extension of Keycloak does not inherit, in this order:
 * tenant open, TLS, Bearer token, limits, the tenant that the request names if the dialect requires
 * it. {@link #body} checks content type, size, JSON, and the rules of the members.
 *
 * <p>The answer of an endpoint is an outcome, and is committed before it leaves, also if a step
 * ends the request early. What fails is rolled back; {@link FailedRequest} turns it into an answer.
 */
public final class Call implements Door {

    private static final Logger LOG = Logger.getLogger(Call.class);

    /** The content type with which the sanitizer marks a body that is too large for any route. */
    public static final String TOO_LARGE = "application/x-too-large";

    /** The longest chunk of a file; below the server's own limit of bodies. */
    public static final int MAX_CHUNK_BYTES = 8 * 1024 * 1024;

    /** The longest body, and so the longest file; below the server's own limit of 10 MiB. */
    public static final int MAX_BODY_BYTES = 9 * 1024 * 1024;

    /** The second is no registered name, but clients write it. */
    private static final Set<String> UTF_8 = Set.of("charset=utf-8", "charset=utf8");

    /** Longer than any value that a dialect gives to a cookie. */
    private static final int MAX_COOKIE = 512;

    /** How often this node notes that a key is used. */
    private static final Limit USES_NOTED = new Limit(1.0 / AdminKeys.USE_STEP.toSeconds(), 1);

    private static final Cases<Call, AdminKeys.Verdict, AdminCaller> BY_KEY =
            Cases.<Call, AdminKeys.Verdict, AdminCaller>of(AdminKeys.Verdict.class)
                    .when(AdminKeys.Verdict.Good.class, (call, good) -> good.admin())
                    .when(
                            AdminKeys.Verdict.Expired.class,
                            call -> call.<AdminCaller>refuse(call.refusals.keyExpired()))
                    .when(AdminKeys.Verdict.Worthless.class, call -> call.<AdminCaller>wrongKey())
                    .complete();

    private final KeycloakSession session;
    private final HttpState state;
    private final Mount mount;
    private final String requestId;
    private final long startedAt = System.nanoTime();
    private Refusals refusals;
    private Tenant tenant;

    /**
     * The tenant whose limits and minimum response times apply until the tenant of an anonymous
     * request is known.
     */
    private Tenant entry;

    private boolean isTenantNamed;
    private int leastMillis;
    private MinimumResponseTime minimumTime = MinimumResponseTime.NONE;

    /** The user of the Bearer token; null before that is known. */
    private String callerId;

    /** The tenant whose web origins may read the answer; null for those of all tenants. */
    private Tenant originsOf;

    public Call(KeycloakSession session, HttpState state, Mount mount) {
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

    /** Method and path, for an answer that names what there is not. */
    public String route() {
        HttpRequest request = session.getContext().getHttpRequest();
        return request.getHttpMethod() + ' ' + request.getUri().getRequestUri().getRawPath();
    }

    /**
     * Runs an endpoint, and turns what it answers or throws into the response.
     *
     * <p>An {@link Error} is a failure of one request too: a class that the server does not have,
     * or an admin's regular expression that overflows the stack. None is passed on, because the
     * callers could answer less. If memory runs out, the virtual machine ends before anything is
     * caught: Keycloak starts it that way.
     *
     * @param words of the dialect for what this class refuses
     */
    public Response respond(Refusals words, Supplier<Answer> endpoint) {
        refusals = words;
        CurrentRequest.enter(requestId);
        try {
            Answer answer = answer(endpoint);
            // Some headers come from the database, so they are read before the transaction ends.
            Map<String, String> headers = headersOfAnswer();
            answer = endTransaction(answer);
            // Last, so that the wait holds neither a connection nor a lock.
            awaitMinimumTime(answer);
            LOG.debugf("Request %s is answered with %d", requestId, answer.status());
            return response(answer, headers);
        } finally {
            CurrentRequest.leave();
        }
    }

    private Answer answer(Supplier<Answer> endpoint) {
        try {
            return endpoint.get();
        } catch (Refused refused) {
            return refused.answer();
        } catch (Throwable e) {
            return failed(e);
        }
    }

    /**
     * Ends the request with this answer. What the endpoint has done so far is committed.
     *
     * @param <T> of the value that would otherwise be there
     */
    @SuppressWarnings({"DoNotCallSuggester", "TypeParameterUnusedInFormals"})
    public <T> T refuse(Answer answer) {
        throw new Refused(answer);
    }

    /** The minimum response time holds for a refused body too. */
    @Override
    public Visit enter(MinimumResponseTime minimum) {
        if (entry != null) {
            throw new IllegalStateException("the request is let in already");
        }
        Tenant entered = publicTenant().orElseGet(() -> refuse(refusals.notFound()));
        requireTransport(entered);
        takePermitOfAddress();
        minimumTime = minimum;
        return new Anonymous(false);
    }

    @Override
    public Visit enterFromPage(MinimumResponseTime minimum) {
        enter(minimum);
        return Csrf.isOfForeignPage(this, headers().originsOfPages())
                ? refuse(refusals.forged())
                : new Anonymous(true);
    }

    private final class Anonymous implements Visit {

        private final boolean isFromPage;

        /**
         * @param isFromPage whether a page of one tenant finds no other tenant
         */
        Anonymous(boolean isFromPage) {
            this.isFromPage = isFromPage;
        }

        @Override
        public Tenant entry() {
            return entry;
        }

        @Override
        public boolean isTenantNamed() {
            return isTenantNamed;
        }

        @Override
        public boolean mayTellOfAccounts() {
            return refusals.wire().tellsOfAccounts()
                    && (isTenantNamed || resolver().isOnly(tenant));
        }

        @Override
        public Optional<Tenant> find(Function<TenantResolver, Optional<Tenant>> search) {
            Optional<Tenant> found =
                    mount == Mount.REALM
                            ? Optional.of(entry)
                            : search.apply(resolver())
                                    .filter(other -> !other.isSuspended())
                                    .filter(Call.this::isTransportAllowed)
                                    .filter(other -> !isFromPage || !isForeignTo(other));
            workFor(found.orElse(entry));
            return found;
        }

        @Override
        public boolean leavesTenantOpen(String email) {
            return mount == Mount.ROOT && resolver().leavesTenantOpen(email);
        }

        @Override
        public void takesAtLeast(Duration minimum) {
            leastMillis = Math.toIntExact(minimum.toMillis());
        }

        @Override
        public NamedTenant byParentKey(String key) {
            NamedTenant named =
                    mount == Mount.ROOT
                            ? resolver().byParentKey(key)
                            : entry.settings().parents().keys().contains(key)
                                    ? new NamedTenant.Open(entry)
                                    : new NamedTenant.Unknown();
            if (named.open().filter(Tenant::isSuspended).isPresent()) {
                return new NamedTenant.Closed();
            }
            Optional<Tenant> found = named.open().filter(Call.this::isTransportAllowed);
            found.ifPresent(this::enter);
            return found.isEmpty() && named.open().isPresent() ? new NamedTenant.Unknown() : named;
        }

        private void enter(Tenant named) {
            workFor(named);
            entry = named;
            isTenantNamed = true;
            originsOf = named;
        }

        @Override
        public boolean isOfForeignPage() {
            return isForeignTo(tenant);
        }

        @Override
        public boolean takesCookies() {
            return refusals.wire().csrf().isPresent() && !isOfForeignPage();
        }

        @Override
        public boolean isOfOwnPage() {
            return Csrf.isOfPage(Call.this, originsOfPages(tenant));
        }

        private boolean isForeignTo(Tenant other) {
            return Csrf.isOfForeignPage(Call.this, originsOfPages(other));
        }

        @Override
        public boolean provesItsPage() {
            return refusals.wire()
                    .csrf()
                    .filter(csrf -> csrf.isProven(Call.this, originsOfPages(tenant)))
                    .isPresent();
        }

        private Set<String> originsOfPages(Tenant other) {
            return new ResponseHeaders(session, other, isSecure()).originsOfPages();
        }
    }

    /** Whether the request carries a credential in its header, good or bad. */
    public boolean isAuthorized() {
        return header(HttpHeaders.AUTHORIZATION) != null;
    }

    /** Lets in the user whose Bearer token the request carries. */
    public Caller user() {
        Bearer bearer = bearer(this::tenantOf);
        if (bearer.tenant().isSuspended()) {
            refuse(closed());
        }
        Caller caller =
                BearerTokens.verify(session, bearer.tenant(), bearer.token())
                        .or(() -> bySharedSecret(bearer))
                        .orElseGet(() -> refuse(noUser(bearer)));
        callerId = caller.userId();
        takePermitsOf(callerId);
        requireTenantHeader();
        return caller;
    }

    /** Where a user who was let in asks for another tenant. */
    public OtherTenants otherTenants() {
        return new Elsewhere();
    }

    private final class Elsewhere implements OtherTenants {

        @Override
        public Optional<Tenant> find(String tenantId) {
            entry = tenant;
            minimumTime = MinimumResponseTime.SIGN_IN;
            return mount == Mount.ROOT
                    ? resolver()
                            .anyByTenantId(tenantId)
                            .filter(other -> !other.isSuspended())
                            .filter(Call.this::isTransportAllowed)
                    : Optional.empty();
        }

        @Override
        public void enter(Tenant other) {
            workFor(other);
        }
    }

    /** What a request with a token gets for a tenant that is not there. */
    private Answer closed() {
        return mount == Mount.REALM ? refusals.notFound() : refusals.unauthorized();
    }

    private Answer noUser(Bearer bearer) {
        return BearerTokens.isGenuine(session, bearer.tenant(), bearer.token())
                ? refusals.sessionEnded()
                : refusals.unauthorized();
    }

    private Optional<Caller> bySharedSecret(Bearer bearer) {
        return refusals.wire().takesSharedSecrets()
                ? SharedSecretTokens.verify(session, bearer.tenant(), bearer.token())
                : Optional.empty();
    }

    private Optional<Tenant> tenantOf(String token) {
        Optional<Tenant> byKey = resolver().byToken(token, this::mayLookForKey);
        return byKey.isEmpty() && refusals.wire().takesSharedSecrets()
                ? SharedSecretTokens.parentKey(token)
                        .flatMap(key -> resolver().byParentKey(key).open())
                : byKey;
    }

    /**
     * Lets in the admin whose Bearer token or API key the request carries, with any rights or none.
     * At the root, an admin of the master realm names the tenant. The token of any other admin
     * names it by its key, and so does an API key.
     */
    public AdminCaller admin() {
        return byKey().orElseGet(this::byToken);
    }

    /**
     * Lets in the admin whose API key the request carries; nothing if it carries none. A header
     * that names another tenant than the key makes the key worthless, unless the dialect requires
     * the header and has an answer of its own for that.
     */
    public Optional<AdminCaller> byKey() {
        return refusals.wire().keyHeader().flatMap(header -> header.sentBy(this)).map(this::byKey);
    }

    private boolean isNamedOtherwise(Tenant ofKey) {
        return !refusals.wire().tenantHeader().isRequired()
                && resolver().isNamedByHeader()
                && resolver().named().filter(named -> isSame(named, ofKey)).isEmpty();
    }

    private static boolean isSame(Tenant one, Tenant other) {
        return one.realm().equals(other.realm());
    }

    private AdminCaller byKey(String sent) {
        Predicate<AdminKeys.Found> isForHere = found -> !isNamedOtherwise(found.tenant());
        if (mount == Mount.REALM) {
            Tenant ofPath = openTenant();
            requireTransport(ofPath);
            isForHere = found -> isSame(found.tenant(), ofPath);
        }
        ApiKeyText text = ApiKeyText.parse(sent).orElseGet(() -> refuse(refusals.keyInvalid()));
        if (state.buckets().isInUse(bucketOf("wrong-key"))) {
            limitOf("wrong-key")
                    .ifPresent(
                            limit ->
                                    refuseIfLimited(
                                            state.buckets()
                                                    .secondsUntilNext(
                                                            limit.bucket(), limit.limit())));
        }
        AdminKeys.Found found =
                AdminKeys.find(session, text).filter(isForHere).orElseGet(this::wrongKey);
        requireTransport(found.tenant());
        workFor(found.tenant());
        originsOf = found.tenant();
        AdminCaller admin = BY_KEY.apply(this, AdminKeys.judge(session, found));
        takePermit("key", admin.limitKey(), tenant.settings().perKey());
        takePermit("tenant", "", tenant.settings().perTenant());
        if (state.buckets().take("key-use|" + admin.limitKey(), USES_NOTED) == 0) {
            AdminKeys.noteUse(session, admin);
        }
        requireTenantHeader();
        return admin;
    }

    /** A bucket and its size. */
    private record Bounded(String bucket, Limit limit) {}

    /**
     * How often the client's address may send what anybody can make up. At the root, no tenant is
     * known yet; any of them lends its limit.
     *
     * @param scope what is made up
     */
    private Optional<Bounded> limitOf(String scope) {
        Optional<Tenant> lender = mount == Mount.REALM ? tenant() : resolver().decoy();
        return lender.map(
                known -> new Bounded(bucketOf(scope), known.settings().perAddress(addressKey())));
    }

    /** At the root, a client has one bucket whatever tenant lends the limit. */
    private String bucketOf(String scope) {
        return mount == Mount.REALM
                ? tenant.bucket(scope, addressKey())
                : scope + "||" + addressKey();
    }

    @SuppressWarnings("TypeParameterUnusedInFormals")
    private <T> T wrongKey() {
        limitOf("wrong-key")
                .ifPresent(
                        limit ->
                                refuseIfLimited(
                                        state.buckets().take(limit.bucket(), limit.limit())));
        return refuse(refusals.keyInvalid());
    }

    private AdminCaller byToken() {
        Bearer bearer = bearer(this::administeredTenant);
        AdminCaller admin =
                AdminTokens.verify(session, bearer.tenant(), bearer.token())
                        .orElseGet(() -> refuse(refusals.unauthorized()));
        takePermitsOf(admin.limitKey());
        requireTenantHeader();
        return admin;
    }

    /**
     * A required header names the tenant only for a token that no tenant has issued, and is
     * compared with the tenant of any other.
     */
    private Optional<Tenant> administeredTenant(String token) {
        TenantResolver resolver = resolver();
        return resolver.isNamedByHeader() && !refusals.wire().tenantHeader().isRequired()
                ? resolver.named()
                : resolver.byToken(token, this::mayLookForKey)
                        .or(resolver::named)
                        .or(resolver::byDefault);
    }

    /** Whether the unknown id of a signing key is worth looking at all realms again. */
    private boolean mayLookForKey() {
        return limitOf("unknown-key")
                .filter(limit -> state.buckets().take(limit.bucket(), limit.limit()) > 0)
                .isEmpty();
    }

    /**
     * Lets in a request with a Bearer token to an open tenant, without a limit. The service
     * verifies the token.
     */
    public Bearer bearer() {
        Bearer bearer = bearer(this::tenantOf);
        requireTenantHeader();
        return bearer;
    }

    /** So that no endpoint of a dialect that requires the header can forget it. */
    private void requireTenantHeader() {
        Wire.TenantHeader required = refusals.wire().tenantHeader();
        if (!required.isRequired()) {
            return;
        }
        String named = header(required.name());
        if (named == null || named.isBlank()) {
            refuse(refusals.tenantUnnamed());
        } else if (!tenant.isNamedBy(named.trim())) {
            refuse(refusals.tenantMismatch());
        }
    }

    private Bearer bearer(Function<String, Optional<Tenant>> tenantAtRoot) {
        Optional<String> token = BearerTokens.extract(header(HttpHeaders.AUTHORIZATION));
        Optional<Tenant> found = mount == Mount.REALM ? entryTenant() : token.flatMap(tenantAtRoot);
        Tenant entered = found.orElseGet(() -> refuse(closed()));
        requireTransport(entered);
        workFor(entered);
        originsOf = entered;
        return new Bearer(entered, token.orElseGet(() -> refuse(refusals.unauthorized())));
    }

    /** The tenant that the request works for; nothing before it is let in. */
    public Optional<Tenant> tenant() {
        return Optional.ofNullable(tenant);
    }

    /** Lets in a request without limits to the tenant of the path, or to the default tenant. */
    public Tenant openTenant() {
        return entryTenant().orElseGet(() -> refuse(refusals.notFound()));
    }

    /**
     * Lets in a request without limits if the realm of its path is open. At the root no tenant is
     * looked for.
     */
    public void requireOpenRealm() {
        if (mount == Mount.REALM) {
            openTenant();
        }
    }

    /** Reads the members of the body. */
    public <R> R body(InputStream body, Function<JsonFields, R> parse) {
        return parsed(readBody(body, true), parse);
    }

    /** The same for a route whose body may be empty, which is then an object without members. */
    public <R> R optionalBody(InputStream body, Function<JsonFields, R> parse) {
        return parsed(readBody(body, false), parse);
    }

    /** The same for a route that treats a body with a fault as if it were empty. */
    public <R> R readableBody(InputStream body, Function<JsonFields, R> parse) {
        JsonFields fields = readBody(body, false);
        R request = parse.apply(fields);
        return fields.error().isEmpty() ? request : parse.apply(JsonFields.empty());
    }

    /** A body as it was sent, and what its members became. */
    public record Sent<R>(byte[] bytes, R request) {}

    /**
     * Reads the members of the body for a route that also needs the body itself, which must not be
     * encoded.
     */
    public <R> Sent<R> sent(InputStream body, Function<JsonFields, R> parse) {
        requireUnencoded();
        byte[] bytes = readOneMore(body, maxBodyBytes());
        return new Sent<>(bytes, body(new ByteArrayInputStream(bytes), parse));
    }

    /** A file as the body, which must not be encoded; nothing if it is too large. */
    public Optional<byte[]> file(InputStream body) {
        requireUnencoded();
        if (isBodyTooLarge()) {
            return Optional.empty();
        }
        byte[] file = readOneMore(body, MAX_BODY_BYTES);
        return file.length <= MAX_BODY_BYTES ? Optional.of(file) : Optional.empty();
    }

    /**
     * A chunk of a file as the body, which must not be encoded. Unlike others, it is read while it
     * arrives, and breaks off after {@link #MAX_CHUNK_BYTES}.
     *
     * @return nothing if the client has announced a longer body than the server takes
     */
    public Optional<InputStream> chunk(InputStream body) {
        requireUnencoded();
        return isBodyTooLarge()
                ? Optional.empty()
                : Optional.of(new LimitedBody(body, MAX_CHUNK_BYTES));
    }

    /** A small encoded body could unpack to a large one. */
    private void requireUnencoded() {
        String encoding = header(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            refuseMalformed("the content must not be encoded");
        }
    }

    /** Whether the body is too large for any route, and was therefore not received. */
    private boolean isBodyTooLarge() {
        return TOO_LARGE.equals(header(HttpHeaders.CONTENT_TYPE));
    }

    /** Of a body that is too long, one byte more than allowed. */
    private byte[] readOneMore(InputStream body, int maxBytes) {
        try {
            return body.readNBytes(maxBytes + 1);
        } catch (IOException e) {
            return refuseMalformed("the body could not be read");
        }
    }

    /** The client's key for a request that it may repeat; nothing if it sends none. */
    public Optional<String> idempotencyKey() {
        String key = header(IdempotencyKey.HEADER);
        return key == null || IdempotencyKey.isValid(key)
                ? Optional.ofNullable(key)
                : refuseMalformed("Idempotency-Key must have 1 to 255 printable characters");
    }

    @SuppressWarnings("TypeParameterUnusedInFormals")
    private <T> T refuseMalformed(String detail) {
        return refuse(refusals.badInput(new InputError.Malformed(detail)));
    }

    private <R> R parsed(JsonFields fields, Function<JsonFields, R> parse) {
        R request = parse.apply(fields);
        Optional<InputError> error = fields.error();
        return error.isPresent() ? refuse(refusals.badInput(error.get())) : request;
    }

    /** Runs a route at the root that needs no tenant, and that must not wait for one. */
    public Response atOnce(Refusals words, Supplier<Answer> endpoint) {
        refusals = words;
        return response(endpoint.get(), headers().ofAnswerAtOnce(requestId));
    }

    private Answer failed(Throwable thrown) {
        session.getTransactionManager().setRollbackOnly();
        return new FailedRequest(session, requestId, tenant, callerId).answer(refusals, thrown);
    }

    /**
     * Keycloak would end the transaction later. If that commit failed, only Keycloak's own error
     * page could say so.
     */
    private Answer endTransaction(Answer answer) {
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
            return failed(e);
        }
        return answer.status() < 400
                ? failed(new IllegalStateException("nothing of it was committed"))
                : answer;
    }

    /**
     * The answer to a browser's preflight request.
     *
     * @param wire of the dialect that would answer the request
     */
    public Response preflight(Wire wire) {
        Response.ResponseBuilder response = Response.noContent();
        headers().ofPreflight(wire.requestHeaders()).forEach(response::header);
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
            response.type(MediaType.APPLICATION_JSON_TYPE).entity(refusals.wire().write(answer));
        }
        answer.headers().forEach(header -> response.header(header.name(), header.value()));
        Stream.concat(answer.cookies().stream(), newCsrfToken(answer).stream())
                .map(cookie -> cookie.header(isReachedByHttps()))
                .forEach(cookie -> response.header(HttpHeaders.SET_COOKIE, cookie));
        ResponseHeaders.besides(answer, headers).forEach(response::header);
        return response.build();
    }

    /** A cache would hand the token of one browser out to others. */
    private Optional<Cookie> newCsrfToken(Answer answer) {
        return answer.has(HttpHeaders.CACHE_CONTROL)
                ? Optional.empty()
                : refusals.wire().csrf().flatMap(csrf -> csrf.seed(this));
    }

    private ResponseHeaders headers() {
        return new ResponseHeaders(session, originsOf, isSecure());
    }

    /** The same for everybody: one that is suspended is not there. */
    private Optional<Tenant> publicTenant() {
        return entryTenant(tenant -> !tenant.isSuspended());
    }

    /**
     * The tenant of the path. At the root, the tenant whose limits apply until the right one is
     * found.
     */
    private Optional<Tenant> entryTenant() {
        return entryTenant(tenant -> true);
    }

    private Optional<Tenant> entryTenant(Predicate<Tenant> isOpen) {
        Optional<Tenant> named =
                (mount == Mount.REALM
                                ? Tenant.of(session, session.getContext().getRealm())
                                : resolver().named())
                        .filter(isOpen);
        originsOf = named.orElse(null);
        isTenantNamed = named.isPresent();
        Optional<Tenant> entered =
                mount == Mount.REALM ? named : named.or(() -> resolver().decoy());
        entered.ifPresent(this::workFor);
        entry = entered.orElse(null);
        return entered;
    }

    /** From here on Keycloak works for this tenant. */
    private void workFor(Tenant entered) {
        KeycloakContext context = session.getContext();
        if (!entered.realm().equals(context.getRealm())) {
            context.setRealm(entered.realm());
        }
        context.setClient(entered.client());
        tenant = entered;
    }

    private TenantResolver resolver() {
        Wire.TenantHeader header = refusals.wire().tenantHeader();
        return new TenantResolver(session, state.tenantRules(), header.name(), header.hasId());
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

    /**
     * Whether browsers reach the server by HTTPS. Its address may say so if a proxy does not say
     * it.
     */
    private boolean isReachedByHttps() {
        if (isSecure()) {
            return true;
        }
        try {
            return "https".equals(session.getContext().getUri().getBaseUri().getScheme());
        } catch (RuntimeException e) {
            LOG.debugf(e, "The address for request %s cannot be read", requestId);
            return false;
        }
    }

    private void requireTransport(Tenant entered) {
        if (!isTransportAllowed(entered)) {
            refuse(refusals.httpsRequired());
        }
    }

    private void takePermitsOf(String caller) {
        takePermit("user", caller, tenant.settings().perUser());
        takePermit("tenant", "", tenant.settings().perTenant());
    }

    private void takePermitOfAddress() {
        String address = addressKey();
        takePermit("address", address, tenant.settings().perAddress(address));
    }

    private String addressKey() {
        return AddressKey.of(session.getContext().getConnection().getRemoteAddr());
    }

    private void takePermit(String scope, String key, Limit limit) {
        refuseIfLimited(state.buckets().take(tenant.bucket(scope, key), limit));
    }

    private void refuseIfLimited(int waitSeconds) {
        if (waitSeconds > 0) {
            refuse(refusals.rateLimited(waitSeconds));
        }
    }

    private void awaitMinimumTime(Answer answer) {
        if (minimumTime == MinimumResponseTime.NONE) {
            return;
        }
        int millis =
                Math.max(leastMillis, minimumTime.millis(entry.settings(), answer.status() < 300));
        long end = startedAt + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = end - System.nanoTime();
                left > 0 && !Thread.currentThread().isInterrupted();
                left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private JsonFields readBody(InputStream body, boolean isRequired) {
        int maxBytes = maxBodyBytes();
        String method = session.getContext().getHttpRequest().getHttpMethod();
        String contentType = header(HttpHeaders.CONTENT_TYPE);
        if (!isJson(contentType)) {
            return JsonFields.malformed("the content type must be application/json");
        }
        if (!isUtf8(contentType)) {
            return JsonFields.malformed("the charset must be utf-8");
        }
        byte[] bytes = readOneMore(body, maxBytes);
        if (bytes.length == 0 && !isRequired) {
            return JsonFields.empty();
        }
        return bytes.length > maxBytes
                ? JsonFields.malformed("the body is too large")
                : JsonFields.read(bytes, refusals.wire().rules().apply(method));
    }

    private int maxBodyBytes() {
        if (tenant == null) {
            throw new IllegalStateException("the request is not let in yet");
        }
        return tenant.settings().maxBodyBytes();
    }

    /**
     * A request without a content type counts as JSON. A content type that a plain HTML form can
     * send does not.
     */
    private static boolean isJson(String contentType) {
        return contentType == null
                || partsOf(contentType).findFirst().filter("application/json"::equals).isPresent();
    }

    /** JSON has no other charset (RFC 8259, section 8.1), so a client may as well name none. */
    private static boolean isUtf8(String contentType) {
        return contentType == null
                || partsOf(contentType)
                        .skip(1)
                        .filter(parameter -> parameter.startsWith("charset="))
                        .map(charset -> charset.replace("\"", ""))
                        .allMatch(UTF_8::contains);
    }

    private static Stream<String> partsOf(String contentType) {
        return Arrays.stream(contentType.toLowerCase(Locale.ROOT).split(";")).map(String::trim);
    }

    /** Whether the request asks for something and changes nothing. */
    boolean isSafe() {
        String method = session.getContext().getHttpRequest().getHttpMethod();
        return HttpMethod.GET.equals(method) || HttpMethod.HEAD.equals(method);
    }

    /**
     * The value of a cookie of the request. Nothing if the browser has several of that name:
     * another host of the domain may have set one of them.
     */
    public Optional<String> cookie(String name) {
        String sent = header(HttpHeaders.COOKIE);
        List<String> values =
                sent == null
                        ? List.of()
                        : Arrays.stream(sent.split(";"))
                                .map(String::strip)
                                .filter(cookie -> cookie.startsWith(name + '='))
                                .map(cookie -> cookie.substring(name.length() + 1))
                                .toList();
        return values.size() == 1 && values.get(0).length() <= MAX_COOKIE
                ? Optional.of(values.get(0))
                : Optional.empty();
    }

    /** The same for a cookie that takes the place of a Bearer token; nothing if there is both. */
    public Optional<String> cookieForBearer(String name) {
        return header(HttpHeaders.AUTHORIZATION) == null ? cookie(name) : Optional.empty();
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
