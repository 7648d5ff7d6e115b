package io.authrealm.core.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The members of one JSON object, each read strictly and once. Reading members collects errors, so
 * one answer can name every broken rule.
 *
 * <p>{@link JsonRules} decide about the case of names, text after the object, empty strings, and
 * values of another type than requested. The body is malformed if a member occurs twice, or if it
 * is not one object. A member that is null counts as absent.
 */
public final class JsonFields {

    private static final int MAX_MEMBERS = 64;

    /**
     * Nested values stay text until they are requested, so they take only the memory of that text.
     */
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

    private static final ObjectReader OBJECTS =
            new ObjectMapper(FACTORY)
                    .readerForMapOf(Object.class)
                    .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

    private static final Pattern WHOLE = Pattern.compile("-?[0-9]+");
    private static final BigInteger SMALLEST = BigInteger.valueOf(Integer.MIN_VALUE);
    private static final BigInteger LARGEST = BigInteger.valueOf(Integer.MAX_VALUE);

    /** Of fields that have no members to read. */
    private static final JsonRules UNUSED = new JsonRules(false, false, false);

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** What an answer repeats of a request. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,31}");

    /** A value of a type that no member has. */
    private static final Object OTHER = new Object();

    /** The text of an object or an array that is not parsed yet. */
    private record Nested(String json) {}

    /** A number as it was sent. */
    private record Numeral(String text) {}

    private final Map<String, @Nullable Object> members;
    private final JsonRules rules;
    private final List<InputError.FieldError> violations = new ArrayList<>();
    private @Nullable String malformed;

    private JsonFields(
            Map<String, @Nullable Object> members, JsonRules rules, @Nullable String malformed) {
        this.members = members;
        this.rules = rules;
        this.malformed = malformed;
    }

    /**
     * Reads {@code body}. A malformed body gives fields that are all absent and an {@link
     * #error()}.
     */
    public static JsonFields read(byte[] body, JsonRules rules) {
        if (body.length == 0) {
            return malformed(InputError.Malformed.noBody().detail());
        }
        try {
            return read(utf8(body), rules);
        } catch (IOException e) {
            // The parser's own text quotes the input, and the input may hold a password.
            return malformed("not valid JSON");
        }
    }

    private static JsonFields read(String body, JsonRules rules) throws IOException {
        try (JsonParser parser = FACTORY.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return malformed("expected a JSON object");
            }
            Map<String, @Nullable Object> members = new HashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name =
                        rules.namesIgnoreCase()
                                ? parser.currentName().toLowerCase(Locale.ROOT)
                                : parser.currentName();
                parser.nextToken();
                if (members.containsKey(name)) {
                    return malformed("duplicate member");
                }
                if (members.size() == MAX_MEMBERS) {
                    return malformed("too many members");
                }
                members.put(name, value(parser, body));
            }
            if (!rules.ignoresRest() && parser.nextToken() != null) {
                return malformed("text after the JSON object");
            }
            return new JsonFields(members, rules, null);
        }
    }

    /**
     * Only UTF-8 is JSON on the wire (RFC 8259, section 8.1); the parser would guess other
     * encodings.
     */
    private static String utf8(byte[] body) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        // A parser may ignore it (RFC 8259, section 8.1), and some clients write it.
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    /** The fields of a request that was sent without a body. */
    public static JsonFields empty() {
        return new JsonFields(Map.of(), UNUSED, null);
    }

    /** Fields of a body that was not parsed, because of {@code detail}. */
    public static JsonFields malformed(String detail) {
        return new JsonFields(Map.of(), UNUSED, detail);
    }

    private static @Nullable Object value(JsonParser parser, String body) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NULL -> null;
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Numeral(parser.getText());
            case START_OBJECT, START_ARRAY -> new Nested(nested(parser, body));
            default -> OTHER;
        };
    }

    private static String nested(JsonParser parser, String body) throws IOException {
        int start = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        return body.substring(start, (int) parser.currentLocation().getCharOffset());
    }

    /**
     * Returns the string member {@code name}, or null if it is absent, null or breaks {@code rule}.
     */
    public @Nullable String text(String name, TextRule rule) {
        return text(name, rule, Function.identity());
    }

    /** The same without white space at the ends, which no rule sees. */
    public @Nullable String trimmedText(String name, TextRule rule) {
        return text(name, rule, String::trim);
    }

    private @Nullable String text(String name, TextRule rule, Function<String, String> form) {
        Object value = members.get(name);
        if (value != null && !(value instanceof String)) {
            mistyped(name, "a string");
            value = null;
        }
        String sent = (String) value;
        String text = sent == null ? null : form.apply(sent);
        if (rules.emptyIsAbsent() && "".equals(text)) {
            text = null;
        }
        String code = malformed == null ? rule.violation(text) : null;
        if (code != null) {
            violate(name, code);
            return null;
        }
        return text;
    }

    /**
     * The same for a dialect in which a blank string, or a value that is no string, counts as
     * absent.
     */
    public @Nullable String textUnlessBlank(String name, TextRule rule) {
        Object value = members.get(name);
        if (value instanceof String text && !text.isBlank()) {
            return text(name, rule);
        }
        if (malformed == null && rule.required()) {
            violate(name, "required");
        }
        return null;
    }

    /** Returns the boolean member {@code name}. Without it the body is malformed. */
    public boolean requiredFlag(String name) {
        if (members.get(name) instanceof Boolean flag) {
            return flag;
        }
        refuse("member " + name + " must be true or false");
        return false;
    }

    /** Returns the boolean member {@code name}, or {@code otherwise} if it is absent or null. */
    public boolean flag(String name, boolean otherwise) {
        Object value = members.get(name);
        if (value == null) {
            return otherwise;
        }
        if (rules.mistypedIsAbsent() && !(value instanceof Boolean)) {
            violate(name, "not_boolean");
            return otherwise;
        }
        return requiredFlag(name);
    }

    /** Returns the boolean member {@code name}, or null if it is absent or null. */
    public @Nullable Boolean flagIfSent(String name) {
        return members.get(name) == null ? null : flag(name, false);
    }

    /**
     * Returns the member {@code name}, a whole number, or null if it is absent or null. One that an
     * int cannot hold becomes the nearest that it can.
     */
    public @Nullable Integer wholeNumber(String name) {
        Object value = members.get(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof Numeral numeral) || !WHOLE.matcher(numeral.text()).matches()) {
            mistyped(name, "a whole number");
            return null;
        }
        return new BigInteger(numeral.text()).max(SMALLEST).min(LARGEST).intValue();
    }

    /**
     * Returns the member {@code name}, an array of strings, or null if it is absent or null, if one
     * of the strings breaks {@code rule}, or if there are more than {@code maxValues}.
     */
    public @Nullable List<String> textList(String name, int maxValues, TextRule rule) {
        Object value = members.get(name);
        if (value == null) {
            return null;
        }
        if (rules.mistypedIsAbsent() && !(value instanceof Nested)) {
            violate(name, "not_array");
            return null;
        }
        if (value instanceof String) {
            mistyped(name, "an array of strings");
            return null;
        }
        return texts(name, value, maxValues, rule);
    }

    /**
     * Returns the member {@code name}, an object of any members, or null if it is absent, null, or
     * longer than {@code maxLength} characters of JSON.
     */
    public @Nullable Map<String, Object> object(String name, int maxLength) {
        Object value = members.get(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof Nested nested) || !nested.json().startsWith("{")) {
            mistyped(name, "an object");
            return null;
        }
        if (nested.json().length() > maxLength) {
            violate(name, "too_long");
            return null;
        }
        try {
            Map<String, Object> object = OBJECTS.readValue(nested.json());
            if (isStorable(object)) {
                return object;
            }
        } catch (IOException e) {
            // falls through to the same answer
        }
        violate(name, "invalid");
        return null;
    }

    /**
     * Returns the values of all members but {@code known}, each of which is a string or an array of
     * strings. Members that are null are left out, and so are those that break {@code rule} or have
     * more than {@code maxValues} values.
     */
    public Map<String, List<String>> textLists(Set<String> known, int maxValues, TextRule rule) {
        Map<String, List<String>> lists = new HashMap<>();
        members.forEach(
                (name, value) -> {
                    if (!known.contains(name) && value != null) {
                        List<String> texts = texts(name, value, maxValues, rule);
                        if (texts != null) {
                            lists.put(name, texts);
                        }
                    }
                });
        return lists;
    }

    private @Nullable List<String> texts(String name, Object value, int maxValues, TextRule rule) {
        if (value instanceof String) {
            String text = text(name, rule);
            return text == null ? null : List.of(text);
        }
        if (!(value instanceof Nested nested) || !nested.json().startsWith("[")) {
            mistypedList(name);
            return null;
        }
        List<String> texts = new ArrayList<>();
        try (JsonParser parser = FACTORY.createParser(nested.json())) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() != JsonToken.VALUE_STRING) {
                    mistypedList(name);
                    return null;
                }
                String code =
                        texts.size() == maxValues ? "too_long" : rule.violation(parser.getText());
                if (code != null) {
                    violate(name, code);
                    return null;
                }
                texts.add(parser.getText());
            }
        } catch (IOException e) {
            mistypedList(name);
            return null;
        }
        return texts;
    }

    private void mistypedList(String name) {
        if (rules.mistypedIsAbsent()) {
            violate(name, "not_strings");
        } else {
            mistyped(name, "a string or an array of strings");
        }
    }

    private static boolean isStorable(@Nullable Object value) {
        if (value instanceof Map<?, ?> object) {
            return object.entrySet().stream()
                    .allMatch(e -> isStorable(e.getKey()) && isStorable(e.getValue()));
        }
        if (value instanceof List<?> array) {
            return array.stream().allMatch(JsonFields::isStorable);
        }
        if (value instanceof Double number) {
            // A number that is too large for any client.
            return !number.isInfinite();
        }
        return !(value instanceof String text) || TextRule.isStorable(text);
    }

    /**
     * Returns the elements of the member {@code name}, an array of objects, each read like a body
     * of its own; null if it is absent or null. An element that is not an object is malformed and
     * does not affect the others. For a longer array, {@code maxElements} and one more are
     * returned.
     */
    public @Nullable List<JsonFields> objects(String name, int maxElements) {
        Object value = members.get(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof Nested nested) || !nested.json().startsWith("[")) {
            mistyped(name, "an array");
            return null;
        }
        List<JsonFields> elements = new ArrayList<>();
        try (JsonParser parser = FACTORY.createParser(nested.json())) {
            parser.nextToken();
            while (elements.size() <= maxElements && parser.nextToken() != JsonToken.END_ARRAY) {
                elements.add(
                        parser.currentToken() == JsonToken.START_OBJECT
                                ? element(nested(parser, nested.json()), rules)
                                : malformed("expected a JSON object"));
                parser.skipChildren();
            }
        } catch (IOException e) {
            mistyped(name, "an array");
            return null;
        }
        return elements;
    }

    private static JsonFields element(String json, JsonRules rules) {
        try {
            return read(json, rules);
        } catch (IOException e) {
            return malformed("not valid JSON");
        }
    }

    /** Makes the body malformed, unless such a member counts as absent. */
    private void mistyped(String name, String expected) {
        if (!rules.mistypedIsAbsent()) {
            refuse("member " + name + " must be " + expected);
        }
    }

    /** Whether the object has the member at all, even as null. */
    public boolean has(String name) {
        return members.containsKey(name);
    }

    /** Makes the body malformed if it has a member that is not in {@code known}. */
    public JsonFields onlyKnown(String... known) {
        List<String> names = List.of(known);
        members.keySet().stream()
                .filter(name -> !names.contains(name))
                .sorted()
                .findFirst()
                .ifPresent(name -> refuse("unknown member" + shown(name)));
        return this;
    }

    /** A name that is none may hold anything, a password for example, and is not repeated. */
    private static String shown(String name) {
        return NAME.matcher(name).matches() ? ' ' + name : "";
    }

    /** Records that the member {@code name} breaks a rule that only the caller knows. */
    public void violate(String name, String code) {
        violations.add(new InputError.FieldError(name, code, ViolationText.of(code)));
    }

    /** Makes the body malformed for a reason that only the caller knows. */
    public void refuse(String detail) {
        if (malformed == null) {
            malformed = detail;
        }
    }

    /** What is wrong with the body, according to the members read so far. */
    public Optional<InputError> error() {
        if (malformed != null) {
            return Optional.of(new InputError.Malformed(malformed));
        }
        return violations.isEmpty()
                ? Optional.empty()
                : Optional.of(new InputError.Invalid(List.copyOf(violations)));
    }
}
