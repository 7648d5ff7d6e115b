package io.authrealm.api.service.imports;

import io.authrealm.core.imports.Checkpoint;
import io.authrealm.core.imports.ImportRows;
import io.authrealm.core.imports.ImportSource;
import io.authrealm.core.imports.ParsedRow;
import io.authrealm.core.imports.ReadResult;
import io.authrealm.core.imports.RecordReader;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;

/** The rows of a file, or of a chunk of it. */
final class FileRows implements RowSource {

    private final RecordReader reader;
    private final ImportRows rows;

    /**
     * @param from the position at which {@code in} begins
     * @param lastPart whether the file ends with {@code in}
     */
    FileRows(ImportSource source, Checkpoint from, InputStream in, boolean lastPart) {
        this.reader = RecordReader.resume(source, from, in, lastPart);
        this.rows = new ImportRows(source, Instant.now());
    }

    @Override
    public Next next() throws IOException {
        ReadResult result = reader.next();
        if (result instanceof ReadResult.Record record) {
            return new Next.Row(rows.parse(record), reader.checkpoint());
        }
        if (result instanceof ReadResult.Refused refused) {
            return new Next.Row(
                    new ParsedRow.Refused(
                            refused.line(), "", refused.code(), message(refused.code())),
                    reader.checkpoint());
        }
        return result instanceof ReadResult.Malformed malformed
                ? new Next.Malformed(reader.checkpoint(), malformed.reason())
                : new Next.End(reader.checkpoint());
    }

    private static String message(String code) {
        return "too_long".equals(code)
                ? "the record is longer than " + RecordReader.MAX_RECORD_BYTES + " bytes"
                : "the file ends within the record";
    }
}
