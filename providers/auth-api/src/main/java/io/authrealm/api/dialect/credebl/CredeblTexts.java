package io.authrealm.api.dialect.credebl;

import io.authrealm.core.json.InputError;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the dialect says about members that break rules. Like the platform it names each rule of a
 * member that is missing.
 */
final class CredeblTexts {

    private static final String STRING = "%s must be a string";
    private static final String REQUIRED = "%s is required";
    private static final String EMAIL = "%s is not a valid email address";
    private static final String EMPTY_VALUE = "each value in %s should not be empty";
    private static final String VALUE_NO_STRING = "each value in %s must be a string";

    /** The rules of a member that is missing, or of a value that is empty, if they are others. */
    private static final Map<String, List<String>> WHEN_MISSING =
            Map.of(
                    "email", List.of(STRING, REQUIRED, EMAIL),
                    "password", List.of(REQUIRED),
                    "oldPassword", List.of(REQUIRED),
                    "newPassword", List.of(REQUIRED),
                    "sessions", List.of(EMPTY_VALUE));

    private CredeblTexts() {}

    static List<String> of(InputError.Invalid invalid) {
        return invalid.fields().stream()
                .flatMap(error -> texts(error.field(), error.code()))
                .toList();
    }

    private static Stream<String> texts(String field, String code) {
        return templates(field, code).stream().map(template -> template.formatted(field));
    }

    private static List<String> templates(String field, String code) {
        return switch (code) {
            case "required" -> WHEN_MISSING.getOrDefault(field, List.of(STRING, REQUIRED));
            case "invalid_email" -> List.of(EMAIL);
            case "too_short" -> List.of("%s is too short");
            case "too_long" -> List.of("%s is too long");
            case "not_boolean" -> List.of("%s must be a boolean value");
            case "not_array" -> List.of(EMPTY_VALUE, VALUE_NO_STRING, "%s must be an array");
            case "not_strings" -> List.of(EMPTY_VALUE, VALUE_NO_STRING);
            case "invalid_url" -> List.of("%s is not a valid web address");
            default -> List.of("%s is not valid");
        };
    }
}
