package io.authrealm.core.imports;

/**
 * Finds where the records of one format begin and end, a byte at a time, without keeping any of
 * them. Its whole state is two numbers, so reading can stop at any byte.
 */
interface Splitter {

    /** The role of a byte. */
    enum Step {
        /** Between two records. */
        OUTSIDE,
        /** Part of a record. */
        INSIDE,
        /** The last one of a record. */
        LAST,
        /** The first one after a record. */
        BEHIND,
        /** Not possible here; nothing after it can be read. */
        MALFORMED
    }

    Step next(byte b);

    /** Lines or elements that have ended so far. */
    long line();

    /**
     * With {@link #line}, the whole state that a splitter of the same class needs to resume here.
     */
    long state();

    /** Whether the records are rows of CSV, as far as the bytes so far tell. */
    default boolean isTable() {
        return false;
    }

    /** Whether the file may end here, within a record or not. */
    boolean mayEnd();
}
