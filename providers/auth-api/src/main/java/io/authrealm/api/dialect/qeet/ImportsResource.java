package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.Exchange;
import io.authrealm.api.service.imports.ImportErrorPage;
import io.authrealm.api.service.imports.ImportFeedResult;
import io.authrealm.api.service.imports.ImportProgress;
import io.authrealm.api.service.imports.ImportStartResult;
import io.authrealm.api.service.imports.UserImports;
import io.authrealm.api.service.users.PageCursors;
import io.authrealm.api.service.users.UserAccess.Right;
import io.authrealm.core.outcome.Cases;
import io.authrealm.core.text.UuidSyntax;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * {@code /v1/users/imports}, this server's own: files of any number of users, sent in parts. The
 * path of one import has an expression for the same reason as that of one user in {@link
 * UsersResource}.
 */
public final class ImportsResource {

    private static final String ONE = "{which: [^/]+}";

    /** Below the server's limit of bodies. */
    private static final int MAX_PART_BYTES = 8 * 1024 * 1024;

    private static final int USUAL_LIMIT = 100;
    private static final Pattern OFFSET = Pattern.compile("[0-9]{1,18}");

    private static final Cases<QeetErrors, ImportStartResult, Answer> STARTED =
            Cases.<QeetErrors, ImportStartResult, Answer>of(ImportStartResult.class)
                    .when(
                            ImportStartResult.Started.class,
                            (errors, started) ->
                                    Answer.of(
                                            started.isNew() ? 201 : 200,
                                            QeetBodies.Import.of(started.progress())))
                    .when(
                            ImportStartResult.OtherRequest.class,
                            errors ->
                                    errors.of(
                                            QeetError.CONFLICT,
                                            "the key was used for another request"))
                    .complete();

    private static final Cases<QeetErrors, ImportFeedResult, Answer> FED =
            Cases.<QeetErrors, ImportFeedResult, Answer>of(ImportFeedResult.class)
                    .when(
                            ImportFeedResult.Advanced.class,
                            (errors, advanced) -> progress(advanced.progress()))
                    .when(
                            ImportFeedResult.Elsewhere.class,
                            (errors, elsewhere) ->
                                    errors.withMetadata(
                                            QeetError.CONFLICT,
                                            QeetBodies.Import.whereToGoOn(elsewhere.progress())))
                    .when(
                            ImportFeedResult.Running.class,
                            (errors, running) ->
                                    errors.retryLater(
                                            QeetError.CONFLICT,
                                            "another import is at work",
                                            running.retryAfterSeconds()))
                    .when(
                            ImportFeedResult.Busy.class,
                            (errors, busy) -> errors.unavailable(busy.retryAfterSeconds()))
                    .when(ImportFeedResult.Unknown.class, errors -> errors.notFound())
                    .complete();

    private final Exchange exchange;
    private final Services services;
    private final QeetErrors errors;

    ImportsResource(Exchange exchange, Services services, QeetErrors errors) {
        this.exchange = exchange;
        this.services = services;
        this.errors = errors;
    }

    @POST
    public Response start(InputStream body) {
        return administered(
                caller -> {
                    String key = headers().key();
                    return key == null || !ImportHeaders.isKey(key)
                            ? errors.of(
                                    QeetError.BAD_REQUEST,
                                    "Idempotency-Key of 1 to 255 characters is required")
                            : exchange.withBody(
                                    errors,
                                    body,
                                    QeetRequests.NewImport::parse,
                                    request -> start(caller, key, request));
                });
    }

    private Answer start(AdminCaller caller, String key, QeetRequests.NewImport request) {
        return request.source()
                .map(
                        source ->
                                STARTED.apply(
                                        errors,
                                        imports(caller)
                                                .start(
                                                        key,
                                                        new UserImports.Request(
                                                                source,
                                                                request.isDryRun(),
                                                                request.skipsExisting()))))
                .orElseGet(() -> errors.of(QeetError.IMPORT_SOURCE_INVALID));
    }

    @GET
    @Path(ONE)
    public Response read(@PathParam("which") String id) {
        return withImport(id, (caller, progress) -> progress(progress));
    }

    @PUT
    @Path(ONE + "/content")
    public Response feed(@PathParam("which") String id, InputStream content) {
        return withImport(
                id,
                (caller, progress) -> {
                    String offset = query().getFirst("offset");
                    if (offset == null || !OFFSET.matcher(offset).matches()) {
                        return errors.of(QeetError.BAD_REQUEST, "offset is required");
                    }
                    if (headers().isEncoded()) {
                        return errors.of(QeetError.BAD_REQUEST, "the content must not be encoded");
                    }
                    if (headers().isTooLarge()) {
                        return errors.of(
                                QeetError.IMPORT_FILE_TOO_LARGE, "a part is at most 8 MiB");
                    }
                    boolean endsFile = "true".equals(query().getFirst("complete"));
                    return FED.apply(
                            errors,
                            imports(caller)
                                    .feed(
                                            id,
                                            Long.parseLong(offset),
                                            endsFile,
                                            new PartOfBody(content, MAX_PART_BYTES)));
                });
    }

    @GET
    @Path(ONE + "/errors")
    public Response errors(@PathParam("which") String id) {
        return withImport(id, (caller, progress) -> errorPage(caller, progress.id()));
    }

    private Answer errorPage(AdminCaller caller, String id) {
        PageCursors cursors = services.cursors(caller.tenant());
        String list = "import errors " + id;
        QeetQuery query = new QeetQuery(query());
        Optional<List<String>> after =
                query.cursor() == null
                        ? Optional.of(List.of("0"))
                        : cursors.open(list, query.cursor());
        if (after.isEmpty()) {
            return errors.of(QeetError.BAD_REQUEST, "bad cursor");
        }
        ImportErrorPage page =
                imports(caller)
                        .errors(id, Long.parseLong(after.get().get(0)), query.limit(USUAL_LIMIT));
        return Answer.ok(
                new QeetBodies.ImportErrors(
                        page.items().stream().map(QeetBodies.ImportError::of).toList(),
                        page.next() == null ? "" : cursors.seal(list, page.next().toString())));
    }

    @DELETE
    @Path(ONE)
    public Response cancel(@PathParam("which") String id) {
        return withImport(
                id,
                (caller, progress) -> {
                    imports(caller).cancel(id);
                    return Answer.of(204, null);
                });
    }

    @Path(AnyOtherRoute.BELOW)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(exchange, errors);
    }

    private Response withImport(
            String id, BiFunction<AdminCaller, ImportProgress, Answer> endpoint) {
        return administered(
                caller -> {
                    if (!UuidSyntax.isValid(id)) {
                        return errors.of(QeetError.BAD_REQUEST, "invalid id");
                    }
                    return imports(caller)
                            .find(id)
                            .map(progress -> endpoint.apply(caller, progress))
                            .orElseGet(errors::notFound);
                });
    }

    private Response administered(Function<AdminCaller, Answer> endpoint) {
        return exchange.administered(
                errors,
                caller ->
                        services.access(caller).isGrantedForAll(Right.MANAGE)
                                ? endpoint.apply(caller)
                                : errors.of(QeetError.PERMISSION_DENIED));
    }

    private static Answer progress(ImportProgress progress) {
        return Answer.ok(QeetBodies.Import.of(progress));
    }

    private MultivaluedMap<String, String> query() {
        return exchange.query();
    }

    private ImportHeaders headers() {
        return new ImportHeaders(exchange);
    }

    private UserImports imports(AdminCaller caller) {
        return services.imports(caller);
    }
}
