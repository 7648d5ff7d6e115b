package io.authrealm.core.imports;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The content of a record, before any rule is checked. */
sealed interface RowContent {

    /**
     * The members by name. Values are strings, booleans, numbers, lists, maps and {@link Unusable};
     * a member that is null is absent.
     */
    record Members(Map<String, Object> values) implements RowContent {}

    /** A record that does not have its format; the code says why. */
    record Unreadable(String code) implements RowContent {}

    /** Replaces a value that cannot be part of a row; the code says why. */
    record Unusable(String code) {}

    /** Strict UTF-8. */
    static Optional<String> text(byte[] content) {
        try {
            return Optional.of(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(content))
                            .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
