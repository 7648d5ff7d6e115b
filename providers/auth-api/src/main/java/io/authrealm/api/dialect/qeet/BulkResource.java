package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.caller.AdminCaller;
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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** {@code /v1/users/bulk}. */
public final class BulkResource {

    /** Below the server's own limit of bodies. */
    private static final int MAX_FILE_BYTES = 9 * 1024 * 1024;

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
                    AdminCaller admin = call.admin();
                    UserImports imports = granted(services.imports(admin));
                    String key = call.idempotencyKey().orElse(null);
                    int maxBytes = admin.tenant().settings().maxBodyBytes();
                    byte[] bytes = read(call.content(body, maxBytes + 1L), maxBytes);
                    QeetRequests.NewUsers request =
                            call.body(
                                    new ByteArrayInputStream(bytes), QeetRequests.NewUsers::parse);
                    return DONE.apply(
                            errors, imports.bulk(key, request.tenantId(), bytes, request.rows()));
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
                    InputStream content = call.content(body, MAX_FILE_BYTES + 1L);
                    Optional<ImportSource> source =
                            ImportSource.of(call.query().getFirst("source"));
                    if (source.isEmpty()) {
                        return errors.of(QeetError.IMPORT_SOURCE_INVALID);
                    }
                    byte[] file = call.isBodyTooLarge() ? null : read(content, MAX_FILE_BYTES);
                    return file == null || file.length > MAX_FILE_BYTES
                            ? errors.of(QeetError.IMPORT_FILE_TOO_LARGE)
                            : DONE.apply(errors, imports.bulk(key, source.get(), file));
                });
    }

    @Path(AnyOtherRoute.BELOW)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(call, errors);
    }

    private <T> T granted(UserAccessResult<T> result) {
        return new AccessAnswers(call, errors).granted(result);
    }

    /** At most one byte more than allowed; what breaks off is judged by what has come. */
    private static byte[] read(InputStream body, int maxBytes) {
        try {
            return body.readNBytes(maxBytes + 1);
        } catch (IOException e) {
            return new byte[0];
        }
    }
}
