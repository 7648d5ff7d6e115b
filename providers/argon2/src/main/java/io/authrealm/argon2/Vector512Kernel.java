package io.authrealm.argon2;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Eight words at a time: four neighbouring words of a row beside those of the next row. So one
 * vector serves two rows, or two columns, at once. Between the halves of P three of the four
 * vectors rotate within their halves, and back.
 *
 * <p>After the rotation by 32 the next product needs the lower half, which is the previous upper
 * half, so the product does not wait for the rotation.
 *
 * <p>The operations are written out because C2 refuses to inline helpers in a method that the
 * Vector API's own code has already made large. Then every vector is an object; see
 * docs/password-hashing.md.
 */
final class Vector512Kernel implements Kernel {

    private static final VectorSpecies<Long> SPECIES = LongVector.SPECIES_512;
    private static final VectorOperators.Associative XOR = VectorOperators.XOR;
    private static final VectorOperators.Binary ROR = VectorOperators.ROR;
    private static final VectorOperators.Binary SHR = VectorOperators.LSHR;
    private static final long LOW = 0xFFFFFFFFL;

    private static final VectorShuffle<Long> ROW_1 = shuffle(1, 2, 3, 0, 5, 6, 7, 4);
    private static final VectorShuffle<Long> ROW_2 = shuffle(2, 3, 0, 1, 6, 7, 4, 5);
    private static final VectorShuffle<Long> ROW_3 = shuffle(3, 0, 1, 2, 7, 4, 5, 6);
    private static final VectorShuffle<Long> COLUMN_1 = shuffle(1, 4, 3, 6, 5, 0, 7, 2);
    private static final VectorShuffle<Long> COLUMN_2 = shuffle(4, 5, 6, 7, 0, 1, 2, 3);
    private static final VectorShuffle<Long> COLUMN_3 = shuffle(5, 0, 7, 2, 1, 4, 3, 6);

    private static VectorShuffle<Long> shuffle(int... lanes) {
        return VectorShuffle.fromValues(SPECIES, lanes);
    }

    @Override
    public int slot(int word) {
        int row = word / 16;
        int column = word % 16;
        return ((row / 2) * 4 + column / 4) * 8 + (row % 2) * 4 + column % 4;
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
        LongVector a =
                LongVector.fromArray(SPECIES, w, prev)
                        .lanewise(XOR, LongVector.fromArray(SPECIES, w, ref));
        LongVector b =
                LongVector.fromArray(SPECIES, w, prev + 8)
                        .lanewise(XOR, LongVector.fromArray(SPECIES, w, ref + 8));
        LongVector c =
                LongVector.fromArray(SPECIES, w, prev + 16)
                        .lanewise(XOR, LongVector.fromArray(SPECIES, w, ref + 16));
        LongVector d =
                LongVector.fromArray(SPECIES, w, prev + 24)
                        .lanewise(XOR, LongVector.fromArray(SPECIES, w, ref + 24));
        t = a.and(low).mul(b.and(low));
        a = a.add(b).add(t.add(t));
        d = d.lanewise(XOR, a);
        t = c.and(low).mul(d.lanewise(SHR, 32));
        d = d.lanewise(ROR, 32);
        c = c.add(d).add(t.add(t));
        b = b.lanewise(XOR, c).lanewise(ROR, 24);
        t = a.and(low).mul(b.and(low));
        a = a.add(b).add(t.add(t));
        d = d.lanewise(XOR, a).lanewise(ROR, 16);
        t = c.and(low).mul(d.and(low));
        c = c.add(d).add(t.add(t));
        b = b.lanewise(XOR, c).lanewise(ROR, 63);
        b = b.rearrange(ROW_1);
        c = c.rearrange(ROW_2);
        d = d.rearrange(ROW_3);
        t = a.and(low).mul(b.and(low));
        a = a.add(b).add(t.add(t));
        d = d.lanewise(XOR, a);
        t = c.and(low).mul(d.lanewise(SHR, 32));
        d = d.lanewise(ROR, 32);
        c = c.add(d).add(t.add(t));
        b = b.lanewise(XOR, c).lanewise(ROR, 24);
        t = a.and(low).mul(b.and(low));
        a = a.add(b).add(t.add(t));
        d = d.lanewise(XOR, a).lanewise(ROR, 16);
        t = c.and(low).mul(d.and(low));
        c = c.add(d).add(t.add(t));
        b = b.lanewise(XOR, c).lanewise(ROR, 63);
        b = b.rearrange(ROW_3);
        c = c.rearrange(ROW_2);
        d = d.rearrange(ROW_1);
        a.intoArray(w, z);
        b.intoArray(w, z + 8);
        c.intoArray(w, z + 16);
        d.intoArray(w, z + 24);
    }

    /** P on the columns of z. Writes the sum of the result, R and the old block to out. */
    private static void permuteColumns(long[] w, int z, int prev, int ref, int old, int out) {
        LongVector low = LongVector.broadcast(SPECIES, LOW);
        LongVector t;
        LongVector a = LongVector.fromArray(SPECIES, w, z);
        LongVector b = LongVector.fromArray(SPECIES, w, z + 32);
        LongVector c = LongVector.fromArray(SPECIES, w, z + 64);
        LongVector d = LongVector.fromArray(SPECIES, w, z + 96);
        t = a.and(low).mul(b.and(low));
        a = a.add(b).add(t.add(t));
        d = d.lanewise(XOR, a);
        t = c.and(low).mul(d.lanewise(SHR, 32));
        d = d.lanewise(ROR, 32);
        c = c.add(d).add(t.add(t));
        b = b.lanewise(XOR, c).lanewise(ROR, 24);
        t = a.and(low).mul(b.and(low));
        a = a.add(b).add(t.add(t));
        d = d.lanewise(XOR, a).lanewise(ROR, 16);
        t = c.and(low).mul(d.and(low));
        c = c.add(d).add(t.add(t));
        b = b.lanewise(XOR, c).lanewise(ROR, 63);
        b = b.rearrange(COLUMN_1);
        c = c.rearrange(COLUMN_2);
        d = d.rearrange(COLUMN_3);
        t = a.and(low).mul(b.and(low));
        a = a.add(b).add(t.add(t));
        d = d.lanewise(XOR, a);
        t = c.and(low).mul(d.lanewise(SHR, 32));
        d = d.lanewise(ROR, 32);
        c = c.add(d).add(t.add(t));
        b = b.lanewise(XOR, c).lanewise(ROR, 24);
        t = a.and(low).mul(b.and(low));
        a = a.add(b).add(t.add(t));
        d = d.lanewise(XOR, a).lanewise(ROR, 16);
        t = c.and(low).mul(d.and(low));
        c = c.add(d).add(t.add(t));
        b = b.lanewise(XOR, c).lanewise(ROR, 63);
        b = b.rearrange(COLUMN_3);
        c = c.rearrange(COLUMN_2);
        d = d.rearrange(COLUMN_1);
        a.lanewise(XOR, LongVector.fromArray(SPECIES, w, prev))
                .lanewise(XOR, LongVector.fromArray(SPECIES, w, ref))
                .lanewise(XOR, LongVector.fromArray(SPECIES, w, old))
                .intoArray(w, out);
        b.lanewise(XOR, LongVector.fromArray(SPECIES, w, prev + 32))
                .lanewise(XOR, LongVector.fromArray(SPECIES, w, ref + 32))
                .lanewise(XOR, LongVector.fromArray(SPECIES, w, old + 32))
                .intoArray(w, out + 32);
        c.lanewise(XOR, LongVector.fromArray(SPECIES, w, prev + 64))
                .lanewise(XOR, LongVector.fromArray(SPECIES, w, ref + 64))
                .lanewise(XOR, LongVector.fromArray(SPECIES, w, old + 64))
                .intoArray(w, out + 64);
        d.lanewise(XOR, LongVector.fromArray(SPECIES, w, prev + 96))
                .lanewise(XOR, LongVector.fromArray(SPECIES, w, ref + 96))
                .lanewise(XOR, LongVector.fromArray(SPECIES, w, old + 96))
                .intoArray(w, out + 96);
    }
}
