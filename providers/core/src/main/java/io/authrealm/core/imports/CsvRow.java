package io.authrealm.core.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The fields of one row of CSV.
 *
 * <p>A field that begins with a quotation mark, and has another one at its end, is read as RFC 4180
 * has it. In every other field a quotation mark stands for itself, because Amazon and Firebase
 * write no quotes around the names of people.
 */
final class CsvRow {

    private static final int MAX_FIELDS = 256;

    private CsvRow() {}

    /**
     * Returns the fields, without their quotes; empty if there are more than 256 fields.
     *
     * @param backslashes whether a backslash before a comma outside of quotes makes it a part of
     *     the field, as Amazon has it
     */
    static Optional<List<String>> fields(String row, boolean backslashes) {
        List<String> fields = new ArrayList<>();
        int at = 0;
        while (fields.size() < MAX_FIELDS) {
            StringBuilder field = new StringBuilder();
            int end = quoted(row, at, field);
            if (end < 0) {
                field.setLength(0);
                end = plain(row, at, backslashes, field);
            }
            fields.add(field.toString());
            if (end == row.length()) {
                return Optional.of(fields);
            }
            at = end + 1;
        }
        return Optional.empty();
    }

    /** Returns the end of the field, which is a comma or the end of the row. */
    private static int plain(String row, int start, boolean backslashes, StringBuilder field) {
        int from = start;
        while (true) {
            int comma = row.indexOf(',', from);
            int end = comma < 0 ? row.length() : comma;
            boolean escaped = backslashes && comma > from && row.charAt(comma - 1) == '\\';
            field.append(row, from, escaped ? end - 1 : end);
            if (!escaped) {
                return end;
            }
            field.append(',');
            from = end + 1;
        }
    }

    /** Like {@link #plain}; -1 if the field is not one in quotes. */
    private static int quoted(String row, int start, StringBuilder field) {
        if (start == row.length() || row.charAt(start) != '"') {
            return -1;
        }
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
