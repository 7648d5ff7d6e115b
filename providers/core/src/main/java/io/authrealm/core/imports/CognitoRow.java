package io.authrealm.core.imports;

import io.authrealm.core.imports.ReadResult.Record;
import io.authrealm.core.imports.RowContent.Members;
import io.authrealm.core.imports.RowContent.Unreadable;
import io.authrealm.core.imports.RowContent.Unusable;
import io.authrealm.core.json.TextRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A row of the CSV file of Cognito's user import, with an optional column for a hash.
 *
 * <p>Text that a spreadsheet would interpret as a formula is refused, because the names of users
 * are later exported to files that people open in a spreadsheet.
 */
final class CognitoRow {

    private static final Set<String> COLUMNS =
            Set.of(
                    "email",
                    "email_verified",
                    "name",
                    "given_name",
                    "family_name",
                    "phone_number",
                    "phone_number_verified",
                    "cognito:mfa_enabled",
                    "password_hash");

    private static final String FORMULA_STARTS = "=+-@\t\r";

    private CognitoRow() {}

    /**
     * Reads a header.
     *
     * @return for each column its name in lower case if it is known, else an empty string; empty if
     *     the header is malformed, a known column occurs twice or the email column is missing
     */
    static Optional<List<String>> columns(byte[] header) {
        Optional<List<String>> fields = RowContent.text(header).flatMap(CsvRow::fields);
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        List<String> columns = new ArrayList<>();
        for (String field : fields.get()) {
            String name = field.strip().toLowerCase(Locale.ROOT);
            boolean known = COLUMNS.contains(name);
            if (known && columns.contains(name)) {
                return Optional.empty();
            }
            columns.add(known ? name : "");
        }
        return columns.contains("email") ? Optional.of(List.copyOf(columns)) : Optional.empty();
    }

    /** Reads a row; fields that it lacks are absent, and fields beyond the header's are ignored. */
    static RowContent read(Record row) {
        Optional<String> text = RowContent.text(row.content());
        if (text.isEmpty()) {
            return new Unreadable("invalid_encoding");
        }
        Optional<List<String>> fields = CsvRow.fields(text.get());
        if (fields.isEmpty()) {
            return new Unreadable("invalid_csv");
        }
        Map<String, Object> values = new HashMap<>();
        int shared = Math.min(fields.get().size(), row.columns().size());
        for (int i = 0; i < shared; i++) {
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

    static Map<String, Object> translate(Map<String, Object> values, Instant now) {
        VendorValues vendor = new VendorValues(values);
        Map<String, Object> members = new HashMap<>();
        members.put("email", text(vendor.first("email")));
        members.put("email_verified", flag(vendor.first("email_verified")));
        members.put("display_name", displayName(vendor));
        members.put("phone", vendor.phone("phone_number"));
        Object phoneVerified = flag(vendor.first("phone_number_verified"));
        members.put(
                "phone_verified_at",
                Boolean.TRUE.equals(phoneVerified) && members.get("phone") != null
                        ? now.toString()
                        : unusable(phoneVerified));
        members.put("mfa_required", flag(vendor.first("cognito:mfa_enabled")));
        members.put("password_hash", vendor.first("password_hash"));
        return members;
    }

    private static @Nullable Object displayName(VendorValues vendor) {
        Object name = text(vendor.first("name"));
        if (name != null) {
            return name;
        }
        Object given = text(vendor.first("given_name"));
        Object family = text(vendor.first("family_name"));
        if (given instanceof String first && family instanceof String last) {
            return first + " " + last;
        }
        if (given == null || family instanceof Unusable) {
            return family;
        }
        return given;
    }

    private static @Nullable Object text(@Nullable Object value) {
        if (value instanceof String text && (isFormula(text) || isFormula(text.stripLeading()))) {
            return new Unusable("formula");
        }
        return value;
    }

    private static boolean isFormula(String text) {
        return !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0;
    }

    private static @Nullable Object flag(@Nullable Object value) {
        if (!(value instanceof String text)) {
            return value;
        }
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> new Unusable("invalid");
        };
    }

    private static @Nullable Object unusable(@Nullable Object value) {
        return value instanceof Unusable ? value : null;
    }
}
