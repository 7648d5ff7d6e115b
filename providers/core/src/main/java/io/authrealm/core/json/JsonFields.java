package io.authrealm.core.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The members of one JSON object, read strictly and once. Reading members collects what is wrong
 * with them, so that one answer can name every broken rule.
 *
 * <p>Member names are compared without regard to case and text after the object is ignored
 * (contract, section 1). A member that stands twice, a nested value where a string is expected, and
 * anything that is not one object make the body malformed. A member that is null counts as absent.
 */
public final class JsonFields {

    private static final int MAX_MEMBERS = 64;

    /** Nested values are skipped, never kept, so they only have to be shallow. */
    private static final int MAX_NESTING = 16;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_NESTING)
                                    .maxStringLength(8 * 1024 * 1024)
                                    .maxNameLength(256)
                                    .build())
                    .build();

    private static final Object NOT_TEXT = new Object();

    private final Map<String, Object> members;
    private final List<InputError.FieldError> violations = new ArrayList<>();
    private String malformed;

    private JsonFields(Map<String, Object> members, String malformed) {
        this.members = members;
        this.malformed = malformed;
    }

    /**
     * Reads {@code body}; a body that is malformed gives fields that are all absent and an {@link
     * #error()}.
     */
    public static JsonFields read(byte[] body) {
        if (body.length == 0) {
            return malformed("empty body");
        }
        try (JsonParser parser = FACTORY.createParser(utf8(body))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return malformed("expected a JSON object");
            }
            Map<String, Object> members = new HashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName().toLowerCase(Locale.ROOT);
                parser.nextToken();
                if (members.containsKey(name)) {
                    return malformed("duplicate member");
                }
                if (members.size() == MAX_MEMBERS) {
                    return malformed("too many members");
                }
                members.put(name, value(parser));
            }
            return new JsonFields(members, null);
        } catch (IOException e) {
            // The parser's own text quotes the input, and the input may hold a password.
            return malformed("not valid JSON");
        }
    }

    /**
     * Only UTF-8 is JSON on the wire (RFC 8259, section 8.1); the parser would guess other
     * encodings.
     */
    private static String utf8(byte[] body) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    }

    /** The fields of a request that was sent without a body. */
    public static JsonFields empty() {
        return new JsonFields(Map.of(), null);
    }

    /** Fields that were not even read, because of {@code detail}. */
    public static JsonFields malformed(String detail) {
        return new JsonFields(Map.of(), detail);
    }

    private static Object value(JsonParser parser) throws IOException {
        switch (parser.currentToken()) {
            case VALUE_STRING:
                return parser.getText();
            case VALUE_NULL:
                return null;
            default:
                parser.skipChildren();
                return NOT_TEXT;
        }
    }

    /**
     * Returns the string member {@code name}, or null where it is absent, null or breaks {@code
     * rule}.
     */
    public String text(String name, TextRule rule) {
        Object value = members.get(name);
        if (value == NOT_TEXT) {
            if (malformed == null) {
                malformed = "member " + name + " must be a string";
            }
            return null;
        }
        String text = (String) value;
        String code = malformed == null ? rule.violation(text) : null;
        if (code != null) {
            violate(name, code);
            return null;
        }
        return text;
    }

    /** Whether the object has the member at all, null included. */
    public boolean has(String name) {
        return members.containsKey(name);
    }

    /** Makes the body malformed where it has a member that is not in {@code known}. */
    public JsonFields onlyKnown(String... known) {
        List<String> names = List.of(known);
        for (String name : members.keySet()) {
            if (malformed == null && !names.contains(name)) {
                malformed = "unknown member";
            }
        }
        return this;
    }

    /** Records that the member {@code name} breaks a rule that only the caller knows. */
    public void violate(String name, String code) {
        violations.add(new InputError.FieldError(name, code, message(code)));
    }

    /** What is wrong with the body, judged by the members read so far. */
    public Optional<InputError> error() {
        if (malformed != null) {
            return Optional.of(new InputError.Malformed(malformed));
        }
        return violations.isEmpty()
                ? Optional.empty()
                : Optional.of(new InputError.Invalid(List.copyOf(violations)));
    }

    private static String message(String code) {
        return switch (code) {
            case "required" -> "is required";
            case "too_short" -> "is too short";
            case "too_long" -> "is too long";
            case "invalid_email" -> "is not an email address";
            case "not_allowed" -> "is not one of the allowed values";
            case "invalid_uuid" -> "is not a UUID";
            default -> "is not valid";
        };
    }
}
