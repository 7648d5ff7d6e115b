package io.authrealm.core.imports;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.authrealm.core.imports.RowContent.Members;
import io.authrealm.core.imports.RowContent.Unreadable;
import io.authrealm.core.json.TextRule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object as a tree, parsed strictly: nothing around it, no duplicate member, at most 16
 * levels, storable text.
 */
final class JsonRecord {

    private static final int MAX_NESTING = 16;
    private static final int MAX_NUMBER = 100;
    private static final int MAX_NAME = 1024;

    // Names are not kept between records, because a file may have any number of different ones.
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_NESTING)
                                    .maxStringLength(RecordReader.MAX_RECORD_BYTES)
                                    .maxNameLength(MAX_NAME)
                                    .maxNumberLength(MAX_NUMBER)
                                    .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .build();

    /** Text or a number that is well formed but cannot be stored. */
    private static final class NotStorable extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private JsonRecord() {}

    /** Reads an object with all of its members. */
    static RowContent read(byte[] content) {
        return read(content, null);
    }

    /**
     * Reads an object.
     *
     * @param wanted null for every member; else names of the members whose values are kept; for the
     *     others only the names are kept, with {@link Boolean#TRUE} as their value
     */
    static RowContent read(byte[] content, @Nullable Set<String> wanted) {
        Optional<String> text = RowContent.text(content);
        if (text.isEmpty()) {
            return new Unreadable("invalid_encoding");
        }
        try (JsonParser parser = FACTORY.createParser(text.get())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return new Unreadable("invalid_json");
            }
            Map<String, Object> members = object(parser, wanted);
            return parser.nextToken() == null
                    ? new Members(members)
                    : new Unreadable("invalid_json");
        } catch (NotStorable e) {
            return new Unreadable("invalid");
        } catch (IOException e) {
            // The parser's own text quotes the input, and the input may hold a password.
            return new Unreadable("invalid_json");
        }
    }

    /**
     * @param wanted null for every member
     */
    private static Map<String, Object> object(JsonParser parser, @Nullable Set<String> wanted)
            throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = storable(parser.currentName());
            parser.nextToken();
            if (wanted != null && !wanted.contains(name)) {
                parser.skipChildren();
                members.put(name, true);
            } else {
                members.put(name, value(parser));
            }
        }
        return members;
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, null);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> storable(parser.getText());
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> finite(parser.getDoubleValue());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static List<Object> array(JsonParser parser) throws IOException {
        List<Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser));
        }
        return elements;
    }

    private static String storable(String text) throws NotStorable {
        if (!TextRule.isStorable(text)) {
            throw new NotStorable();
        }
        return text;
    }

    private static double finite(double number) throws NotStorable {
        if (!Double.isFinite(number)) {
            throw new NotStorable();
        }
        return number;
    }
}
