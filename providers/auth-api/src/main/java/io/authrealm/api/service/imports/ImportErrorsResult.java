package io.authrealm.api.service.imports;

import java.util.List;

/** How a request for a page of the rows of an import that created no user ends. */
public sealed interface ImportErrorsResult {

    /**
     * @param next the cursor of the next page; null at the end of the list
     */
    record Page(List<ImportErrorPage.Row> rows, String next) implements ImportErrorsResult {}

    /** The cursor is none of this list's. */
    record BadCursor() implements ImportErrorsResult {}
}
