package io.authrealm.core.imports;

import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads files and applies all rules, at noon of 1 June 2026. */
final class Rows {

    static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private Rows() {}

    static List<ParsedRow> parse(ImportSource source, byte[] file) {
        RecordReader reader = RecordReader.start(source, new ByteArrayInputStream(file), true);
        ImportRows rows = new ImportRows(source, NOW);
        List<ParsedRow> parsed = new ArrayList<>();
        while (Reading.next(reader) instanceof ReadResult.Record found) {
            parsed.add(rows.parse(found));
        }
        return parsed;
    }

    /** The only row, which has to be valid. */
    static ImportRow row(ImportSource source, String file) {
        ParsedRow parsed = only(source, file);
        if (parsed instanceof ParsedRow.Row row) {
            return row.row();
        }
        throw new AssertionError(parsed.toString());
    }

    /** The only row, which has to be refused. */
    static ParsedRow.Refused refused(ImportSource source, String file) {
        if (only(source, file) instanceof ParsedRow.Refused refused) {
            return refused;
        }
        throw new AssertionError("not refused: " + file);
    }

    private static ParsedRow only(ImportSource source, String file) {
        List<ParsedRow> parsed = parse(source, Reading.bytes(file));
        if (parsed.size() != 1) {
            throw new AssertionError(parsed.size() + " rows");
        }
        return parsed.get(0);
    }
}
