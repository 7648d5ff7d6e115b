package io.authrealm.core.imports;

import io.authrealm.core.imports.RowContent.Unusable;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of another system's row. Blank text counts as absent. */
record VendorValues(Map<String, @Nullable Object> members) {

    /** Those of an object; none if it is something else. */
    static VendorValues of(@Nullable Object object) {
        Map<String, @Nullable Object> members = new HashMap<>();
        if (object instanceof Map<?, ?> map) {
            map.forEach((name, value) -> members.put(name.toString(), value));
        }
        return new VendorValues(members);
    }

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

    /** The first of these members as text, or what is there instead. */
    VendorPhone phone(String... names) {
        return VendorPhone.of(first(names));
    }

    /** A member that is true or false, or a text that says so in any case. */
    @Nullable Object flag(String name) {
        Object value = first(name);
        if (!(value instanceof String text)) {
            return value;
        }
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> new Unusable("invalid");
        };
    }

    /** The name, or the given name and the family name, of which one may be missing. */
    @Nullable Object displayName(@Nullable Object name, String given, String family) {
        if (name != null) {
            return name;
        }
        Object first = first(given);
        Object last = first(family);
        if (first instanceof String firstText && last instanceof String lastText) {
            return firstText + " " + lastText;
        }
        if (first == null || last instanceof Unusable) {
            return last;
        }
        return first;
    }

    /** A time in milliseconds since 1970, as a number or its text, in the form of RFC 3339. */
    @Nullable Object milliseconds(String name) {
        Object value = first(name);
        if (value == null) {
            return null;
        }
        try {
            return Instant.ofEpochMilli(Long.parseLong(value.toString())).toString();
        } catch (NumberFormatException | DateTimeException e) {
            return new Unusable("invalid");
        }
    }

    /** Whether a member has something in it: a list or an object that is not empty, or text. */
    boolean isFilled(String name) {
        Object value = first(name);
        return value instanceof Collection<?> list
                ? !list.isEmpty()
                : value instanceof Map<?, ?> object
                        ? !object.isEmpty()
                        : value != null && !Boolean.FALSE.equals(value);
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
