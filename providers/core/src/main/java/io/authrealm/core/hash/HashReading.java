package io.authrealm.core.hash;

/** What {@link HashFormats#read} makes of a string. */
public sealed interface HashReading {

    /** A hash that can be verified at a bounded cost. */
    record Verifiable(EncodedHash hash) implements HashReading {}

    /** Not a hash, not one of a known format, or one that costs too much. */
    record Refused(String reason) implements HashReading {}
}
