package io.authrealm.core.imports;

import io.authrealm.core.imports.ReadResult.Record;
import io.authrealm.core.imports.RowContent.Members;
import io.authrealm.core.imports.RowContent.Unreadable;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * Parses the records of a file into users. Files of other systems are first translated into the
 * members of a native one, so that {@link NativeRow} has the rules for all.
 *
 * <p>In files of other systems, unknown members are ignored. A native file with an unknown member
 * is refused, because it is a typing error.
 */
public final class ImportRows {

    private final ImportSource source;
    private final Instant now;

    /**
     * @param now the time against which times are checked; also the verification time of a phone if
     *     the file says only that it is verified
     */
    public ImportRows(ImportSource source, Instant now) {
        this.source = source;
        this.now = now;
    }

    /** Parses one record; never throws. */
    public ParsedRow parse(Record record) {
        RowContent content =
                switch (source) {
                    case AUTH0 -> JsonRecord.read(record.content(), Auth0Row.MEMBERS);
                    case AZURE_B2C -> JsonRecord.read(record.content(), AzureRow.MEMBERS);
                    case NATIVE -> nativeMembers(record);
                    case COGNITO -> CognitoRow.read(record);
                };
        if (content instanceof Members members) {
            return new NativeRow(record.line(), translated(members.values()), now).parse();
        }
        String code = ((Unreadable) content).code();
        return new ParsedRow.Refused(record.line(), "", code, NativeRow.message("the row", code));
    }

    private Map<String, Object> translated(Map<String, Object> values) {
        return switch (source) {
            case AUTH0 -> Auth0Row.translate(values, now);
            case AZURE_B2C -> AzureRow.translate(values);
            case COGNITO -> CognitoRow.translate(values, now);
            case NATIVE -> values;
        };
    }

    private static RowContent nativeMembers(Record record) {
        RowContent content = JsonRecord.read(record.content(), NativeRow.MEMBERS);
        Set<String> known = NativeRow.MEMBERS;
        return content instanceof Members members && !known.containsAll(members.values().keySet())
                ? new Unreadable("unknown_member")
                : content;
    }
}
