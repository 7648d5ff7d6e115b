package io.authrealm.argon2;

/**
 * Fills the memory after the first two blocks of each lane (RFC 9106, section 3.2, steps 5 and 6).
 */
final class Fill {

    private static final int SLICES = 4;
    private static final int BLOCK_WORDS = 128;
    private static final int LINE_WORDS = 8;
    private static final long LOW = 0xFFFFFFFFL;

    private final Kernel kernel;
    private final Argon2Parameters parameters;
    private final long[] w;
    private final int laneLength;
    private final int segmentLength;

    Fill(Kernel kernel, Argon2Parameters parameters, long[] words) {
        this.kernel = kernel;
        this.parameters = parameters;
        this.w = words;
        this.laneLength = parameters.blocks() / parameters.parallelism();
        this.segmentLength = laneLength / SLICES;
    }

    /** The lanes of a slice do not read from each other, so one lane can follow the other. */
    void run() {
        for (int pass = 0; pass < parameters.iterations(); pass++) {
            for (int slice = 0; slice < SLICES; slice++) {
                for (int lane = 0; lane < parameters.parallelism(); lane++) {
                    if (isIndependent(pass, slice)) {
                        independentSegment(pass, slice, lane);
                    } else {
                        dependentSegment(pass, slice, lane);
                    }
                }
            }
        }
    }

    private boolean isIndependent(int pass, int slice) {
        return switch (parameters.type()) {
            case D -> false;
            case I -> true;
            case ID -> pass == 0 && slice < SLICES / 2;
        };
    }

    private void dependentSegment(int pass, int slice, int lane) {
        boolean xor = isAdded(pass);
        int i = firstOf(pass, slice);
        int prev = previous(slice, lane, i);
        int ref = reference(pass, slice, lane, i, w[prev]);
        while (i < segmentLength) {
            int out = block(lane, slice * segmentLength + i);
            int next = ref;
            kernel.begin(w, prev, ref, out, xor);
            if (++i < segmentLength) {
                next = reference(pass, slice, lane, i, w[out]);
                fetch(next);
            }
            kernel.finish(w, prev, ref, out, xor);
            prev = out;
            ref = next;
        }
    }

    private void independentSegment(int pass, int slice, int lane) {
        boolean xor = isAdded(pass);
        startAddresses(pass, slice, lane);
        nextAddresses();
        int i = firstOf(pass, slice);
        int prev = previous(slice, lane, i);
        int ref = reference(pass, slice, lane, i, address(i));
        while (i < segmentLength) {
            int out = block(lane, slice * segmentLength + i);
            int next = ref;
            if (++i < segmentLength) {
                if (i % BLOCK_WORDS == 0) {
                    nextAddresses();
                }
                next = reference(pass, slice, lane, i, address(i));
                fetch(next);
            }
            compress(prev, ref, out, xor);
            prev = out;
            ref = next;
        }
    }

    private long address(int i) {
        return w[Argon2Memory.ADDRESSES + kernel.slot(i % BLOCK_WORDS)];
    }

    /**
     * Reads a word of each cache line of a block that the next step needs, because the processor
     * would otherwise wait for memory. At 64 MiB this saves a fifth of the time; it saves little if
     * the memory fits the caches.
     */
    private void fetch(int block) {
        long sum = 0;
        for (int i = 0; i < BLOCK_WORDS; i += LINE_WORDS) {
            sum ^= w[block + i];
        }
        // Without a use C2 would remove the reads.
        w[Argon2Memory.UNUSED] = sum;
    }

    private void compress(int prev, int ref, int out, boolean xor) {
        kernel.begin(w, prev, ref, out, xor);
        kernel.finish(w, prev, ref, out, xor);
    }

    private boolean isAdded(int pass) {
        return pass > 0 && parameters.version() == Argon2Parameters.VERSION_13;
    }

    private static int firstOf(int pass, int slice) {
        return pass == 0 && slice == 0 ? 2 : 0;
    }

    private int previous(int slice, int lane, int i) {
        int column = slice * segmentLength + i;
        return block(lane, (column == 0 ? laneLength : column) - 1);
    }

    private int block(int lane, int column) {
        return Argon2Memory.index(lane * laneLength + column);
    }

    /** The block to which J_1 and J_2, the halves of {@code address}, refer. */
    private int reference(int pass, int slice, int lane, int i, long address) {
        int refLane =
                pass == 0 && slice == 0
                        ? lane
                        : Integer.remainderUnsigned(
                                (int) (address >>> 32), parameters.parallelism());
        return block(refLane, referenceColumn(pass, slice, i, refLane == lane, address & LOW));
    }

    /** The mapping of J_1 to a block of the reference area (RFC 9106, section 3.4.2). */
    private int referenceColumn(int pass, int slice, int i, boolean sameLane, long j1) {
        int finished = pass == 0 ? slice * segmentLength : laneLength - segmentLength;
        int area = finished + (sameLane ? i - 1 : i == 0 ? -1 : 0);
        long x = (j1 * j1) >>> 32;
        int z = area - 1 - (int) ((area * x) >>> 32);
        int start = pass == 0 || slice == SLICES - 1 ? 0 : (slice + 1) * segmentLength;
        int column = start + z;
        return column < laneLength ? column : column - laneLength;
    }

    /** The input Z of RFC 9106, section 3.4.1.2, before its counter's first step. */
    private void startAddresses(int pass, int slice, int lane) {
        setInput(0, pass);
        setInput(1, lane);
        setInput(2, slice);
        setInput(3, parameters.blocks());
        setInput(4, parameters.iterations());
        setInput(5, parameters.type().number());
        setInput(6, 0);
    }

    private void setInput(int word, int value) {
        w[Argon2Memory.ADDRESS_INPUT + kernel.slot(word)] = value;
    }

    private void nextAddresses() {
        w[Argon2Memory.ADDRESS_INPUT + kernel.slot(6)]++;
        compress(Argon2Memory.ZERO, Argon2Memory.ADDRESS_INPUT, Argon2Memory.ADDRESSES, false);
        compress(Argon2Memory.ZERO, Argon2Memory.ADDRESSES, Argon2Memory.ADDRESSES, false);
    }
}
