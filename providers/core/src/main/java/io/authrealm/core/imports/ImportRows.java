package io.authrealm.core.imports;

import io.authrealm.core.imports.ReadResult.Record;
import io.authrealm.core.imports.RowContent.Members;
import io.authrealm.core.imports.RowContent.Unreadable;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * Makes users of the records of a file. Files of other systems are first translated into the
 * members of a native one, so that the rules for all are in {@link NativeRow}.
 *
 * <p>Of other systems' files, members that have no counterpart are passed over; a native file with
 * one that is not known is refused, because it is a mistake in writing.
 */
public final class ImportRows {

    private final ImportSource source;
    private final Instant now;

    /**
     * @param now against which times are checked; also when a phone was verified of which a file
     *     says only that it is
     */
    public ImportRows(ImportSource source, Instant now) {
        this.source = source;
        this.now = now;
    }

    /** Judges one record; never throws. */
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
