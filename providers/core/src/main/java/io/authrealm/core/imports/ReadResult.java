package io.authrealm.core.imports;

import java.util.List;

/** What {@link RecordReader#next} has found. */
public sealed interface ReadResult {

    /**
     * One whole record.
     *
     * @param line the line on which it begins, or its place in the array, from 1
     * @param content its bytes as they stand in the file, without the end of the line; not empty,
     *     in whatever encoding
     * @param columns of CSV: for each column its name if it is one that is known, else an empty
     *     string; of JSON: empty
     */
    @SuppressWarnings("JavaLangClash") // Nothing here names the record of java.lang.
    record Record(long line, byte[] content, List<String> columns) implements ReadResult {}

    /**
     * A record that is passed over: {@code too_long} where it has more than {@link
     * RecordReader#MAX_RECORD_BYTES}, or {@code truncated} where the file ends within it.
     */
    record Refused(long line, String code) implements ReadResult {}

    /** The part has no further whole record; more of the file may follow in another part. */
    record EndOfPart() implements ReadResult {}

    /** The file is not of its format, so nothing more can be read; the reason is a fixed text. */
    record Malformed(String reason) implements ReadResult {}
}
