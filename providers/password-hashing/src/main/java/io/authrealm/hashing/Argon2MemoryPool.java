package io.authrealm.hashing;

import io.authrealm.argon2.Argon2Memory;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps the working memory of Argon2 for the next hash. Idle and lent memory together never exceed
 * the budget, as long as the limiter admits no more than the budget allows.
 */
final class Argon2MemoryPool {

    private final long budgetBytes;
    private final Deque<Argon2Memory> idle = new ArrayDeque<>();
    private long lentBytes;
    private boolean usedSinceLastTrim;

    Argon2MemoryPool(long budgetBytes) {
        this.budgetBytes = budgetBytes;
    }

    /** Lends memory that has, or can grow to, {@code bytes} without exceeding the budget. */
    synchronized Argon2Memory take(long bytes) {
        usedSinceLastTrim = true;
        Argon2Memory best = null;
        for (Argon2Memory candidate : idle) {
            boolean isBetter = best == null || candidate.bytes() < best.bytes();
            if (candidate.bytes() >= bytes && isBetter) {
                best = candidate;
            }
        }
        if (best != null) {
            idle.remove(best);
        } else {
            while (!idle.isEmpty() && lentBytes + idleBytes() + bytes > budgetBytes) {
                idle.removeLast();
            }
            best = new Argon2Memory();
        }
        lentBytes += Math.max(bytes, best.bytes());
        return best;
    }

    /**
     * Takes memory back.
     *
     * @param bytes the size that was requested from {@link #take}
     * @param held the size of the memory when it was lent
     */
    synchronized void give(Argon2Memory memory, long bytes, long held) {
        lentBytes -= Math.max(bytes, held);
        if (lentBytes + idleBytes() + memory.bytes() <= budgetBytes) {
            idle.addFirst(memory);
        }
    }

    /** Releases all idle memory if none was used since the last call. */
    synchronized void trim() {
        if (!usedSinceLastTrim) {
            idle.clear();
        }
        usedSinceLastTrim = false;
    }

    synchronized long idleBytes() {
        return idle.stream().mapToLong(Argon2Memory::bytes).sum();
    }
}
