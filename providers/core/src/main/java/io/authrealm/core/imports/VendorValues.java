package io.authrealm.core.imports;

import io.authrealm.core.imports.RowContent.Unusable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of another system's row. Blank text counts as absent. */
record VendorValues(Map<String, @Nullable Object> members) {

    /** The first of these members that is present, of any type. */
    @Nullable Object first(String... names) {
        for (String name : names) {
            Object value = members.get(name);
            if (value != null && !(value instanceof String text && text.isBlank())) {
                return value;
            }
        }
        return null;
    }

    /** A phone number with everything removed except its digits and a leading plus sign. */
    @Nullable Object phone(String name) {
        Object value = first(name);
        if (!(value instanceof String text)) {
            return value;
        }
        String trimmed = text.strip();
        String digits = trimmed.replaceAll("[^0-9]", "");
        return trimmed.startsWith("+") ? "+" + digits : digits;
    }

    /**
     * Whether a user may sign in.
     *
     * @param name of a member that is true or false
     * @param suspending the value that means no
     */
    @Nullable Object status(String name, boolean suspending) {
        Object value = members.get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof Boolean flag) {
            return flag == suspending ? "suspended" : "active";
        }
        // Treating it as absent would let in a user who was locked out.
        return new Unusable("invalid");
    }
}
