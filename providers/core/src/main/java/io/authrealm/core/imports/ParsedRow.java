package io.authrealm.core.imports;

/** The result of {@link ImportRows#parse}. */
public sealed interface ParsedRow {

    /** A user that can be created, as far as the row alone shows. */
    record Row(ImportRow row) implements ParsedRow {}

    /**
     * A row that breaks a rule.
     *
     * @param email the row's own, or an empty string if it has no valid one
     * @param code a code of a field error such as {@code too_long}, or {@code invalid_json}, {@code
     *     invalid_csv}, {@code invalid_encoding}, {@code unknown_member}, {@code formula}, {@code
     *     password_hash_unsupported}
     * @param message the member's name and the rule, for people; it never repeats the row
     */
    record Refused(long line, String email, String code, String message) implements ParsedRow {}
}
