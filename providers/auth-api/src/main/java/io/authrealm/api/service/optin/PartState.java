package io.authrealm.api.service.optin;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * What became of one part of a realm.
 *
 * @param detail one sentence for the admin
 */
public record PartState(String part, State state, String detail) {

    /** What can become of a part. */
    public enum State {
        /** It was missing and is there now. */
        CREATED,
        /** It was there and is as it was. */
        KEPT,
        /** It is missing; a dry run makes nothing. */
        WOULD_CHANGE,
        /** It is there in a form that does not fit, and is as it was. */
        CONFLICT,
        /** The pack had made it, and it is gone. */
        REMOVED;

        @JsonValue
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
