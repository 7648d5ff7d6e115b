package io.authrealm.benchmarks;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Writes a list of SHA-1 hashes in the form of Pwned Passwords: {@code CorpusInput <entries>
 * <file>}. The hashes are random, in order, and the same in each run; they are never in memory
 * together.
 *
 * <p>Half of the counts are 1, a sixth is 2, and so on: a count of at least c has the chance 1/c,
 * which is Zipf's law.
 */
public final class CorpusInput {

    private static final int LINE_BYTES = 64;
    private static final byte[] HEX = "0123456789ABCDEF".getBytes();

    private CorpusInput() {}

    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            System.err.println("CorpusInput <entries> <file>");
            System.exit(2);
        }
        write(Long.parseLong(args[0]), Path.of(args[1]));
    }

    private static void write(long entries, Path file) throws IOException {
        SplittableRandom random = new SplittableRandom(20260301);
        byte[] line = new byte[LINE_BYTES];
        // The part of the range of all hashes that is above the current one.
        double above = 1;
        long last = -1;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            for (long i = 0; i < entries; i++) {
                // The smallest of n - i uniform numbers in the remaining range.
                above += above * Math.expm1(Math.log(1 - random.nextDouble()) / (entries - i));
                long high = Math.max(last + 1, (long) ((1 - above) * 0x1p62));
                last = high;
                // The numbers have at least 53 bits; the lower bits are noise.
                hex(high << 2 | random.nextInt(4), line, 0, 16);
                hex(random.nextLong(), line, 16, 16);
                hex(random.nextLong(), line, 32, 8);
                line[40] = ':';
                int end = decimal(count(random), line, 41);
                line[end++] = '\n';
                out.write(line, 0, end);
            }
        }
    }

    private static int count(SplittableRandom random) {
        return (int) Math.min(Integer.MAX_VALUE, 1 / (1 - random.nextDouble()));
    }

    private static void hex(long value, byte[] line, int at, int digits) {
        for (int i = 0; i < digits; i++) {
            line[at + i] = HEX[(int) (value >>> 4 * (digits - 1 - i)) & 15];
        }
    }

    private static int decimal(int value, byte[] line, int at) {
        int end = at + 1;
        for (int rest = value / 10; rest > 0; rest /= 10) {
            end++;
        }
        for (int i = end, rest = value; i > at; rest /= 10) {
            line[--i] = (byte) ('0' + rest % 10);
        }
        return end;
    }
}
