package io.authrealm.api.service.factor;

/** A code as a user types it in, with the spaces and dashes that make it readable. */
public final class TypedCode {

    private TypedCode() {}

    /** The code alone. */
    public static String digits(String typed) {
        return typed.replaceAll("[\\s-]", "");
    }
}
