package io.authrealm.argon2;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Four words at a time. Word 2k + c of a row of 16 is in the vector of parity c, beside the words
 * of the same parity in the neighbouring pair and in the other row of two. So one vector serves two
 * rows, or two columns, at once.
 *
 * <p>Between its two halves P turns the 4x4 matrix of its words into diagonals. Here a is reflected
 * instead of left alone, and b, c and d are reflected instead of rotated. The same diagonals meet,
 * and the same step turns them back, so one loop does both halves with four swaps within vectors
 * each.
 *
 * <p>Each rotation is two shifts in this width. The next product needs only the lower half of its
 * result, which the right shift alone already has, so the product does not wait for the rest.
 *
 * <p>The operations are written out because C2 refuses to inline helpers in a method that the
 * Vector API's own code has already made large. Then every vector is an object; see
 * docs/password-hashing.md.
 */
final class Vector256Kernel implements Kernel {

    private static final VectorSpecies<Long> SPECIES = LongVector.SPECIES_256;
    private static final VectorOperators.Associative XOR = VectorOperators.XOR;
    private static final VectorOperators.Associative OR = VectorOperators.OR;
    private static final VectorOperators.Binary SHL = VectorOperators.LSHL;
    private static final VectorOperators.Binary SHR = VectorOperators.LSHR;
    private static final long LOW = 0xFFFFFFFFL;

    private static final VectorShuffle<Long> IN_ROW = VectorShuffle.fromValues(SPECIES, 1, 0, 3, 2);
    private static final VectorShuffle<Long> IN_COLUMN =
            VectorShuffle.fromValues(SPECIES, 2, 3, 0, 1);

    @Override
    public int slot(int word) {
        int row = word / 16;
        int column = word % 16;
        return (((row / 2) * 4 + column / 4) * 2 + column % 2) * 4
                + (row % 2) * 2
                + (column % 4) / 2;
    }

    @Override
    public void begin(long[] w, int prev, int ref, int out, boolean xor) {
        int z = Argon2Memory.SCRATCH;
        for (int i = 0; i < 128; i += 32) {
            permuteRows(w, prev + i, ref + i, z + i);
        }
        permuteColumns(w, z, prev, ref, xor ? out : Argon2Memory.ZERO, out);
    }

    @Override
    public void finish(long[] w, int prev, int ref, int out, boolean xor) {
        int z = Argon2Memory.SCRATCH;
        int old = xor ? out : Argon2Memory.ZERO;
        for (int i = 8; i < 32; i += 8) {
            permuteColumns(w, z + i, prev + i, ref + i, old + i, out + i);
        }
    }

    /** P on the rows of R, the sum of two blocks, into z. */
    private static void permuteRows(long[] w, int prev, int ref, int z) {
        LongVector low = LongVector.broadcast(SPECIES, LOW);
        LongVector t;
        LongVector s0;
        LongVector s1;
        LongVector a0 =
                LongVector.fromArray(SPECIES, w, prev)
                        .lanewise(XOR, LongVector.fromArray(SPECIES, w, ref));
        LongVector a1 =
                LongVector.fromArray(SPECIES, w, prev + 4)
                        .lanewise(XOR, LongVector.fromArray(SPECIES, w, ref + 4));
        LongVector b0 =
                LongVector.fromArray(SPECIES, w, prev + 8)
                        .lanewise(XOR, LongVector.fromArray(SPECIES, w, ref + 8));
        LongVector b1 =
                LongVector.fromArray(SPECIES, w, prev + 12)
                        .lanewise(XOR, LongVector.fromArray(SPECIES, w, ref + 12));
        LongVector c0 =
                LongVector.fromArray(SPECIES, w, prev + 16)
                        .lanewise(XOR, LongVector.fromArray(SPECIES, w, ref + 16));
        LongVector c1 =
                LongVector.fromArray(SPECIES, w, prev + 20)
                        .lanewise(XOR, LongVector.fromArray(SPECIES, w, ref + 20));
        LongVector d0 =
                LongVector.fromArray(SPECIES, w, prev + 24)
                        .lanewise(XOR, LongVector.fromArray(SPECIES, w, ref + 24));
        LongVector d1 =
                LongVector.fromArray(SPECIES, w, prev + 28)
                        .lanewise(XOR, LongVector.fromArray(SPECIES, w, ref + 28));
        for (int half = 0; half < 2; half++) {
            t = a0.and(low).mul(b0.and(low));
            a0 = a0.add(b0).add(t.add(t));
            t = a1.and(low).mul(b1.and(low));
            a1 = a1.add(b1).add(t.add(t));
            t = d0.lanewise(XOR, a0);
            s0 = t.lanewise(SHR, 32);
            d0 = s0.lanewise(OR, t.lanewise(SHL, 32));
            t = d1.lanewise(XOR, a1);
            s1 = t.lanewise(SHR, 32);
            d1 = s1.lanewise(OR, t.lanewise(SHL, 32));
            t = c0.and(low).mul(s0);
            c0 = c0.add(d0).add(t.add(t));
            t = c1.and(low).mul(s1);
            c1 = c1.add(d1).add(t.add(t));
            t = b0.lanewise(XOR, c0);
            s0 = t.lanewise(SHR, 24);
            b0 = s0.lanewise(OR, t.lanewise(SHL, 40));
            t = b1.lanewise(XOR, c1);
            s1 = t.lanewise(SHR, 24);
            b1 = s1.lanewise(OR, t.lanewise(SHL, 40));
            t = a0.and(low).mul(s0.and(low));
            a0 = a0.add(b0).add(t.add(t));
            t = a1.and(low).mul(s1.and(low));
            a1 = a1.add(b1).add(t.add(t));
            t = d0.lanewise(XOR, a0);
            s0 = t.lanewise(SHR, 16);
            d0 = s0.lanewise(OR, t.lanewise(SHL, 48));
            t = d1.lanewise(XOR, a1);
            s1 = t.lanewise(SHR, 16);
            d1 = s1.lanewise(OR, t.lanewise(SHL, 48));
            t = c0.and(low).mul(s0.and(low));
            c0 = c0.add(d0).add(t.add(t));
            t = c1.and(low).mul(s1.and(low));
            c1 = c1.add(d1).add(t.add(t));
            t = b0.lanewise(XOR, c0);
            b0 = t.lanewise(SHR, 63).lanewise(OR, t.add(t));
            t = b1.lanewise(XOR, c1);
            b1 = t.lanewise(SHR, 63).lanewise(OR, t.add(t));
            a1 = a1.rearrange(IN_ROW);
            t = b0;
            b0 = b1;
            b1 = t;
            c0 = c0.rearrange(IN_ROW);
            t = d0;
            d0 = d1.rearrange(IN_ROW);
            d1 = t.rearrange(IN_ROW);
        }
        a0.intoArray(w, z);
        a1.intoArray(w, z + 4);
        b0.intoArray(w, z + 8);
        b1.intoArray(w, z + 12);
        c0.intoArray(w, z + 16);
        c1.intoArray(w, z + 20);
        d0.intoArray(w, z + 24);
        d1.intoArray(w, z + 28);
    }

    /** P on the columns of z. Writes the sum of the result, R and the old block to out. */
    private static void permuteColumns(long[] w, int z, int prev, int ref, int old, int out) {
        LongVector low = LongVector.broadcast(SPECIES, LOW);
        LongVector t;
        LongVector s0;
        LongVector s1;
        LongVector a0 = LongVector.fromArray(SPECIES, w, z);
        LongVector a1 = LongVector.fromArray(SPECIES, w, z + 4);
        LongVector b0 = LongVector.fromArray(SPECIES, w, z + 32);
        LongVector b1 = LongVector.fromArray(SPECIES, w, z + 36);
        LongVector c0 = LongVector.fromArray(SPECIES, w, z + 64);
        LongVector c1 = LongVector.fromArray(SPECIES, w, z + 68);
        LongVector d0 = LongVector.fromArray(SPECIES, w, z + 96);
        LongVector d1 = LongVector.fromArray(SPECIES, w, z + 100);
        for (int half = 0; half < 2; half++) {
            t = a0.and(low).mul(b0.and(low));
            a0 = a0.add(b0).add(t.add(t));
            t = a1.and(low).mul(b1.and(low));
            a1 = a1.add(b1).add(t.add(t));
            t = d0.lanewise(XOR, a0);
            s0 = t.lanewise(SHR, 32);
            d0 = s0.lanewise(OR, t.lanewise(SHL, 32));
            t = d1.lanewise(XOR, a1);
            s1 = t.lanewise(SHR, 32);
            d1 = s1.lanewise(OR, t.lanewise(SHL, 32));
            t = c0.and(low).mul(s0);
            c0 = c0.add(d0).add(t.add(t));
            t = c1.and(low).mul(s1);
            c1 = c1.add(d1).add(t.add(t));
            t = b0.lanewise(XOR, c0);
            s0 = t.lanewise(SHR, 24);
            b0 = s0.lanewise(OR, t.lanewise(SHL, 40));
            t = b1.lanewise(XOR, c1);
            s1 = t.lanewise(SHR, 24);
            b1 = s1.lanewise(OR, t.lanewise(SHL, 40));
            t = a0.and(low).mul(s0.and(low));
            a0 = a0.add(b0).add(t.add(t));
            t = a1.and(low).mul(s1.and(low));
            a1 = a1.add(b1).add(t.add(t));
            t = d0.lanewise(XOR, a0);
            s0 = t.lanewise(SHR, 16);
            d0 = s0.lanewise(OR, t.lanewise(SHL, 48));
            t = d1.lanewise(XOR, a1);
            s1 = t.lanewise(SHR, 16);
            d1 = s1.lanewise(OR, t.lanewise(SHL, 48));
            t = c0.and(low).mul(s0.and(low));
            c0 = c0.add(d0).add(t.add(t));
            t = c1.and(low).mul(s1.and(low));
            c1 = c1.add(d1).add(t.add(t));
            t = b0.lanewise(XOR, c0);
            b0 = t.lanewise(SHR, 63).lanewise(OR, t.add(t));
            t = b1.lanewise(XOR, c1);
            b1 = t.lanewise(SHR, 63).lanewise(OR, t.add(t));
            a1 = a1.rearrange(IN_COLUMN);
            t = b0;
            b0 = b1;
            b1 = t;
            c0 = c0.rearrange(IN_COLUMN);
            t = d0;
            d0 = d1.rearrange(IN_COLUMN);
            d1 = t.rearrange(IN_COLUMN);
        }
        a0.lanewise(XOR, LongVector.fromArray(SPECIES, w, prev))
                .lanewise(XOR, LongVector.fromArray(SPECIES, w, ref))
                .lanewise(XOR, LongVector.fromArray(SPECIES, w, old))
                .intoArray(w, out);
        a1.lanewise(XOR, LongVector.fromArray(SPECIES, w, prev + 4))
                .lanewise(XOR, LongVector.fromArray(SPECIES, w, ref + 4))
                .lanewise(XOR, LongVector.fromArray(SPECIES, w, old + 4))
                .intoArray(w, out + 4);
        b0.lanewise(XOR, LongVector.fromArray(SPECIES, w, prev + 32))
                .lanewise(XOR, LongVector.fromArray(SPECIES, w, ref + 32))
                .lanewise(XOR, LongVector.fromArray(SPECIES, w, old + 32))
                .intoArray(w, out + 32);
        b1.lanewise(XOR, LongVector.fromArray(SPECIES, w, prev + 36))
                .lanewise(XOR, LongVector.fromArray(SPECIES, w, ref + 36))
                .lanewise(XOR, LongVector.fromArray(SPECIES, w, old + 36))
                .intoArray(w, out + 36);
        c0.lanewise(XOR, LongVector.fromArray(SPECIES, w, prev + 64))
                .lanewise(XOR, LongVector.fromArray(SPECIES, w, ref + 64))
                .lanewise(XOR, LongVector.fromArray(SPECIES, w, old + 64))
                .intoArray(w, out + 64);
        c1.lanewise(XOR, LongVector.fromArray(SPECIES, w, prev + 68))
                .lanewise(XOR, LongVector.fromArray(SPECIES, w, ref + 68))
                .lanewise(XOR, LongVector.fromArray(SPECIES, w, old + 68))
                .intoArray(w, out + 68);
        d0.lanewise(XOR, LongVector.fromArray(SPECIES, w, prev + 96))
                .lanewise(XOR, LongVector.fromArray(SPECIES, w, ref + 96))
                .lanewise(XOR, LongVector.fromArray(SPECIES, w, old + 96))
                .intoArray(w, out + 96);
        d1.lanewise(XOR, LongVector.fromArray(SPECIES, w, prev + 100))
                .lanewise(XOR, LongVector.fromArray(SPECIES, w, ref + 100))
                .lanewise(XOR, LongVector.fromArray(SPECIES, w, old + 100))
                .intoArray(w, out + 100);
    }
}
