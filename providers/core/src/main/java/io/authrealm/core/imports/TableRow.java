package io.authrealm.core.imports;

import io.authrealm.core.imports.ReadResult.Record;
import io.authrealm.core.imports.RowContent.Members;
import io.authrealm.core.imports.RowContent.Unreadable;
import io.authrealm.core.imports.RowContent.Unusable;
import io.authrealm.core.json.TextRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A row of CSV whose columns have names. */
final class TableRow {

    private static final String FORMULA_STARTS = "=+-@\t\r";

    private TableRow() {}

    /**
     * The value, if it is no text that a spreadsheet would interpret as a formula. The names of
     * users are later exported to files that people open in a spreadsheet.
     */
    static @Nullable Object plainText(@Nullable Object value) {
        return value instanceof String text && (isFormula(text) || isFormula(text.stripLeading()))
                ? new Unusable("formula")
                : value;
    }

    private static boolean isFormula(String text) {
        return !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0;
    }

    /**
     * Reads a header.
     *
     * @return for each column its name in lower case if it is read, else an empty string; empty if
     *     the header is malformed, a column that is read occurs twice or the email column is
     *     missing
     */
    static Optional<List<String>> columns(byte[] header, SourceFormat format) {
        Optional<List<String>> fields =
                RowContent.text(header)
                        .flatMap(row -> CsvRow.fields(row, format.table().backslashes()));
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        List<String> columns = new ArrayList<>();
        for (String field : fields.get()) {
            String name = field.strip().toLowerCase(Locale.ROOT);
            boolean known = format.members().contains(name);
            if (known && columns.contains(name)) {
                return Optional.empty();
            }
            columns.add(known ? name : "");
        }
        return columns.contains("email") ? Optional.of(List.copyOf(columns)) : Optional.empty();
    }

    /** Reads a row; empty fields are absent. */
    static RowContent read(Record row, SourceFormat.Table table) {
        Optional<String> text = RowContent.text(row.content());
        if (text.isEmpty()) {
            return new Unreadable("invalid_encoding");
        }
        Optional<List<String>> fields = CsvRow.fields(text.get(), table.backslashes());
        if (fields.isEmpty()) {
            return new Unreadable("invalid_csv");
        }
        int count = fields.get().size();
        // A value in the column of another would be taken for it.
        if (count > row.columns().size() || count < row.columns().size() - table.optional()) {
            return new Unreadable("wrong_number_of_values");
        }
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < count; i++) {
            String column = row.columns().get(i);
            String value = fields.get().get(i);
            if (column.isEmpty() || value.isEmpty()) {
                continue;
            }
            if (!TextRule.isStorable(value)) {
                return new Unreadable("invalid");
            }
            values.put(column, value);
        }
        return new Members(values);
    }
}
