package io.authrealm.core.imports;

/**
 * Finds where the records of one format begin and end, a byte at a time, without keeping any of
 * them. Two numbers are all that it has to remember, so that reading can stop at any byte.
 */
interface Splitter {

    /** What a byte is. */
    enum Step {
        /** Between two records. */
        OUTSIDE,
        /** Of a record. */
        INSIDE,
        /** The last one of a record. */
        LAST,
        /** The first one behind a record. */
        BEHIND,
        /** Not possible here; nothing behind it can be read. */
        MALFORMED
    }

    Step next(byte b);

    /** Lines or elements that have ended so far. */
    long line();

    /** With {@link #line}, all that a splitter of the same class needs to go on from here. */
    long state();

    /** Whether the file may end here, be it within a record or not. */
    boolean mayEnd();
}
