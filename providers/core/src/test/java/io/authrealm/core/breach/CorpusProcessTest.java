package io.authrealm.core.breach;

import static org.assertj.core.api.Assertions.assertThat;

import io.authrealm.core.breach.CorpusBuilder.Settings;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What only a separate JVM can show: little memory, a kill, a missing page. */
@Timeout(120)
final class CorpusProcessTest {

    private static final int ENTRIES = 1_500_000;

    @TempDir Path folder;

    /** Opens a corpus, cuts its file short and looks up; prints the result. */
    public static final class Victim {
        private Victim() {}

        public static void main(String[] args) throws Exception {
            BreachCorpus corpus = BreachCorpus.open(Path.of(args[0]));
            Random random = new Random(1);
            for (int i = 0; i < 20_000; i++) {
                corpus.count(HashList.randomHash(random));
            }
            try (RandomAccessFile file = new RandomAccessFile(args[0], "rw")) {
                file.setLength(64);
            }
            int vanished = 0;
            for (int i = 0; i < 1000; i++) {
                try {
                    corpus.count(HashList.randomHash(random));
                } catch (CorpusVanishedException e) {
                    vanished++;
                }
            }
            System.out.println("vanished " + vanished);
        }
    }

    /** Builds with many checkpoints, and stops after half a million entries. */
    public static final class HalfBuild {
        private HalfBuild() {}

        public static void main(String[] args) throws Exception {
            BuildListener listener =
                    new BuildListener() {
                        @Override
                        public void started(long totalBytes, long consumedBytes) {}

                        @Override
                        public void advanced(long consumedBytes, long entries) {
                            if (entries > ENTRIES / 3) {
                                System.out.println("half");
                                LockSupport.parkNanos(TimeUnit.MINUTES.toNanos(2));
                            }
                        }

                        @Override
                        public void checking() {}
                    };
            Settings settings =
                    new Settings(30, 5, false, Duration.ofMillis(20), Clock.systemUTC());
            new CorpusBuilder(Path.of(args[0]), Path.of(args[1]), settings, listener).build();
        }
    }

    @Test
    void anySizeIsBuiltIn32MegabytesAndAKilledBuildResumes() throws Exception {
        Path list = writeList(folder.resolve("list"));
        Path killed = folder.resolve("killed");
        Path whole = folder.resolve("whole");

        Process first = start("CorpusProcessTest$HalfBuild", list.toString(), killed.toString());
        assertThat(first.inputReader().readLine()).isEqualTo("half");
        assertThat(run(1, "CorpusCommand", "build-corpus", list.toString(), killed.toString()))
                .contains("another build is writing this file");
        first.destroyForcibly().waitFor();
        assertThat(killed).doesNotExist();

        assertThat(run(0, "CorpusCommand", "build-corpus", list.toString(), killed.toString()))
                .contains("Going on at ", "1,500,000 entries, ");
        assertThat(run(0, "CorpusCommand", "build-corpus", list.toString(), whole.toString()))
                .contains(" 90.", "Checking", "1,500,000 entries, ")
                .doesNotContain("Going on");

        assertThat(BreachCorpus.open(killed).entries()).isEqualTo(ENTRIES);
        assertThat(body(killed)).isEqualTo(body(whole));
    }

    @Test
    void fileThatIsCutShortUnderAReaderIsAnExceptionOfItsOwn() throws Exception {
        Path corpus = folder.resolve("corpus");
        TestBuilds.build(HashList.random(50_000, 2).writeFile(folder.resolve("list")), corpus);

        assertThat(run(0, "CorpusProcessTest$Victim", corpus.toString())).contains("vanished 1000");
    }

    /** Everything except the header, which contains the time. */
    private static byte[] body(Path corpus) throws IOException {
        byte[] all = Files.readAllBytes(corpus);
        return Arrays.copyOfRange(all, 64, all.length);
    }

    /** Ascending by random steps. */
    private static Path writeList(Path file) throws IOException {
        Random random = new Random(3);
        long mean = Long.divideUnsigned(-1, ENTRIES);
        long high = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            for (int i = 0; i < ENTRIES; i++) {
                high += 1 + (long) (random.nextDouble() * mean * 0.999);
                byte[] line =
                        ("%016x".formatted(high) + "0123456789abcdef01234567:" + (1 + i % 9) + "\n")
                                .getBytes(StandardCharsets.US_ASCII);
                out.write(line);
            }
        }
        return file;
    }

    private static String run(int code, String main, String... args) throws Exception {
        Process process = start(main, args);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isEqualTo(code);
        return output;
    }

    private static Process start(String main, String... args) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx32m");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add("io.authrealm.core.breach." + main);
        command.addAll(List.of(args));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
