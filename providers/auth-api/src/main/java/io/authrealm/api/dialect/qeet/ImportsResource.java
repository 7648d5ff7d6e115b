package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.AnyOtherRoute;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.imports.ImportCancelResult;
import io.authrealm.api.service.imports.ImportErrorsResult;
import io.authrealm.api.service.imports.ImportFeedResult;
import io.authrealm.api.service.imports.ImportFindResult;
import io.authrealm.api.service.imports.ImportProgress;
import io.authrealm.api.service.imports.ImportStartResult;
import io.authrealm.api.service.imports.UserImports;
import io.authrealm.core.outcome.Cases;
import io.authrealm.core.text.UuidSyntax;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code /v1/users/imports}, this server's own: files of any number of users, sent in chunks. The
 * path of one import has an expression for the same reason as that of one user in {@link
 * UsersResource}.
 */
public final class ImportsResource {

    private static final String ONE = "{which: [^/]+}";

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

    private static final Cases<QeetErrors, ImportCancelResult, Answer> CANCELLED =
            Cases.<QeetErrors, ImportCancelResult, Answer>of(ImportCancelResult.class)
                    .when(ImportCancelResult.Ended.class, errors -> Answer.of(204, null))
                    .when(ImportCancelResult.Unknown.class, errors -> errors.notFound())
                    .complete();

    /** A request about an import that does not exist ends here. */
    private static final Cases<ImportsResource, ImportFindResult, ImportProgress> FOUND =
            Cases.<ImportsResource, ImportFindResult, ImportProgress>of(ImportFindResult.class)
                    .when(ImportFindResult.Found.class, (resource, found) -> found.progress())
                    .when(
                            ImportFindResult.Unknown.class,
                            resource -> resource.call.refuse(resource.errors.notFound()))
                    .complete();

    private static final Cases<QeetErrors, ImportErrorsResult, Answer> ERRORS_LISTED =
            Cases.<QeetErrors, ImportErrorsResult, Answer>of(ImportErrorsResult.class)
                    .when(
                            ImportErrorsResult.Page.class,
                            (errors, page) -> Answer.ok(QeetBodies.ImportErrors.of(page)))
                    .when(
                            ImportErrorsResult.BadCursor.class,
                            errors -> errors.of(QeetError.BAD_REQUEST, "bad cursor"))
                    .complete();

    private final Call call;
    private final Services services;
    private final QeetErrors errors;

    ImportsResource(Call call, Services services, QeetErrors errors) {
        this.call = call;
        this.services = services;
        this.errors = errors;
    }

    @POST
    public Response start(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    UserImports imports = imports();
                    Optional<String> key = call.idempotencyKey();
                    if (key.isEmpty()) {
                        return errors.of(QeetError.BAD_REQUEST, "Idempotency-Key is required");
                    }
                    QeetRequests.NewImport request = call.body(body, QeetRequests.NewImport::parse);
                    return request.source()
                            .map(
                                    source ->
                                            new UserImports.Request(
                                                    source,
                                                    request.isDryRun(),
                                                    request.skipsExisting(),
                                                    request.firebase()))
                            .map(what -> STARTED.apply(errors, imports.start(key.get(), what)))
                            .orElseGet(() -> errors.of(QeetError.IMPORT_SOURCE_INVALID));
                });
    }

    @GET
    @Path(ONE)
    public Response read(@PathParam("which") String id) {
        return call.respond(errors, () -> progress(existing(imports(), uuid(id))));
    }

    @PUT
    @Path(ONE + "/content")
    public Response feed(@PathParam("which") String id, InputStream body) {
        return call.respond(
                errors,
                () -> {
                    UserImports imports = imports();
                    String uuid = uuid(id);
                    existing(imports, uuid);
                    String offset = call.query().getFirst("offset");
                    if (offset == null || !OFFSET.matcher(offset).matches()) {
                        return errors.of(QeetError.BAD_REQUEST, "offset is required");
                    }
                    boolean endsFile = "true".equals(call.query().getFirst("complete"));
                    return call.chunk(body)
                            .map(
                                    chunk ->
                                            imports.feed(
                                                    uuid, Long.parseLong(offset), endsFile, chunk))
                            .map(result -> FED.apply(errors, result))
                            .orElseGet(this::chunkTooLarge);
                });
    }

    @GET
    @Path(ONE + "/errors")
    public Response errors(@PathParam("which") String id) {
        return call.respond(
                errors,
                () -> {
                    UserImports imports = imports();
                    String uuid = uuid(id);
                    existing(imports, uuid);
                    QeetQuery query = new QeetQuery(call.query());
                    return ERRORS_LISTED.apply(
                            errors, imports.errors(uuid, query.cursor(), query.limit(USUAL_LIMIT)));
                });
    }

    @DELETE
    @Path(ONE)
    public Response cancel(@PathParam("which") String id) {
        return call.respond(
                errors,
                () -> {
                    UserImports imports = imports();
                    return CANCELLED.apply(errors, imports.cancel(uuid(id)));
                });
    }

    @Path(AnyOtherRoute.BELOW)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(call, errors);
    }

    private UserImports imports() {
        return errors.access(call).granted(services.imports(call.admin()));
    }

    private ImportProgress existing(UserImports imports, String uuid) {
        return FOUND.apply(this, imports.find(uuid));
    }

    private String uuid(String id) {
        return UuidSyntax.normalized(id)
                .orElseGet(() -> call.refuse(errors.of(QeetError.BAD_REQUEST, "invalid id")));
    }

    private Answer chunkTooLarge() {
        int mebibytes = Call.MAX_CHUNK_BYTES / (1024 * 1024);
        return errors.of(
                QeetError.IMPORT_FILE_TOO_LARGE, "a chunk is at most " + mebibytes + " MiB");
    }

    private static Answer progress(ImportProgress progress) {
        return Answer.ok(QeetBodies.Import.of(progress));
    }
}
