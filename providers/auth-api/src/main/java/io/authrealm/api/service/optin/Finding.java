package io.authrealm.api.service.optin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * What was found about one part of a realm.
 *
 * @param detail one sentence for the admin
 * @param mend what the admin can do; null if nothing is wrong
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Finding(String part, Health state, String detail, String mend) {

    /** How a part is. */
    public enum Health {
        /** As it should be. */
        OK,
        /** A choice of the admin that has a consequence. */
        NOTE,
        /** Something does not work because of it. */
        PROBLEM;

        @JsonValue
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding ok(String part, String detail) {
        return new Finding(part, Health.OK, detail, null);
    }

    static Finding note(String part, String detail, String mend) {
        return new Finding(part, Health.NOTE, detail, mend);
    }

    static Finding problem(String part, String detail, String mend) {
        return new Finding(part, Health.PROBLEM, detail, mend);
    }
}
