package io.authrealm.api.service.imports;

import io.authrealm.core.imports.Checkpoint;
import io.authrealm.core.imports.ImportRows;
import io.authrealm.core.imports.ImportSource;
import io.authrealm.core.imports.ParsedRow;
import io.authrealm.core.imports.ReadResult;
import io.authrealm.core.imports.RecordReader;
import io.authrealm.core.outcome.Cases;
import java.io.IOException;
import java.io.InputStream;

/** The rows of a file, or of a chunk of it. */
final class FileRows implements RowSource {

    private static final Cases<FileRows, ReadResult, Next> NEXT =
            Cases.<FileRows, ReadResult, Next>of(ReadResult.class)
                    .when(
                            ReadResult.Record.class,
                            (file, record) -> file.row(file.rows.parse(record)))
                    .when(
                            ReadResult.Refused.class,
                            (file, refused) ->
                                    file.row(
                                            new ParsedRow.Refused(
                                                    refused.line(),
                                                    "",
                                                    refused.code(),
                                                    message(refused.code()))))
                    .when(
                            ReadResult.Malformed.class,
                            (file, malformed) ->
                                    new Next.Malformed(
                                            file.reader.checkpoint(), malformed.reason()))
                    .when(
                            ReadResult.EndOfPart.class,
                            file -> new Next.End(file.reader.checkpoint()))
                    .complete();

    private final RecordReader reader;
    private final ImportRows rows;

    /**
     * @param rows of the same source
     * @param from the position at which {@code in} begins
     * @param lastChunk whether the file ends with {@code in}
     */
    FileRows(
            ImportRows rows,
            ImportSource source,
            Checkpoint from,
            InputStream in,
            boolean lastChunk) {
        this.reader = RecordReader.resume(source, from, in, lastChunk);
        this.rows = rows;
    }

    @Override
    public Next next() throws IOException {
        return NEXT.apply(this, reader.next());
    }

    private Next row(ParsedRow row) {
        return new Next.Row(row, reader.checkpoint());
    }

    private static String message(String code) {
        return "too_long".equals(code)
                ? "the record is longer than " + RecordReader.MAX_RECORD_BYTES + " bytes"
                : "the file ends within the record";
    }
}
