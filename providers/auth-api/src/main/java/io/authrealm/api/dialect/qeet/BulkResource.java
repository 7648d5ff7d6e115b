package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.AnyOtherRoute;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.imports.ImportBulkResult;
import io.authrealm.api.service.imports.UserImports;
import io.authrealm.api.service.users.UserAccessResult;
import io.authrealm.core.imports.ImportSource;
import io.authrealm.core.outcome.Cases;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Optional;

/** {@code /v1/users/bulk}. */
public final class BulkResource {

    private static final Cases<QeetErrors, ImportBulkResult, Answer> DONE =
            Cases.<QeetErrors, ImportBulkResult, Answer>of(ImportBulkResult.class)
                    .when(
                            ImportBulkResult.Done.class,
                            (errors, done) -> Answer.ok(QeetBodies.BulkOutcome.of(done)))
                    .when(
                            ImportBulkResult.OtherTenant.class,
                            errors -> errors.of(QeetError.FORBIDDEN, "tenant mismatch"))
                    .when(ImportBulkResult.Empty.class, errors -> errors.of(QeetError.IMPORT_EMPTY))
                    .when(
                            ImportBulkResult.TooManyRows.class,
                            errors -> errors.of(QeetError.IMPORT_BATCH_TOO_LARGE))
                    .when(
                            ImportBulkResult.OtherRequest.class,
                            errors ->
                                    errors.of(
                                            QeetError.CONFLICT,
                                            "the key was used for another request"))
                    .when(
                            ImportBulkResult.Unfinished.class,
                            (errors, unfinished) ->
                                    errors.unavailable(unfinished.retryAfterSeconds()))
                    .when(
                            ImportBulkResult.Running.class,
                            (errors, running) ->
                                    errors.retryLater(
                                            QeetError.CONFLICT,
                                            "another import is at work",
                                            running.retryAfterSeconds()))
                    .when(
                            ImportBulkResult.Busy.class,
                            (errors, busy) -> errors.unavailable(busy.retryAfterSeconds()))
                    .when(ImportBulkResult.Closed.class, errors -> errors.notFound())
                    .complete();

    private final Call call;
    private final Services services;
    private final QeetErrors errors;

    BulkResource(Call call, Services services, QeetErrors errors) {
        this.call = call;
        this.services = services;
        this.errors = errors;
    }

    @POST
    public Response create(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    UserImports imports = granted(services.imports(call.admin()));
                    String key = call.idempotencyKey().orElse(null);
                    Call.Sent<QeetRequests.NewUsers> sent =
                            call.sent(body, QeetRequests.NewUsers::parse);
                    QeetRequests.NewUsers request = sent.request();
                    return DONE.apply(
                            errors,
                            imports.bulk(key, request.tenantId(), sent.bytes(), request.rows()));
                });
    }

    @POST
    @Path("import")
    public Response importFile(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    UserImports imports = granted(services.imports(call.admin()));
                    String key = call.idempotencyKey().orElse(null);
                    Optional<ImportSource> source =
                            ImportSource.of(call.query().getFirst("source"));
                    if (source.isEmpty()) {
                        return errors.of(QeetError.IMPORT_SOURCE_INVALID);
                    }
                    return call.file(body)
                            .map(rows -> imports.bulk(key, source.get(), rows))
                            .map(result -> DONE.apply(errors, result))
                            .orElseGet(() -> errors.of(QeetError.IMPORT_FILE_TOO_LARGE));
                });
    }

    @Path(AnyOtherRoute.BELOW)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(call, errors);
    }

    private <T> T granted(UserAccessResult<T> result) {
        return errors.access(call).granted(result);
    }
}
