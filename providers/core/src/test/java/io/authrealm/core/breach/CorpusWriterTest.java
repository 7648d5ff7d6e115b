package io.authrealm.core.breach;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CorpusWriterTest {

    private static final CorpusLayout LAYOUT = CorpusLayout.forEntries(100_000, 30, 0);

    /** The number of fingerprints for one group of blocks. */
    private static final long GROUP = CorpusLayout.BLOCKS_PER_GROUP * (1L << LAYOUT.spanBits());

    @TempDir private Path folder;

    private FileChannel channel(Path file) throws Exception {
        return FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @Test
    void groupBeginsWithItsFirstFingerprintOnly() throws Exception {
        try (FileChannel channel = channel(folder.resolve("corpus"))) {
            CorpusWriter writer = new CorpusWriter(channel, folder, null, LAYOUT);
            writer.add(5, 1);
            assertThat(writer.isInLaterGroup(6)).isFalse();
            assertThat(writer.isInLaterGroup(GROUP)).isTrue();
            writer.add(GROUP, 1);
            assertThat(writer.isInLaterGroup(GROUP + 1)).isFalse();
            assertThat(writer.isInLaterGroup(2 * GROUP)).isTrue();
        }
    }

    @Test
    void buildResumesFromTheEndOfAnyGroup() throws Exception {
        Path file = folder.resolve("corpus");
        for (int last = 1; last < 20; last++) {
            CorpusWriter.State state;
            try (FileChannel channel = channel(file)) {
                CorpusWriter writer = new CorpusWriter(channel, file, null, LAYOUT);
                for (int i = 0; i < last; i++) {
                    writer.add(i * GROUP / 3, 1);
                }
                state = writer.endGroups((last + 3) / 3 * GROUP);
            }
            try (FileChannel channel = channel(file)) {
                CorpusWriter writer =
                        CorpusWriter.resume(channel, file, null, LAYOUT, state).orElseThrow();
                writer.add((last + 3) / 3 * GROUP, 7);
                writer.finish(Instant.EPOCH);
            }
            assertThat(BreachCorpus.open(file).entries()).isEqualTo(last + 1);
        }
    }
}
