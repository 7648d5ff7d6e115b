package io.authrealm.core.imports;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the files of a source are read.
 *
 * @param splitting finds the records
 * @param members the names of the members or columns that are read
 * @param table how its CSV is written; of no meaning for a source without CSV
 * @param translation of the members into those of a native row
 */
record SourceFormat(
        Splitting splitting, Set<String> members, Table table, Translation translation) {

    /** Makes a splitter that resumes. */
    interface Splitting {
        Splitter at(long state, long line);
    }

    /** Translates the members of a row. */
    interface Translation {
        Map<String, Object> translate(Map<String, Object> values, FileContext file);
    }

    /**
     * @param backslashes as in {@link CsvRow#fields}
     * @param columns empty if the first row names them; an empty name is that of a column that is
     *     not read
     * @param optional how many of the last columns a row may lack
     */
    record Table(boolean backslashes, List<String> columns, int optional) {

        static final Table NONE = new Table(false, List.of(), 0);

        boolean hasHeader() {
            return columns.isEmpty();
        }
    }

    static SourceFormat of(ImportSource source) {
        return switch (source) {
            case AUTH0 ->
                    new SourceFormat(
                            LinesOrArraySplitter::new,
                            Auth0Row.MEMBERS,
                            Table.NONE,
                            Auth0Row::translate);
            case COGNITO ->
                    new SourceFormat(
                            (state, line) -> new CsvSplitter(true, state, line),
                            CognitoRow.MEMBERS,
                            new Table(true, List.of(), 0),
                            CognitoRow::translate);
            case AZURE_B2C ->
                    new SourceFormat(
                            JsonSplitter::value,
                            AzureRow.MEMBERS,
                            Table.NONE,
                            (values, file) -> AzureRow.translate(values));
            case FIREBASE ->
                    new SourceFormat(
                            (state, line) ->
                                    new TableOrJsonSplitter(JsonSplitter::users, state, line),
                            FirebaseRow.MEMBERS,
                            FirebaseRow.TABLE,
                            FirebaseRow::translate);
            case SUPABASE ->
                    new SourceFormat(
                            (state, line) ->
                                    new TableOrJsonSplitter(LinesOrArraySplitter::new, state, line),
                            SupabaseRow.MEMBERS,
                            Table.NONE,
                            SupabaseRow::translate);
            case OKTA ->
                    new SourceFormat(
                            LinesOrArraySplitter::new,
                            OktaRow.MEMBERS,
                            Table.NONE,
                            (values, file) -> OktaRow.translate(values));
            case KEYCLOAK ->
                    new SourceFormat(
                            JsonSplitter::users,
                            KeycloakRow.MEMBERS,
                            Table.NONE,
                            (values, file) -> KeycloakRow.translate(values));
            case NATIVE ->
                    new SourceFormat(
                            LinesOrArraySplitter::new,
                            NativeRow.MEMBERS,
                            Table.NONE,
                            (values, file) -> values);
        };
    }
}
