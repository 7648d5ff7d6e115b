package io.authrealm.core.breach;

/**
 * The Exp-Golomb code of a count (Teuhola, 1978): v = count - 1 + 2^order in binary, with a zero
 * before it for each of its bits beyond order + 1. With order 0 it is the Elias gamma code; each
 * further order makes the small counts one bit longer and the others one bit shorter.
 */
final class CountCode {

    static final int MAX_ORDER = 7;

    /** The largest value of 31 bits needs as many zeros with order 0; none has more. */
    static final int MAX_ZEROS = 31;

    private CountCode() {}

    /** The value that is written in binary; positive. */
    static long value(int count, int order) {
        return count - 1L + (1L << order);
    }

    /** The number of zeros before it. */
    static int zeros(long value, int order) {
        return Long.SIZE - 1 - Long.numberOfLeadingZeros(value) - order;
    }

    /** The length of the code in bits. */
    static int length(int count, int order) {
        return 2 * zeros(value(count, order), order) + 1 + order;
    }
}
