package io.authrealm.core.breach;

/**
 * The layout of a corpus, and its coding.
 *
 * <p>A hash is cut to its first {@code prefixBits + remainderBits} bits, the fingerprint. The first
 * bits of a fingerprint are the number of its block; a block holds the others.
 *
 * @param prefixBits the logarithm to base 2 of the expected number of entries, rounded up
 * @param remainderBits of a fingerprint beyond that, and the parameter of the Rice code
 * @param countOrder of the {@link CountCode}
 */
record CorpusLayout(int prefixBits, int remainderBits, int countOrder) {

    static final int HEADER_BYTES = 64;
    static final int BLOCKS_PER_GROUP = 16;

    /** The offset of a group's first block, then the lengths of its blocks. */
    static final int GROUP_BYTES = Long.BYTES + BLOCKS_PER_GROUP * Short.BYTES;

    /** The most that fits the directory's 16 bits; more than a hundred times the usual length. */
    static final int MAX_BLOCK_BYTES = 0xffff;

    /** Zeros after the last block, so that a reader may always fetch 8 bytes at once. */
    static final int PADDING_BYTES = 32;

    /** A clean password is found by chance in one of 2^30 cases. */
    static final int DEFAULT_REMAINDER_BITS = 30;

    /** An entry has more than 8 bits, so fewer bits at a block's end are padding. */
    static final int MIN_REMAINDER_BITS = 7;

    static final int MAX_REMAINDER_BITS = 30;
    static final int MAX_PREFIX_BITS = 32;

    /** A full corpus has 2^7 entries in each block, and at least half as many. */
    private static final int ENTRY_BITS_PER_BLOCK = 7;

    static CorpusLayout forEntries(long expected, int remainderBits, int countOrder) {
        int prefixBits = expected <= 1 ? 0 : Long.SIZE - Long.numberOfLeadingZeros(expected - 1);
        return new CorpusLayout(Math.min(prefixBits, MAX_PREFIX_BITS), remainderBits, countOrder);
    }

    boolean isWithinLimits() {
        return prefixBits >= 0
                && prefixBits <= MAX_PREFIX_BITS
                && remainderBits >= MIN_REMAINDER_BITS
                && remainderBits <= MAX_REMAINDER_BITS
                && countOrder >= 0
                && countOrder <= CountCode.MAX_ORDER;
    }

    /** Between 7 and 62. */
    int fingerprintBits() {
        return prefixBits + remainderBits;
    }

    /**
     * @param high the first 64 bits of a hash
     */
    long fingerprint(long high) {
        return high >>> (Long.SIZE - fingerprintBits());
    }

    /** How many bits of a fingerprint are left within a block. */
    int spanBits() {
        return fingerprintBits() - blockBits();
    }

    private int blockBits() {
        return Math.max(0, prefixBits - ENTRY_BITS_PER_BLOCK);
    }

    long blocks() {
        return 1L << blockBits();
    }

    long groups() {
        return Math.max(1, blocks() / BLOCKS_PER_GROUP);
    }

    long directoryBytes() {
        return groups() * GROUP_BYTES;
    }

    /** The offset of the first block in the file. */
    long blocksStart() {
        return HEADER_BYTES + directoryBytes();
    }

    /** The size of the file if the blocks have this many bytes. */
    long fileBytes(long blockBytes) {
        return blocksStart() + blockBytes + PADDING_BYTES;
    }

    /**
     * The expected size of a file with this many entries, within a few percent.
     *
     * @param countBits the mean length of a count
     */
    long expectedFileBytes(long entries, double countBits) {
        double gap = Math.scalb(1.0, prefixBits) / Math.max(1, entries);
        double unaryBits = 1 / -Math.expm1(-1 / gap);
        double blockBytes = entries * (unaryBits + remainderBits + countBits) / Byte.SIZE;
        return fileBytes((long) blockBytes + blocks() / 2);
    }

    /** The chance that a hash is found that is not in a corpus of this many entries. */
    double falsePositiveRate(long entries) {
        return Math.scalb((double) entries, -fingerprintBits());
    }
}
