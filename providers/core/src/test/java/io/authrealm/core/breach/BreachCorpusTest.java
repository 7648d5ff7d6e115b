package io.authrealm.core.breach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.authrealm.core.breach.CorpusBuilder.Built;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BreachCorpusTest {

    private static final double LOG2_E = 1 / Math.log(2);

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 127, 128, 129, 1000, 5000, 200_000})
    void everyHashOfAFileIsFoundWithItsCount(int entries) throws Exception {
        HashList list = HashList.random(entries, entries);

        BreachCorpus corpus = corpus(list);

        assertFinds(corpus, list);
        assertFindsNoOthers(corpus, list, 100_000);
        assertThat(corpus.entries()).isEqualTo(entries);
        assertThat(corpus.bytes()).isEqualTo(Files.size(folder.resolve("corpus")));
        assertThat(corpus.built()).isEqualTo(TestBuilds.BEGAN);
    }

    @ParameterizedTest
    @ValueSource(ints = {2000, 60_000})
    void folderMakesTheSameCorpusAsTheFile(int entries) throws Exception {
        HashList list = HashList.random(entries, 7);
        Path fromFile = folder.resolve("from-file");
        Path fromFolder = folder.resolve("from-folder");

        TestBuilds.build(list.writeFile(folder.resolve("list")), fromFile);
        TestBuilds.build(list.writeFolder(folder.resolve("ranges"), 2), fromFolder);

        assertFinds(BreachCorpus.open(fromFolder), list);
        assertThat(fromFolder).hasSameBinaryContentAs(fromFile);
    }

    @Test
    void hashesAtBothEndsAreFound() throws Exception {
        byte[] ones = new byte[20];
        Arrays.fill(ones, (byte) 0xff);
        HashList list = HashList.random(3000, 1).add(new byte[20], 5).add(ones, 6);

        BreachCorpus corpus = corpus(list);

        assertFinds(corpus, list);
        assertThat(corpus.count(new byte[20])).isEqualTo(5);
        assertThat(corpus.count(ones)).isEqualTo(6);
    }

    @Test
    void clusteredHashesAreFound() throws Exception {
        HashList list = HashList.random(2000, 2);
        Random random = new Random(3);
        for (int i = 0; i < 5000; i++) {
            list.add(
                    HashList.hash(
                            0x1234_5600_0000_0000L + ((long) i << 24) + random.nextInt(1 << 24)),
                    i + 1);
            list.add(HashList.hash(0xabcd_ef00_0000_0000L + ((long) i << 20)), i + 1);
        }

        BreachCorpus corpus = corpus(list);

        assertFinds(corpus, list);
        for (int i = 5000; i < 10_000; i++) {
            byte[] behind = HashList.hash(0xabcd_ef00_0000_0000L + ((long) i << 20));
            assertThat(corpus.count(behind)).isZero();
        }
    }

    @Test
    void everySizeOfCountIsKept() throws Exception {
        HashList list = new HashList();
        long high = 0;
        for (int bit = 0; bit < 31; bit++) {
            for (int near = -1; near <= 1; near++) {
                int count = (int) Math.max(1, Math.min(Integer.MAX_VALUE, (1L << bit) + near));
                list.add(HashList.hash(high += 1L << 56), count);
            }
        }
        list.add(HashList.hash(-1), Integer.MAX_VALUE);

        assertFinds(corpus(list), list);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 0", "2, 3, 1", "30, 90, 6", "1000, 1100, 7"})
    void countsAreKeptWithEveryOrderOfTheirCode(int least, int most, int order) throws Exception {
        HashList list = new HashList();
        Random random = new Random(order);
        for (int i = 0; i < 3000; i++) {
            list.add(HashList.randomHash(random), least + random.nextInt(most - least + 1));
        }
        list.add(HashList.randomHash(random), Integer.MAX_VALUE).add(new byte[20], 1);

        assertFinds(corpus(list), list);
        assertThat(Files.readAllBytes(folder.resolve("corpus"))[14]).isEqualTo((byte) order);
    }

    @Test
    void hashesThatBeginAlikeShareTheLargerCount() throws Exception {
        HashList list = HashList.random(100, 4);
        long high = 0x5555_5555_5555_5555L;
        byte[][] alike = {HashList.hash(high), HashList.hash(high), HashList.hash(high)};
        for (int i = 0; i < alike.length; i++) {
            alike[i][19] = (byte) i;
        }
        list.add(alike[0], 3).add(alike[1], 900).add(alike[2], 20);

        BreachCorpus corpus = corpus(list);

        assertThat(List.of(alike)).allMatch(hash -> corpus.count(hash) == 900);
        assertThat(corpus.entries()).isEqualTo(101);
    }

    @Test
    void chanceOfAFalsePositiveIsAsStated() throws Exception {
        HashList list = HashList.random(20_000, 5);
        Path file = folder.resolve("corpus");
        TestBuilds.build(list.writeFile(folder.resolve("list")), file, TestBuilds.settings(8));
        BreachCorpus corpus = BreachCorpus.open(file);
        assertThat(corpus.falsePositiveRate())
                .isEqualTo(corpus.entries() / Math.pow(2, 15 + 8))
                .isCloseTo(0.0024, within(0.0001));

        Random random = new Random(6);
        int probes = 1_000_000;
        int found = 0;
        for (int i = 0; i < probes; i++) {
            if (corpus.count(HashList.randomHash(random)) > 0) {
                found++;
            }
        }

        double expected = probes * corpus.falsePositiveRate();
        assertThat((double) found).isCloseTo(expected, within(5 * Math.sqrt(expected)));
        assertThat(list.counts())
                .allSatisfy(
                        (hash, count) ->
                                assertThat(corpus.count(hash)).isGreaterThanOrEqualTo(count));
    }

    @Test
    void chanceOfAFalsePositiveIsBelowOneInABillionByDefault() throws Exception {
        BreachCorpus corpus = corpus(HashList.random(4096, 5));

        assertThat(corpus.falsePositiveRate()).isEqualTo(Math.pow(2, -30)).isLessThan(1e-9);
    }

    @ParameterizedTest
    @ValueSource(ints = {66_000, 98_304, 131_072})
    void sizeIsCloseToTheMinimum(int entries) throws Exception {
        HashList list = HashList.random(entries, 8);

        Built built =
                TestBuilds.build(list.writeFile(folder.resolve("list")), folder.resolve("corpus"));

        // The minimum for any encoding of the set of fingerprints, which have 17 + 30 bits.
        double bound = 47 - Math.log(entries) / Math.log(2) + LOG2_E;
        double hashes = 8 * (built.hashBytesPerEntry() + built.directoryBytesPerEntry());
        assertThat(hashes).isBetween(bound, bound + 0.6);
        assertThat(built.bytesPerEntry() * built.entries()).isCloseTo(built.bytes(), within(1e-3));
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 9, 12, 15})
    void blocksAreFoundAcrossTheEndsOfWindows(int windowBits) throws Exception {
        HashList list = HashList.random(12_000, 9);
        TestBuilds.build(list.writeFile(folder.resolve("list")), folder.resolve("corpus"));

        BreachCorpus corpus = BreachCorpus.open(folder.resolve("corpus"), windowBits);

        assertFinds(corpus, list);
        assertFindsNoOthers(corpus, list, 20_000);
    }

    @Test
    void threadsFindTheSame() throws Exception {
        HashList list = HashList.random(20_000, 10);
        BreachCorpus corpus = corpus(list);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> runs = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                runs.add(
                        pool.submit(
                                () -> {
                                    assertFinds(corpus, list);
                                    assertFindsNoOthers(corpus, list, 50_000);
                                }));
            }
            for (Future<?> run : runs) {
                run.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void openCorpusKeepsReadingIfItsFileIsReplaced() throws Exception {
        HashList old = HashList.random(3000, 11);
        BreachCorpus corpus = corpus(old);
        HashList next = HashList.random(4000, 12);

        BreachCorpus replaced = corpus(next);

        assertFinds(corpus, old);
        assertFinds(replaced, next);
        assertFindsNoOthers(replaced, next, 10_000);
        assertThat(corpus.entries()).isEqualTo(3000);
    }

    @Test
    void fileThatWasCopiedOverIsNoticed() throws Exception {
        HashList list = HashList.random(3000, 13);
        BreachCorpus corpus = corpus(list);
        byte[] hash = list.counts().keySet().iterator().next();
        TestBuilds.build(
                HashList.random(4000, 14).writeFile(folder.resolve("list")),
                folder.resolve("other"));

        // This writes to the mapped file itself, while a rename would have left it alone.
        try (var target = Files.newOutputStream(folder.resolve("corpus"))) {
            Files.copy(folder.resolve("other"), target);
        }

        assertThatThrownBy(() -> corpus.count(hash))
                .isInstanceOf(CorpusVanishedException.class)
                .hasMessageContaining("changed in place");
    }

    @Test
    void movedFileStaysReadable() throws Exception {
        HashList list = HashList.random(500, 15);
        BreachCorpus corpus = corpus(list);

        Files.move(
                folder.resolve("corpus"),
                folder.resolve("elsewhere"),
                StandardCopyOption.ATOMIC_MOVE);

        assertFinds(corpus, list);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 19, 21, 32})
    void hashOfAnotherLengthIsRefused(int length) throws Exception {
        BreachCorpus corpus = corpus(HashList.random(10, 16));

        assertThatThrownBy(() -> corpus.count(new byte[length]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private BreachCorpus corpus(HashList list) throws Exception {
        Path file = folder.resolve("corpus");
        TestBuilds.build(list.writeFile(folder.resolve("list")), file);
        return BreachCorpus.open(file);
    }

    private static void assertFinds(BreachCorpus corpus, HashList list) {
        for (Map.Entry<byte[], Integer> entry : list.counts().entrySet()) {
            assertThat(corpus.count(entry.getKey())).isEqualTo(entry.getValue());
        }
    }

    private static void assertFindsNoOthers(BreachCorpus corpus, HashList list, int probes) {
        Random random = new Random(99);
        int found = 0;
        for (int i = 0; i < probes; i++) {
            byte[] hash = HashList.randomHash(random);
            if (corpus.count(hash) != 0 && !list.contains(hash)) {
                found++;
            }
        }
        // Neighbours of existing hashes: the last bit of the shortest fingerprint differs.
        for (byte[] hash : list.counts().keySet()) {
            byte[] neighbour = hash.clone();
            neighbour[3] ^= 4;
            if (corpus.count(neighbour) != 0 && !list.contains(neighbour)) {
                found++;
            }
        }
        assertThat(found).isZero();
    }
}
