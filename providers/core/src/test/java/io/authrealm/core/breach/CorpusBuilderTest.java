package io.authrealm.core.breach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.authrealm.core.breach.CorpusBuilder.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CorpusBuilderTest {

    private static final int ENTRIES = 40_000;
    private static final int DAMAGED_EVERY = Boolean.getBoolean("authrealm.test.soak") ? 5 : 31;
    private static final Instant LATER = TestBuilds.BEGAN.plusSeconds(3600);

    /** Counts the groups, and stops the build at one of them. */
    private static final class Stopper implements BuildListener {
        private final int stopAt;
        private int groups;
        private long resumedAt = -1;

        Stopper(int stopAt) {
            this.stopAt = stopAt;
        }

        @Override
        public void started(long totalBytes, long consumedBytes) {
            resumedAt = consumedBytes;
        }

        @Override
        public void advanced(long consumedBytes, long entries) {
            if (++groups == stopAt) {
                throw new IllegalStateException("stopped");
            }
        }

        @Override
        public void checking() {}
    }

    @TempDir Path folder;
    private Path input;
    private Path output;
    private Path part;
    private Path checkpoint;
    private byte[] expected;

    @BeforeEach
    void buildOnce() throws Exception {
        input = HashList.random(ENTRIES, 1).writeFile(folder.resolve("list"));
        output = folder.resolve("corpus");
        part = folder.resolve("corpus.part");
        checkpoint = folder.resolve("corpus.checkpoint");
        Path whole = folder.resolve("whole");
        TestBuilds.build(input, whole);
        expected = Files.readAllBytes(whole);
        Files.delete(whole);
        Files.delete(folder.resolve("whole.lock"));
    }

    @Test
    void onlyTheCorpusAndItsLockAreLeft() throws Exception {
        TestBuilds.build(input, output, TestBuilds.withCheckpoints(TestBuilds.BEGAN));

        assertThat(output).hasBinaryContent(expected);
        assertThat(names()).containsExactlyInAnyOrder("list", "corpus", "corpus.lock");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 15, 20})
    void stoppedBuildResumesToTheSameBytes(int stopAt) throws Exception {
        stop(stopAt);
        assertThat(output).doesNotExist();

        Stopper second = new Stopper(-1);
        builder(LATER, second).build();

        assertThat(second.resumedAt).isPositive();
        assertThat(output).hasBinaryContent(expected);
        assertThat(names()).containsExactlyInAnyOrder("list", "corpus", "corpus.lock");
    }

    @Test
    void buildThatIsStoppedAgainAndAgainEndsInTheSameBytes() throws Exception {
        int stops = 0;
        boolean done = false;
        while (!done) {
            try {
                builder(TestBuilds.BEGAN.plusSeconds(stops), new Stopper(2)).build();
                done = true;
            } catch (IllegalStateException e) {
                stops++;
            }
        }

        assertThat(stops).isGreaterThan(10);
        assertThat(output).hasBinaryContent(expected);
    }

    @Test
    void stoppedBuildOfAFolderResumesToTheSameBytes() throws Exception {
        Path ranges = HashList.random(ENTRIES, 1).writeFolder(folder.resolve("ranges"), 2);
        for (int stopAt : new int[] {1, 9, 18}) {
            Settings settings = TestBuilds.withCheckpoints(TestBuilds.BEGAN);
            assertThatThrownBy(
                            () ->
                                    new CorpusBuilder(ranges, output, settings, new Stopper(stopAt))
                                            .build())
                    .hasMessage("stopped");

            Stopper second = new Stopper(-1);
            new CorpusBuilder(ranges, output, TestBuilds.withCheckpoints(LATER), second).build();

            assertThat(second.resumedAt).isPositive();
            assertThat(output).hasBinaryContent(expected);
        }
    }

    @Test
    void restOfAnEarlierAttemptDoesNotMatter() throws Exception {
        stop(9);
        byte[] longer = Arrays.copyOf(Files.readAllBytes(part), 3 * expected.length);
        Arrays.fill(longer, longer.length / 2, longer.length, (byte) 0x55);
        Files.write(part, longer);

        builder(LATER, TestBuilds.SILENT).build();

        assertThat(output).hasBinaryContent(expected);
    }

    @Test
    void damagedCheckpointStartsAgain() throws Exception {
        stop(5);
        byte[] whole = Files.readAllBytes(checkpoint);
        byte[] partWhole = Files.readAllBytes(part);
        for (int at = 0; at < whole.length; at += DAMAGED_EVERY) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x10;
            for (byte[] content : List.of(damaged, Arrays.copyOf(whole, at))) {
                Files.write(checkpoint, content);
                Files.write(part, partWhole);
                assertStartsAgain();
            }
        }
        Files.write(checkpoint, Arrays.copyOf(whole, whole.length + 1));
        Files.write(part, partWhole);
        assertStartsAgain();
    }

    @Test
    void damagedOrMissingPartStartsAgain() throws Exception {
        stop(12);
        byte[] whole = Files.readAllBytes(checkpoint);
        byte[] partWhole = Files.readAllBytes(part);
        int blocks = expected.length - 64 - 40;

        for (int at : new int[] {64, 70, 64 + 10 * 40 + 5, blocks / 3}) {
            byte[] damaged = partWhole.clone();
            damaged[at] ^= 1;
            Files.write(part, damaged);
            Files.write(checkpoint, whole);
            assertStartsAgain();
        }
        Files.write(part, Arrays.copyOf(partWhole, partWhole.length / 2));
        Files.write(checkpoint, whole);
        assertStartsAgain();
        Files.deleteIfExists(part);
        Files.write(checkpoint, whole);
        assertStartsAgain();
    }

    @Test
    void changedInputStartsAgain() throws Exception {
        stop(5);
        Files.setLastModifiedTime(
                input, FileTime.fromMillis(Files.getLastModifiedTime(input).toMillis() + 1000));

        assertStartsAgain();
    }

    @Test
    void inputErrorLeavesTheOldCorpusAndNothingElse() throws Exception {
        Files.writeString(output, "old");
        Files.writeString(
                input, Files.readString(input).substring(0, 1_500_003) + "\nnot a hash\n");

        assertThatThrownBy(() -> builder(LATER, TestBuilds.SILENT).build())
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("list, line ");
        assertThat(output).hasContent("old");
        assertThat(names()).containsExactlyInAnyOrder("list", "corpus", "corpus.lock");
    }

    @Test
    void oldCorpusStaysUntilTheNewOneIsWhole() throws Exception {
        Files.writeString(output, "old");
        stop(18);
        assertThat(output).hasContent("old");

        builder(LATER, TestBuilds.SILENT).build();

        assertThat(output).hasBinaryContent(expected);
    }

    @Test
    void secondBuildOfOneOutputIsRefused() throws Exception {
        BuildListener whileBuilding =
                new BuildListener() {
                    @Override
                    public void started(long totalBytes, long consumedBytes) {
                        assertThatThrownBy(() -> builder(LATER, TestBuilds.SILENT).build())
                                .isInstanceOf(CorpusException.class)
                                .hasMessage(output + ": another build is writing this file");
                    }

                    @Override
                    public void advanced(long consumedBytes, long entries) {}

                    @Override
                    public void checking() {}
                };

        builder(TestBuilds.BEGAN, whileBuilding).build();

        assertThat(output).hasBinaryContent(expected);
    }

    @Test
    void tooManyHashesThatBeginAlikeAreRefused() throws Exception {
        HashList list = new HashList();
        for (int i = 0; i < 20_000; i++) {
            list.add(HashList.hash(0x7777_0000_0000_0000L + ((long) i << 20)), 1);
        }
        Path file = list.writeFile(folder.resolve("alike"));

        assertThatThrownBy(() -> TestBuilds.build(file, output))
                .isInstanceOf(CorpusException.class)
                .hasMessageStartingWith(file + ": too many of the hashes begin alike");
        assertThat(part).doesNotExist();
    }

    @Test
    void impossiblePathsAreRefused() throws Exception {
        assertRefused(folder.resolve("missing"), output, "there is no such file or folder");
        assertRefused(input, folder, "this is a folder");
        assertRefused(input, folder.resolve("no/corpus"), "there is no such folder to write into");
        assertRefused(input, input, "the input would be written over");
        Path likePart = Files.copy(input, folder.resolve("other.part"));
        assertRefused(likePart, folder.resolve("other"), "the input would be written over");
        assertThat(likePart).hasSameBinaryContentAs(input);
    }

    @Test
    void entriesAreEstimatedFromTheBeginning() throws Exception {
        Path file = HashList.random(150_000, 3).writeFile(folder.resolve("longer"));

        InputSample sample = InputSample.of(HashSource.of(file, 5, false));

        assertThat(sample.expectedEntries()).isBetween(149_000L, 151_000L);
        CorpusLayout layout =
                CorpusLayout.forEntries(sample.expectedEntries(), 30, sample.countOrder());
        TestBuilds.build(file, output);
        assertThat((double) layout.expectedFileBytes(150_000, sample.meanCountBits()))
                .isBetween(0.98 * Files.size(output), 1.02 * Files.size(output));
    }

    private void assertRefused(Path from, Path to, String reason) {
        assertThatThrownBy(() -> TestBuilds.build(from, to))
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining(reason);
    }

    private void assertStartsAgain() throws IOException, CorpusException {
        Stopper again = new Stopper(-1);
        builder(TestBuilds.BEGAN, again).build();
        assertThat(again.resumedAt).isZero();
        assertThat(output).hasBinaryContent(expected);
    }

    private void stop(int group) {
        assertThatThrownBy(() -> builder(TestBuilds.BEGAN, new Stopper(group)).build())
                .hasMessage("stopped");
        assertThat(checkpoint).exists();
    }

    private CorpusBuilder builder(Instant now, BuildListener listener) {
        return new CorpusBuilder(input, output, TestBuilds.withCheckpoints(now), listener);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
