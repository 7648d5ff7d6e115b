package io.authrealm.core.json;

/**
 * How strictly a body is read, beyond what RFC 8259 wants.
 *
 * @param namesIgnoreCase whether the names of members are case-insensitive
 * @param ignoresRest whether text after the object is ignored; otherwise such a body is malformed
 * @param emptyIsAbsent whether a string member that is empty counts as absent, like null
 * @param mistypedIsAbsent whether a member of another type than expected counts as absent;
 *     otherwise such a body is malformed
 */
public record JsonRules(
        boolean namesIgnoreCase,
        boolean ignoresRest,
        boolean emptyIsAbsent,
        boolean mistypedIsAbsent) {

    public JsonRules(boolean namesIgnoreCase, boolean ignoresRest, boolean emptyIsAbsent) {
        this(namesIgnoreCase, ignoresRest, emptyIsAbsent, false);
    }
}
