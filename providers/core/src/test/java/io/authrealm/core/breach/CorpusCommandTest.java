package io.authrealm.core.breach;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CorpusCommandTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir Path folder;

    @Test
    void corpusIsBuiltAndChecked() throws Exception {
        Path list = HashList.random(5000, 1).writeFile(folder.resolve("list"));
        Path corpus = folder.resolve("corpus");

        assertThat(run("build-corpus", list.toString(), corpus.toString())).isZero();
        assertThat(out())
                .matches(
                        "5,000 entries, [0-9,]+ bytes, [45]\\.\\d{3} bytes per entry \\(hashes"
                                + " \\d\\.\\d{3}, counts \\d\\.\\d{3}, directory \\d\\.\\d{3}\\),"
                                + " 0:0\\d\\R");

        assertThat(run("check-corpus", corpus.toString())).isZero();
        assertThat(out())
                .matches(
                        "5,000 entries, [0-9,]+ bytes, [45]\\.\\d{3} bytes per entry, built"
                                + " 20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ, found by chance:"
                                + " 5\\.7e-10\\R");
        assertThat(err()).isEmpty();
    }

    @Test
    void incompleteFolderIsAcceptedOnlyOnRequest() throws Exception {
        Path ranges = HashList.random(50, 1).writeFolder(folder.resolve("ranges"), 5);
        String corpus = folder.resolve("corpus").toString();

        assertThat(run("build-corpus", ranges.toString(), corpus)).isEqualTo(1);
        assertThat(err())
                .startsWith("build-corpus: " + ranges)
                .contains("lacks 1048526 of 1048576 range files")
                .hasLineCount(1);
        assertThat(run("build-corpus", "--allow-missing", ranges.toString(), corpus)).isZero();
        assertThat(out()).startsWith("50 entries, ");
    }

    @Test
    void failureIsOneLine() throws Exception {
        Path list = Files.writeString(folder.resolve("list"), "hello\n");
        Path corpus = folder.resolve("corpus");

        assertThat(run("build-corpus", list.toString(), corpus.toString())).isEqualTo(1);
        assertThat(err())
                .isEqualToIgnoringNewLines(
                        "build-corpus: "
                                + list
                                + ", line 1: 40 hex digits and a colon are expected");
        assertThat(run("check-corpus", list.toString())).isEqualTo(1);
        assertThat(err())
                .isEqualToIgnoringNewLines(
                        "check-corpus: "
                                + list
                                + ": the file is not a breach corpus (build-corpus makes one)");
        assertThat(run("check-corpus", corpus.toString())).isEqualTo(1);
        assertThat(err()).startsWith("check-corpus: " + corpus).hasLineCount(1);
        assertThat(run("build-corpus", corpus.toString(), list.toString())).isEqualTo(1);
        assertThat(err()).contains("there is no such file or folder").hasLineCount(1);
        assertThat(out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "make-corpus a b",
                "build-corpus",
                "build-corpus a",
                "build-corpus a b c",
                "build-corpus --fast a b",
                "check-corpus",
                "check-corpus a b",
                "check-corpus --allow-missing a"
            })
    void wrongArgumentsAreNamed(String line) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(err()).contains("--help lists the arguments").hasLineCount(1);
        assertThat(out()).isEmpty();
    }

    @Test
    void withoutArgumentsThereIsHelp() {
        assertThat(run()).isEqualTo(2);
        assertThat(err()).startsWith("Usage:");
        assertThat(run("--help")).isZero();
        assertThat(out()).startsWith("Usage:").contains("build-corpus", "check-corpus");
        assertThat(run("build-corpus", "--help")).isZero();
        assertThat(err()).isEmpty();
    }

    @Test
    void progressIsABarOnATerminalAndLinesElsewhere() {
        long[] now = {0};
        BuildProgress bar = new BuildProgress(stream(err), true, () -> now[0]);
        bar.started(1_000_000_000, 0);
        for (int i = 1; i <= 100; i++) {
            now[0] += 100_000_000;
            bar.advanced(i * 10_000_000L, i * 200_000L);
        }
        String drawn = err();
        assertThat(drawn.split("\r")).hasSizeBetween(30, 52);
        assertThat(drawn)
                .contains(
                        "[..............................]   1.0 %  200,000 entries  100 MB/s"
                                + "  0:10 left")
                .contains("[###############...............]  5");
        assertThat(drawn).doesNotContain("\n");

        now[0] = 0;
        BuildProgress lines = new BuildProgress(stream(err), false, () -> now[0]);
        lines.started(1_000_000_000, 550_000_000);
        for (int i = 56; i <= 100; i++) {
            now[0] += 1_000_000_000;
            lines.advanced(i * 10_000_000L, i * 200_000L);
        }
        lines.checking();
        assertThat(err().lines())
                .containsExactly(
                        "Going on at 55.0 %, where an earlier build was stopped.",
                        " 60.0 %  12,000,000 entries  10 MB/s  0:40 left",
                        " 70.0 %  14,000,000 entries  10 MB/s  0:30 left",
                        " 80.0 %  16,000,000 entries  10 MB/s  0:20 left",
                        " 90.0 %  18,000,000 entries  10 MB/s  0:10 left",
                        "100.0 %  20,000,000 entries  10 MB/s  0:00 left",
                        "Checking what was written.");
    }

    @Test
    void durationsAreShort() {
        assertThat(List.of(0L, 9L, 61L, 3600L, 36_061L).stream().map(BuildProgress::duration))
                .containsExactly("0:00", "0:09", "1:01", "1:00:00", "10:01:01");
    }

    private int run(String... args) {
        out.reset();
        err.reset();
        int code = CorpusCommand.run(List.of(args), stream(out), stream(err));
        if (code == 0 && args.length > 0 && args[0].equals("build-corpus")) {
            String progress = err();
            assertThat(progress.isEmpty() || progress.contains("Checking")).isTrue();
        }
        return code;
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String out() {
        return taken(out);
    }

    private String err() {
        return taken(err);
    }

    private static String taken(ByteArrayOutputStream bytes) {
        String text = bytes.toString(StandardCharsets.UTF_8);
        bytes.reset();
        return text;
    }
}
