package io.authrealm.core.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The fields of one row of CSV (RFC 4180, section 2). */
final class CsvRow {

    private static final int MAX_FIELDS = 256;

    private CsvRow() {}

    /**
     * Returns the fields, without their quotes; empty if a quote is in the middle of a field or
     * never closed, or if there are more than 256 fields.
     */
    static Optional<List<String>> fields(String row) {
        List<String> fields = new ArrayList<>();
        int at = 0;
        while (fields.size() < MAX_FIELDS) {
            StringBuilder field = new StringBuilder();
            at =
                    at < row.length() && row.charAt(at) == '"'
                            ? quoted(row, at, field)
                            : plain(row, at, field);
            if (at < 0) {
                return Optional.empty();
            }
            fields.add(field.toString());
            if (at == row.length()) {
                return Optional.of(fields);
            }
            at++;
        }
        return Optional.empty();
    }

    /** Both methods return the end of the field, which is a comma or the end of the row, or -1. */
    private static int plain(String row, int start, StringBuilder field) {
        int comma = row.indexOf(',', start);
        int end = comma < 0 ? row.length() : comma;
        field.append(row, start, end);
        return field.indexOf("\"") < 0 ? end : -1;
    }

    private static int quoted(String row, int start, StringBuilder field) {
        int at = start + 1;
        while (true) {
            int quote = row.indexOf('"', at);
            if (quote < 0) {
                return -1;
            }
            field.append(row, at, quote);
            at = quote + 1;
            if (at == row.length() || row.charAt(at) == ',') {
                return at;
            }
            if (row.charAt(at) != '"') {
                return -1;
            }
            field.append('"');
            at++;
        }
    }
}
