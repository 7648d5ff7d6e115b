package io.authrealm.core.json;

/** What a code for a broken rule says to a reader, after the name of the member. */
public final class ViolationText {

    private ViolationText() {}

    /** For example "is too long"; "is not valid" for a code without a text of its own. */
    public static String of(String code) {
        return switch (code) {
            case "required" -> "is required";
            case "too_short" -> "is too short";
            case "too_long" -> "is too long";
            case "invalid_email" -> "is not an email address";
            case "invalid_phone" -> "is not a phone number in the form of E.164";
            case "invalid_uuid" -> "is not a UUID";
            case "not_boolean" -> "is neither true nor false";
            case "not_array" -> "is not an array";
            case "not_strings" -> "is not an array of strings";
            case "not_allowed" -> "is not one of the allowed values";
            default -> "is not valid";
        };
    }
}
