package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.Exchange;
import io.authrealm.api.service.imports.ImportBulkResult;
import io.authrealm.api.service.imports.UserImports;
import io.authrealm.api.service.users.UserAccess.Right;
import io.authrealm.core.imports.ImportSource;
import io.authrealm.core.outcome.Cases;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Function;

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

    private final Exchange exchange;
    private final Services services;
    private final QeetErrors errors;

    BulkResource(Exchange exchange, Services services, QeetErrors errors) {
        this.exchange = exchange;
        this.services = services;
        this.errors = errors;
    }

    @POST
    public Response create(InputStream body) {
        return administered(
                caller -> {
                    byte[] bytes = read(body, caller.tenant().settings().maxBodyBytes());
                    return exchange.withBody(
                            errors,
                            new ByteArrayInputStream(bytes),
                            QeetRequests.NewUsers::parse,
                            request -> create(caller, bytes, request));
                });
    }

    private Answer create(AdminCaller caller, byte[] body, QeetRequests.NewUsers request) {
        if (request.tenantId() != null
                && !request.tenantId().equalsIgnoreCase(caller.tenant().id())) {
            return errors.of(QeetError.FORBIDDEN, "tenant mismatch");
        }
        if (request.rows().isEmpty()) {
            return errors.of(QeetError.IMPORT_EMPTY);
        }
        return request.rows().size() > UserImports.MAX_BULK_ROWS
                ? errors.of(QeetError.IMPORT_BATCH_TOO_LARGE)
                : DONE.apply(errors, imports(caller).bulk(headers().key(), body, request.rows()));
    }

    @POST
    @Path("import")
    public Response importFile(InputStream body) {
        return administered(
                caller -> {
                    Optional<ImportSource> source =
                            ImportSource.of(exchange.query().getFirst("source"));
                    if (source.isEmpty()) {
                        return errors.of(QeetError.IMPORT_SOURCE_INVALID);
                    }
                    byte[] file = headers().isTooLarge() ? null : read(body, MAX_FILE_BYTES);
                    return file == null || file.length > MAX_FILE_BYTES
                            ? errors.of(QeetError.IMPORT_FILE_TOO_LARGE)
                            : importFile(caller, source.get(), file);
                });
    }

    private Answer importFile(AdminCaller caller, ImportSource source, byte[] file) {
        int rows = UserImports.countRows(source, file);
        if (rows == 0) {
            return errors.of(QeetError.IMPORT_EMPTY);
        }
        return rows > UserImports.MAX_BULK_ROWS
                ? errors.of(QeetError.IMPORT_BATCH_TOO_LARGE)
                : DONE.apply(errors, imports(caller).bulk(headers().key(), source, file));
    }

    @Path(AnyOtherRoute.BELOW)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(exchange, errors);
    }

    private Response administered(Function<AdminCaller, Answer> endpoint) {
        return exchange.administered(
                errors,
                caller -> {
                    if (!services.access(caller).isGrantedForAll(Right.MANAGE)) {
                        return errors.of(QeetError.PERMISSION_DENIED);
                    }
                    String key = headers().key();
                    if (key != null && !ImportHeaders.isKey(key)) {
                        return errors.of(QeetError.BAD_REQUEST, "bad Idempotency-Key");
                    }
                    return headers().isEncoded()
                            ? errors.of(QeetError.BAD_REQUEST, "the content must not be encoded")
                            : endpoint.apply(caller);
                });
    }

    /** At most one byte more than allowed; what breaks off is judged by what has come. */
    private static byte[] read(InputStream body, int maxBytes) {
        try {
            return body.readNBytes(maxBytes + 1);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private ImportHeaders headers() {
        return new ImportHeaders(exchange);
    }

    private UserImports imports(AdminCaller caller) {
        return services.imports(caller);
    }
}
