package io.authrealm.core.imports;

import io.authrealm.core.imports.ReadResult.EndOfPart;
import io.authrealm.core.imports.ReadResult.Malformed;
import io.authrealm.core.imports.ReadResult.Record;
import io.authrealm.core.imports.ReadResult.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of one file of users, or of one chunk of it, in the file's order and in
 * constant memory: a buffer of 64 KiB and one record of at most {@link #MAX_RECORD_BYTES}.
 *
 * <p>A file may be sent in chunks of any size above {@link #MAX_RECORD_BYTES}. After each result,
 * {@link #checkpoint} says where another reader resumes. That reader gives exactly the results that
 * this one would have given. An incomplete record is left to the next chunk.
 *
 * <p>A byte order mark of UTF-8 at the beginning of the file is skipped. Records end as the format
 * of the source says: lines (LF or CRLF), elements of an array, or rows of CSV. The content of a
 * record is not checked. Not thread-safe.
 */
public final class RecordReader {

    /** Longest record, in bytes. */
    public static final int MAX_RECORD_BYTES = 1 << 20;

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int FIRST_RECORD_BYTES = 1 << 12;
    private static final int MARK_BYTES = 3;

    private final SourceFormat format;
    private final InputStream in;
    private final boolean lastChunk;

    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int limit;

    private final Splitter splitter;
    private List<String> columns;
    private long position;

    private byte[] record = new byte[FIRST_RECORD_BYTES];
    private int length;
    private boolean inside;
    private boolean skipping;
    private boolean ended;
    private @Nullable Malformed malformed;

    /** The state before the record that is being read. */
    private long startPosition;

    private long startLine;
    private long startState;

    private Checkpoint checkpoint;

    private RecordReader(ImportSource source, Checkpoint from, InputStream in, boolean lastChunk) {
        ReaderState state = ReaderState.of(from.state());
        this.format = SourceFormat.of(source);
        this.in = in;
        this.lastChunk = lastChunk;
        this.splitter = format.splitting().at(state.splitter(), from.line());
        this.columns = state.columns();
        this.position = from.offset();
        this.skipping = state.mode() == ReaderState.Mode.SKIPPING;
        this.inside = skipping;
        this.ended = state.mode() == ReaderState.Mode.ENDED;
        this.checkpoint = from;
    }

    /**
     * A reader from the beginning of a file.
     *
     * @param in the file or its first chunk; not closed by the reader
     * @param lastChunk whether the file ends where {@code in} ends
     */
    public static RecordReader start(ImportSource source, InputStream in, boolean lastChunk) {
        return new RecordReader(source, Checkpoint.START, in, lastChunk);
    }

    /**
     * A reader that resumes where another one of the same source stopped.
     *
     * @param from of {@link #checkpoint}
     * @param in the file from the checkpoint's offset on, or a chunk of it; not closed by the
     *     reader
     * @param lastChunk whether the file ends where {@code in} ends
     * @throws IllegalArgumentException if the checkpoint does not come from a reader
     */
    public static RecordReader resume(
            ImportSource source, Checkpoint from, InputStream in, boolean lastChunk) {
        return new RecordReader(source, from, in, lastChunk);
    }

    /**
     * Reads the next record. After {@link EndOfPart} and {@link Malformed} it keeps returning that.
     *
     * @throws IOException if the stream fails; the checkpoint is then that of the last result
     */
    public ReadResult next() throws IOException {
        if (malformed != null) {
            return malformed;
        }
        if (ended) {
            return new EndOfPart();
        }
        if (position == 0 && !skipMark()) {
            return malformed == null ? end() : malformed;
        }
        while (fill()) {
            ReadResult result = accept(buffer[at++]);
            if (result != null) {
                return result;
            }
        }
        return end();
    }

    /**
     * Where to resume: after the last record that was returned, and at the end of a chunk also
     * after anything that is not a record.
     */
    public Checkpoint checkpoint() {
        return checkpoint;
    }

    /** The bytes that the reader holds at most. */
    int heldBytes() {
        return buffer.length + record.length;
    }

    /** Whether anything can be read; the end of the chunk may cut off a byte order mark. */
    private boolean skipMark() throws IOException {
        limit = in.readNBytes(buffer, 0, MARK_BYTES);
        int first = limit > 0 ? buffer[0] & 0xff : 0;
        int second = limit > 1 ? buffer[1] & 0xff : 0;
        if ((first == 0xfe && second == 0xff) || (first == 0xff && second == 0xfe)) {
            malformed = new Malformed("UTF-16");
            return false;
        }
        boolean whole = limit == MARK_BYTES;
        if (whole && first == 0xef && second == 0xbb && (buffer[2] & 0xff) == 0xbf) {
            at = limit;
            position = limit;
        }
        return whole || lastChunk || (limit > 0 && first < 0xef);
    }

    private boolean fill() throws IOException {
        if (at == limit) {
            at = 0;
            limit = Math.max(0, in.read(buffer));
        }
        return at < limit;
    }

    /** Processes one byte; null if it completes nothing. */
    private @Nullable ReadResult accept(byte b) {
        if (!inside) {
            startPosition = position;
            startLine = splitter.line();
            startState = splitter.state();
        }
        Splitter.Step step = splitter.next(b);
        if (step == Splitter.Step.MALFORMED) {
            return refuseFile("brackets or commas are not where they belong");
        }
        position++;
        if (step == Splitter.Step.OUTSIDE) {
            return null;
        }
        if (step == Splitter.Step.BEHIND) {
            return complete();
        }
        inside = true;
        boolean tooLong = !skipping && length == MAX_RECORD_BYTES;
        if (tooLong) {
            skipping = true;
        } else if (!skipping) {
            append(b);
        }
        ReadResult result = step == Splitter.Step.LAST ? complete() : null;
        return tooLong ? tooLong() : result;
    }

    private void append(byte b) {
        if (length == record.length) {
            record = Arrays.copyOf(record, 2 * length);
        }
        record[length++] = b;
    }

    private ReadResult tooLong() {
        length = 0;
        if (isHeader()) {
            return refuseFile("the header is too long");
        }
        checkpoint = here();
        return new Refused(startLine + 1, "too_long");
    }

    /** The record ends at the current position. */
    private @Nullable ReadResult complete() {
        boolean skipped = skipping;
        byte[] content = Arrays.copyOf(record, withoutCarriageReturn());
        inside = false;
        skipping = false;
        length = 0;
        if (skipped) {
            return null;
        }
        if (isHeader()) {
            return header(content);
        }
        if (splitter.isTable() && columns.isEmpty()) {
            columns = format.table().columns();
        }
        checkpoint = here();
        return new Record(startLine + 1, content, columns);
    }

    private boolean isHeader() {
        return splitter.isTable() && columns.isEmpty() && format.table().hasHeader();
    }

    private int withoutCarriageReturn() {
        return length > 0 && record[length - 1] == '\r' ? length - 1 : length;
    }

    private @Nullable ReadResult header(byte[] content) {
        Optional<List<String>> known = TableRow.columns(content, format);
        if (known.isEmpty()) {
            return refuseFile("the header is not that of a file of users");
        }
        columns = known.get();
        return null;
    }

    private ReadResult refuseFile(String reason) {
        Malformed refused = new Malformed(reason);
        malformed = refused;
        return refused;
    }

    private ReadResult end() {
        if (!lastChunk) {
            if (position > 0) {
                checkpoint = inside && !skipping ? beforeRecord() : here();
            }
            ended = true;
            return new EndOfPart();
        }
        boolean truncated = !skipping && !splitter.mayEnd();
        long line = inside ? startLine : splitter.line();
        boolean pending = inside && !skipping && !truncated;
        ReadResult last = pending ? complete() : null;
        ended = true;
        if (malformed != null) {
            return malformed;
        }
        checkpoint = here();
        if (truncated) {
            return new Refused(line + 1, "truncated");
        }
        return last != null ? last : new EndOfPart();
    }

    private Checkpoint here() {
        ReaderState.Mode mode =
                ended
                        ? ReaderState.Mode.ENDED
                        : skipping ? ReaderState.Mode.SKIPPING : ReaderState.Mode.READING;
        return new Checkpoint(
                position, splitter.line(), new ReaderState(splitter.state(), mode, columns).text());
    }

    private Checkpoint beforeRecord() {
        return new Checkpoint(
                startPosition,
                startLine,
                new ReaderState(startState, ReaderState.Mode.READING, columns).text());
    }
}
