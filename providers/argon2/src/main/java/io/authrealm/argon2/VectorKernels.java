package io.authrealm.argon2;

import jdk.incubator.vector.LongVector;

/**
 * Loaded only where the Vector API is there; a kernel's class only where that kernel is asked for.
 */
final class VectorKernels {

    private VectorKernels() {}

    static int preferredBits() {
        return LongVector.SPECIES_PREFERRED.vectorBitSize();
    }

    static Kernel bits256() {
        return new Vector256Kernel();
    }

    static Kernel bits512() {
        return new Vector512Kernel();
    }
}
