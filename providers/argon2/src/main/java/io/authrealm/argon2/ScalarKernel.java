package io.authrealm.argon2;

/**
 * One word at a time, in the RFC's order. The indices of the words are constants, and no method has
 * more than one GB in local variables. A whole P in local variables, or one P for rows and columns,
 * measured a third slower.
 */
final class ScalarKernel implements Kernel {

    private static final long LOW = 0xFFFFFFFFL;

    @Override
    public int slot(int word) {
        return word;
    }

    @Override
    public void begin(long[] w, int prev, int ref, int out, boolean xor) {
        int z = Argon2Memory.SCRATCH;
        for (int i = 0; i < 128; i += 16) {
            permuteRow(w, prev + i, ref + i, z + i);
        }
        permuteColumn(w, z, prev, ref, xor ? out : Argon2Memory.ZERO, out);
    }

    @Override
    public void finish(long[] w, int prev, int ref, int out, boolean xor) {
        int z = Argon2Memory.SCRATCH;
        int old = xor ? out : Argon2Memory.ZERO;
        for (int i = 2; i < 16; i += 2) {
            permuteColumn(w, z + i, prev + i, ref + i, old + i, out + i);
        }
    }

    /** P (RFC 9106, section 3.6) on a row of R, the sum of two blocks, into z. */
    private static void permuteRow(long[] w, int prev, int ref, int z) {
        mixSum(w, prev, ref, z, 0, 4, 8, 12);
        mixSum(w, prev, ref, z, 1, 5, 9, 13);
        mixSum(w, prev, ref, z, 2, 6, 10, 14);
        mixSum(w, prev, ref, z, 3, 7, 11, 15);
        mix(w, z, 0, 5, 10, 15);
        mix(w, z, 1, 6, 11, 12);
        mix(w, z, 2, 7, 8, 13);
        mix(w, z, 3, 4, 9, 14);
    }

    /** P on a column of z. Writes the sum of the result, R and the old block to out. */
    private static void permuteColumn(long[] w, int z, int prev, int ref, int old, int out) {
        mix(w, z, 0, 32, 64, 96);
        mix(w, z, 1, 33, 65, 97);
        mix(w, z, 16, 48, 80, 112);
        mix(w, z, 17, 49, 81, 113);
        mixToSum(w, z, prev, ref, old, out, 0, 33, 80, 113);
        mixToSum(w, z, prev, ref, old, out, 1, 48, 81, 96);
        mixToSum(w, z, prev, ref, old, out, 16, 49, 64, 97);
        mixToSum(w, z, prev, ref, old, out, 17, 32, 65, 112);
    }

    /** GB of the RFC on four words of z. */
    private static void mix(long[] w, int z, int i, int j, int k, int l) {
        long a = w[z + i];
        long b = w[z + j];
        long c = w[z + k];
        long d = w[z + l];
        a = add(a, b);
        d = Long.rotateRight(d ^ a, 32);
        c = add(c, d);
        b = Long.rotateRight(b ^ c, 24);
        a = add(a, b);
        d = Long.rotateRight(d ^ a, 16);
        c = add(c, d);
        b = Long.rotateRight(b ^ c, 63);
        w[z + i] = a;
        w[z + j] = b;
        w[z + k] = c;
        w[z + l] = d;
    }

    /** The same on four words of R. */
    private static void mixSum(long[] w, int prev, int ref, int z, int i, int j, int k, int l) {
        long a = w[prev + i] ^ w[ref + i];
        long b = w[prev + j] ^ w[ref + j];
        long c = w[prev + k] ^ w[ref + k];
        long d = w[prev + l] ^ w[ref + l];
        a = add(a, b);
        d = Long.rotateRight(d ^ a, 32);
        c = add(c, d);
        b = Long.rotateRight(b ^ c, 24);
        a = add(a, b);
        d = Long.rotateRight(d ^ a, 16);
        c = add(c, d);
        b = Long.rotateRight(b ^ c, 63);
        w[z + i] = a;
        w[z + j] = b;
        w[z + k] = c;
        w[z + l] = d;
    }

    /** The same with the last addition. */
    private static void mixToSum(
            long[] w, int z, int prev, int ref, int old, int out, int i, int j, int k, int l) {
        long a = w[z + i];
        long b = w[z + j];
        long c = w[z + k];
        long d = w[z + l];
        a = add(a, b);
        d = Long.rotateRight(d ^ a, 32);
        c = add(c, d);
        b = Long.rotateRight(b ^ c, 24);
        a = add(a, b);
        d = Long.rotateRight(d ^ a, 16);
        c = add(c, d);
        b = Long.rotateRight(b ^ c, 63);
        w[out + i] = a ^ w[prev + i] ^ w[ref + i] ^ w[old + i];
        w[out + j] = b ^ w[prev + j] ^ w[ref + j] ^ w[old + j];
        w[out + k] = c ^ w[prev + k] ^ w[ref + k] ^ w[old + k];
        w[out + l] = d ^ w[prev + l] ^ w[ref + l] ^ w[old + l];
    }

    private static long add(long x, long y) {
        return x + y + 2 * (x & LOW) * (y & LOW);
    }
}
