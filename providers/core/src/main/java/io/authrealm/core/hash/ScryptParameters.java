package io.authrealm.core.hash;

import org.bouncycastle.crypto.generators.SCrypt;

/**
 * The cost of scrypt (RFC 7914, section 2), within bounds.
 *
 * @param n the CPU and memory cost, a power of 2
 * @param r the block size
 * @param p the parallelisation
 */
record ScryptParameters(int n, int r, int p) {

    /**
     * Bound of N * r * p; 2^20 (OWASP's N=2^17, r=8, p=1) takes 0.42 s on one core of 2021, so this
     * is under 2 s there and under 4 s on a core half as fast.
     */
    private static final long MAX_WORK = 1L << 22;

    private static final int MAX_R = 256;
    private static final int MAX_P = 256;

    /** Bound of r * p: keeps the p blocks of 128 * r bytes, which come on top, below 512 KiB. */
    private static final int MAX_BLOCKS = 4096;

    /**
     * @param maxMemoryBytes bound of 128 * N * r
     * @throws MalformedHashException if a value is out of bounds
     */
    static ScryptParameters of(long n, long r, long p, long maxMemoryBytes)
            throws MalformedHashException {
        if (n < 2 || Long.bitCount(n) != 1) {
            throw new MalformedHashException("N is not a power of 2");
        }
        if (r < 1 || r > MAX_R) {
            throw new MalformedHashException("r is not between 1 and " + MAX_R);
        }
        if (p < 1 || p > MAX_P) {
            throw new MalformedHashException("p is not between 1 and " + MAX_P);
        }
        if (r * p > MAX_BLOCKS || n > MAX_WORK / (r * p)) {
            throw MalformedHashException.tooCostly("scrypt costs too much");
        }
        if (128 * n * r > maxMemoryBytes) {
            throw MalformedHashException.tooCostly("scrypt needs too much memory");
        }
        if (r == 1 && n >= 1 << 16) {
            throw new MalformedHashException("N is too large for r=1");
        }
        return new ScryptParameters((int) n, (int) r, (int) p);
    }

    /** As {@link #of}, with N given by its logarithm. */
    static ScryptParameters ofLog(int logN, long r, long p, long maxMemoryBytes)
            throws MalformedHashException {
        if (logN < 1 || logN > 31) {
            throw new MalformedHashException("log N is not between 1 and 31");
        }
        return of(1L << logN, r, p, maxMemoryBytes);
    }

    /** The memory of the table V, which is nearly all. */
    long memoryBytes() {
        return 128L * n * r;
    }

    String strength() {
        return "ln=" + Integer.numberOfTrailingZeros(n) + ",r=" + r + ",p=" + p;
    }

    byte[] derive(byte[] password, byte[] salt, int length) {
        return SCrypt.generate(password, salt, n, r, p, length);
    }
}
