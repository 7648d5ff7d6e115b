package io.authrealm.core.hash;

/** What {@link HashFormats#read} makes of a string. */
public sealed interface HashReading {

    /** A hash that can be verified at a bounded cost. */
    record Verifiable(EncodedHash hash) implements HashReading {}

    /**
     * Not a hash, not one of a known format, or one that costs too much.
     *
     * @param reason for people; never anything of the string
     * @param isTooCostly whether only its costs stand in the way
     */
    record Refused(String reason, boolean isTooCostly) implements HashReading {}
}
