package io.authrealm.core.imports;

import java.util.List;

/** The result of {@link RecordReader#next}. */
public sealed interface ReadResult {

    /**
     * One whole record.
     *
     * @param line the line on which it begins, or its position in the array, from 1
     * @param content its bytes as they are in the file, without the end of the line; not empty, in
     *     any encoding
     * @param columns for CSV: for each column its name if it is known, else an empty string; for
     *     JSON: empty
     */
    @SuppressWarnings("JavaLangClash") // Nothing here names the record of java.lang.
    record Record(long line, byte[] content, List<String> columns) implements ReadResult {}

    /**
     * A record that is skipped: {@code too_long} if it has more than {@link
     * RecordReader#MAX_RECORD_BYTES}, or {@code truncated} if the file ends within it.
     */
    record Refused(long line, String code) implements ReadResult {}

    /** The chunk has no further whole record; more of the file may follow in another chunk. */
    record EndOfPart() implements ReadResult {}

    /**
     * The file does not have its format, so nothing more can be read. The reason is a fixed text.
     */
    record Malformed(String reason) implements ReadResult {}
}
