package io.authrealm.core.imports;

import java.util.List;

/**
 * The text of a checkpoint's state.
 *
 * @param splitter of {@link Splitter#state}
 * @param columns for CSV whose header has been read; else empty
 */
record ReaderState(long splitter, Mode mode, List<String> columns) {

    enum Mode {
        READING,
        /** Within a record that is too long. */
        SKIPPING,
        /** After the end of the file. */
        ENDED
    }

    private static final int FIELDS = 3;

    String text() {
        return mode + " " + splitter + " " + String.join(",", columns);
    }

    /**
     * @throws IllegalArgumentException if the text is not a state
     */
    static ReaderState of(String text) {
        if (text.isEmpty()) {
            return new ReaderState(0, Mode.READING, List.of());
        }
        String[] fields = text.split(" ", -1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException("not the state of a reader");
        }
        return new ReaderState(
                Long.parseLong(fields[1]),
                Mode.valueOf(fields[0]),
                fields[2].isEmpty() ? List.of() : List.of(fields[2].split(",", -1)));
    }
}
