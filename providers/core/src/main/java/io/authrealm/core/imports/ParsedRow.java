package io.authrealm.core.imports;

/** What {@link ImportRows#parse} makes of a record. */
public sealed interface ParsedRow {

    /** A user that can be created, as far as the row alone can tell. */
    record Row(ImportRow row) implements ParsedRow {}

    /**
     * A row that breaks a rule.
     *
     * @param email the row's own, or an empty string where it has no valid one
     * @param code one of the contract, section 2.2, or {@code invalid_json}, {@code invalid_csv},
     *     {@code invalid_encoding}, {@code unknown_member}, {@code formula}, {@code
     *     password_hash_unsupported}
     * @param message the member's name and the rule, for people; never anything of the row
     */
    record Refused(long line, String email, String code, String message) implements ParsedRow {}
}
