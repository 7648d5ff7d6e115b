package io.authrealm.api.service.imports;

import java.util.List;

/** What a bulk request leads to. */
public sealed interface ImportBulkResult {

    record Done(ImportProgress progress, List<ImportErrorPage.Row> errors)
            implements ImportBulkResult {}

    /** The request names another tenant than the one that the admin was let in to. */
    record OtherTenant() implements ImportBulkResult {}

    /** There is no row. */
    record Empty() implements ImportBulkResult {}

    /** There are more rows than one request may have. */
    record TooManyRows() implements ImportBulkResult {}

    /** The key was used for another request. */
    record OtherRequest() implements ImportBulkResult {}

    /** The rows that are left have to be sent again, with the same key. */
    record Unfinished(int retryAfterSeconds) implements ImportBulkResult {}

    /** Another import of the tenant is at work. */
    record Running(int retryAfterSeconds) implements ImportBulkResult {}

    /** The node has enough imports at work. */
    record Busy(int retryAfterSeconds) implements ImportBulkResult {}

    /** The realm was closed to the API meanwhile; the users that are made stay. */
    record Closed() implements ImportBulkResult {}
}
