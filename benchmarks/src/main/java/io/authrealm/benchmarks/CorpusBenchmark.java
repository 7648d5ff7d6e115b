package io.authrealm.benchmarks;

import io.authrealm.core.breach.BreachCorpus;
import io.authrealm.core.breach.CorpusException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One lookup in the corpus {@code -Dcorpus}, at random positions in the whole file. The hits are
 * hashes of {@code -Dcorpus.input}, the list from which it was built; without it only {@code miss}
 * runs.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgsPrepend = {"-XX:+UseG1GC", "-Xms512m", "-Xmx512m"})
public class CorpusBenchmark {

    private static final int HASHES = 1 << 18;

    private BreachCorpus corpus;
    private byte[][] absent;
    private byte[][] present;

    /** Each thread starts at its own position in the hashes. */
    @State(Scope.Thread)
    public static class Cursor {
        private int at = new Random().nextInt(HASHES);

        byte[] next(byte[][] hashes) {
            return hashes[++at & HASHES - 1];
        }
    }

    @Setup
    public void open() throws IOException, CorpusException {
        corpus = BreachCorpus.open(Path.of(System.getProperty("corpus")));
        SplittableRandom random = new SplittableRandom(1);
        absent = new byte[HASHES][20];
        for (byte[] hash : absent) {
            random.nextBytes(hash);
        }
        String input = System.getProperty("corpus.input");
        if (input != null) {
            present = sample(Path.of(input));
            for (byte[] hash : present) {
                if (corpus.count(hash) == 0) {
                    throw new IllegalStateException("a hash of the input is not found");
                }
            }
        }
    }

    /** A sample from the whole file, in random order. */
    private byte[][] sample(Path input) throws IOException {
        long step = Math.max(1, corpus.entries() / HASHES);
        List<byte[]> hashes = new ArrayList<>(HASHES);
        try (BufferedReader lines = Files.newBufferedReader(input, StandardCharsets.US_ASCII)) {
            String line = lines.readLine();
            for (long i = 0; line != null && hashes.size() < HASHES; i++) {
                if (i % step == 0) {
                    hashes.add(HexFormat.of().parseHex(line, 0, 40));
                }
                line = lines.readLine();
            }
        }
        for (int i = 0; hashes.size() < HASHES; i++) {
            hashes.add(hashes.get(i));
        }
        Collections.shuffle(hashes, new Random(2));
        return hashes.toArray(byte[][]::new);
    }

    @Benchmark
    public int miss(Cursor cursor) {
        return corpus.count(cursor.next(absent));
    }

    @Benchmark
    public int hit(Cursor cursor) {
        return corpus.count(cursor.next(present));
    }
}
