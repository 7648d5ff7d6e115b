package io.authrealm.argon2;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/** Warms an engine up and then measures what a hash costs the calling thread. */
final class EngineMeter {

    /** No engine is compiled before this time, however steady its first hashes are. */
    private static final long COLD_NANOS = 150_000_000;

    /** On a busy machine times may never settle. */
    private static final long UNSETTLED_NANOS = 1_000_000_000;

    /** Elapsed time. While a server starts, C2 may compile the engine late. */
    private static final long UNCOMPILED_NANOS = 6_000_000_000L;

    private static final long COMPILER_MILLIS = 200;

    private static final int SAMPLES = 3;
    private static final double STEADY = 1.15;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Argon2Parameters parameters;
    private final Argon2Input input;
    private final Argon2Memory memory;

    EngineMeter(Argon2Parameters parameters, Argon2Input input, Argon2Memory memory) {
        this.parameters = parameters;
        this.input = input;
        this.memory = memory;
    }

    /**
     * @param millis CPU time of the thread, or elapsed time if Java cannot measure the former
     * @param allocatedBytes 0 if Java cannot measure it
     */
    record Cost(double millis, long allocatedBytes) {}

    /**
     * Hashes until the median of the last three hashes is close to the best of all.
     *
     * @param enough allocation in bytes up to which the engine may count as warm; one that is not
     *     compiled yet allocates more
     */
    Cost warm(Argon2Engine engine, long enough) {
        return measure(engine, enough, COLD_NANOS);
    }

    /** The same for an engine that is already warm. */
    Cost again(Argon2Engine engine) {
        return measure(engine, Long.MAX_VALUE, 0);
    }

    private Cost measure(Argon2Engine engine, long enough, long least) {
        long[] nanos = new long[SAMPLES];
        long[] bytes = new long[SAMPLES];
        long best = Long.MAX_VALUE;
        long spent = 0;
        long began = System.nanoTime();
        for (int i = 0; ; i++) {
            int sample = i % SAMPLES;
            long bytesBefore = allocated();
            long before = now();
            engine.hash(parameters, input, memory);
            nanos[sample] = now() - before;
            bytes[sample] = allocated() - bytesBefore;
            best = Math.min(best, nanos[sample]);
            spent += nanos[sample];
            if (i >= SAMPLES - 1) {
                boolean settled =
                        (spent >= least && median(nanos) <= STEADY * best)
                                || spent > UNSETTLED_NANOS;
                boolean compiled =
                        median(bytes) <= enough || System.nanoTime() - began > UNCOMPILED_NANOS;
                if (settled && compiled) {
                    return new Cost(median(nanos) / 1e6, median(bytes));
                }
                if (!compiled) {
                    leaveTheCpuToTheCompiler();
                }
            }
        }
    }

    private static void leaveTheCpuToTheCompiler() {
        try {
            Thread.sleep(COMPILER_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long median(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static long now() {
        return THREADS.isCurrentThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled()
                ? THREADS.getCurrentThreadCpuTime()
                : System.nanoTime();
    }

    private static long allocated() {
        return THREADS instanceof com.sun.management.ThreadMXBean threads
                        && threads.isThreadAllocatedMemorySupported()
                ? threads.getThreadAllocatedBytes(Thread.currentThread().getId())
                : 0;
    }
}
