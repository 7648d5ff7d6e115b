package io.authrealm.core.imports;

import io.authrealm.core.imports.ReadResult.Record;
import io.authrealm.core.imports.RowContent.Members;
import io.authrealm.core.imports.RowContent.Unreadable;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses the records of a file into users. Files of other systems are first translated into the
 * members of a native one, so that {@link NativeRow} has the rules for all.
 *
 * <p>In files of other systems, unknown members are ignored. A native file with an unknown member
 * is refused, because it is a typing error.
 */
public final class ImportRows {

    private final SourceFormat format;
    private final FileContext file;
    private final boolean isNative;

    /**
     * @param now the time against which times are checked; also the verification time of a phone if
     *     the file says only that it is verified
     */
    public ImportRows(ImportSource source, Instant now) {
        this(source, now, null);
    }

    /**
     * @param now as above
     * @param firebase the parameters of the project's hashes, for a file of Firebase; may be null
     */
    public ImportRows(ImportSource source, Instant now, @Nullable FirebaseParameters firebase) {
        this.format = SourceFormat.of(source);
        this.file = new FileContext(now, firebase);
        this.isNative = source == ImportSource.NATIVE;
    }

    /** Parses one record; never throws. */
    public ParsedRow parse(Record record) {
        boolean isTable = !record.columns().isEmpty();
        RowContent content =
                isTable
                        ? TableRow.read(record, format.table())
                        : JsonRecord.read(record.content(), format.members());
        if (content instanceof Unreadable unreadable) {
            return refused(record, unreadable.code());
        }
        Map<String, Object> values = ((Members) content).values();
        if (isNative && !format.members().containsAll(values.keySet())) {
            return refused(record, "unknown_member");
        }
        Map<String, Object> members = format.translation().translate(values, file);
        if (isTable) {
            members.computeIfPresent("email", (name, value) -> TableRow.plainText(value));
            members.computeIfPresent("display_name", (name, value) -> TableRow.plainText(value));
        }
        return new NativeRow(record.line(), members, file.now()).parse();
    }

    private static ParsedRow refused(Record record, String code) {
        return new ParsedRow.Refused(record.line(), "", code, NativeRow.message("the row", code));
    }
}
