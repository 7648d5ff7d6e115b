package io.authrealm.api.service.imports;

import io.authrealm.api.store.Imports;
import java.util.List;

/**
 * Some of an import's errors, in the order of its file.
 *
 * @param next the number of the last error; null at the end of the list
 */
public record ImportErrorPage(List<Row> items, Long next) {

    /**
     * A row that made no user.
     *
     * @param line of the file, from 1
     * @param email the row's own, or empty
     * @param code the reason, for programs
     * @param message the reason, for people; it repeats nothing of the row
     */
    public record Row(long line, String email, String code, String message) {}

    static ImportErrorPage of(Imports.ErrorPage stored) {
        return new ImportErrorPage(
                stored.items().stream()
                        .map(e -> new Row(e.line(), e.email(), e.code(), e.message()))
                        .toList(),
                stored.next());
    }
}
