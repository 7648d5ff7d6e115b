package io.authrealm.core.hash;

/** The result of {@link HashFormats#read}. */
public sealed interface HashReading {

    /** A hash that can be verified at a bounded cost. */
    record Verifiable(EncodedHash hash) implements HashReading {}

    /**
     * Not a hash, not one of a known format, or one that costs too much.
     *
     * @param reason for people; it never repeats the string
     * @param isTooCostly whether only its costs are the reason
     */
    record Refused(String reason, boolean isTooCostly) implements HashReading {}
}
