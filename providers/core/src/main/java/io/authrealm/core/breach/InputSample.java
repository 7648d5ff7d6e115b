package io.authrealm.core.breach;

import java.io.IOException;

/**
 * What the beginning of the input reveals about all of it. The input is sorted by hash and so in
 * random order in every other respect: its first lines are a fair sample of the counts and of the
 * lengths of lines.
 *
 * @param expectedEntries of all of the input; exact if the sample is all of it
 * @param countOrder of the {@link CountCode} that makes the counts shortest
 * @param meanCountBits with that code
 */
record InputSample(long expectedEntries, int countOrder, double meanCountBits) {

    private static final int MAX_LINES = 1 << 16;

    static InputSample of(HashSource source) throws IOException, CorpusException {
        long[] bits = new long[CountCode.MAX_ORDER + 1];
        long lines = 0;
        long consumed = 0;
        boolean isAll = false;
        try (HashReader reader = new HashReader(source)) {
            while (lines < MAX_LINES && !isAll) {
                if (reader.next()) {
                    lines++;
                    consumed = reader.consumed();
                    for (int order = 0; order < bits.length; order++) {
                        bits[order] += CountCode.length(reader.count(), order);
                    }
                } else {
                    isAll = true;
                }
            }
        }
        int best = 0;
        for (int order = 1; order < bits.length; order++) {
            if (bits[order] < bits[best]) {
                best = order;
            }
        }
        double scale = isAll || consumed == 0 ? 1 : (double) source.bytes() / consumed;
        return new InputSample(
                Math.round(lines * scale), best, (double) bits[best] / Math.max(1, lines));
    }
}
