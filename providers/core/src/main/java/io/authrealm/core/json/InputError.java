package io.authrealm.core.json;

import java.util.List;

/** What is wrong with a request body. */
public sealed interface InputError {

    /** The body is not a JSON object of the expected form; {@code detail} is for developers. */
    record Malformed(String detail) implements InputError {

        private static final String NO_BODY = "empty body";

        /** The request has no body, or one of no bytes. */
        public static Malformed noBody() {
            return new Malformed(NO_BODY);
        }

        public boolean isNoBody() {
            return detail.equals(NO_BODY);
        }
    }

    /** The body is well formed, but members break their rules; never empty, in the order read. */
    record Invalid(List<FieldError> fields) implements InputError {}

    /** One broken rule: the member's name, a machine code and a text for people. */
    record FieldError(String field, String code, String message) {}
}
