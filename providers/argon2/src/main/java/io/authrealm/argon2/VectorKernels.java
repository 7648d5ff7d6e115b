package io.authrealm.argon2;

import jdk.incubator.vector.LongVector;

/**
 * Loaded only if the Vector API is present. A kernel's class is loaded only if that kernel is
 * requested.
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
