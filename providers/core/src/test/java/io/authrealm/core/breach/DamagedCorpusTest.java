package io.authrealm.core.breach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Foreign, damaged and hostile files: refused with one line, or read without harm. */
final class DamagedCorpusTest {

    private static final int HEADER_BYTES = 64;

    @TempDir Path folder;
    private Path file;
    private byte[] whole;
    private int directoryBytes;

    @BeforeEach
    void build() throws Exception {
        file = folder.resolve("corpus");
        TestBuilds.build(HashList.random(200, 1).writeFile(folder.resolve("list")), file);
        whole = Files.readAllBytes(file);
        directoryBytes = (int) ByteBuffer.wrap(whole).getLong(32);
    }

    @Test
    void everyTruncationIsRefused() throws Exception {
        for (int length = 0; length < whole.length; length++) {
            String reason = refusal(Arrays.copyOf(whole, length));
            assertThat(reason).contains(length == 0 ? "is empty" : "is cut off");
        }
    }

    @Test
    void everyChangedByteIsRefused() throws Exception {
        for (int at = 0; at < whole.length; at++) {
            for (int change : new int[] {0x01, 0x80, 0xff}) {
                byte[] damaged = whole.clone();
                damaged[at] ^= (byte) change;
                refusal(damaged);
            }
        }
    }

    @Test
    void eachKindOfDamageHasItsOwnLine() throws Exception {
        assertThat(refusal(changed(0))).contains("is not a breach corpus");
        assertThat(refusal(changed(30))).contains("the header is damaged");
        assertThat(refusal(changed(HEADER_BYTES + 3))).contains("the directory is damaged");
        assertThat(refusal(changed(HEADER_BYTES + directoryBytes + 100)))
                .contains("the blocks are damaged");
        assertThat(refusal(changed(whole.length - 1))).contains("the blocks are damaged");
        assertThat(refusal(Arrays.copyOf(whole, whole.length - 7))).contains("7 bytes are missing");
        assertThat(refusal(Arrays.copyOf(whole, whole.length + 9))).contains("9 bytes follow");
        assertThat(refusal("5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:9\n"))
                .contains("is not a breach corpus");
    }

    @Test
    void newerVersionIsNamed() throws Exception {
        byte[] newer = whole.clone();
        newer[11] = 2;

        assertThat(refusal(newer)).contains("version 2").contains("reads version 1 only");
    }

    @Test
    void missingFileAndFolderAreRefused() {
        Path missing = folder.resolve("missing");

        assertThatThrownBy(() -> BreachCorpus.open(missing))
                .isInstanceOf(IOException.class)
                .hasMessageMatching(Pattern.quote(missing + ": cannot be read: ") + "[^:/(\\n]+");
        assertThatThrownBy(() -> BreachCorpus.open(folder))
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("folder");
    }

    /** The fields of the header: prefix, remainder, order, entries, time, lengths. */
    @ParameterizedTest
    @CsvSource({"12, 1", "13, 1", "14, 1", "15, 1", "16, 8", "24, 8", "32, 8", "40, 8", "56, 4"})
    void impossibleHeaderIsRefusedEvenWithRightChecksum(int at, int bytes) throws Exception {
        int refused = 0;
        for (long value :
                new long[] {
                    0,
                    1,
                    -1,
                    33,
                    64,
                    127,
                    Long.MAX_VALUE,
                    Long.MIN_VALUE,
                    Integer.MAX_VALUE,
                    1L << 40,
                    -64
                }) {
            ByteBuffer hostile = ByteBuffer.wrap(whole.clone());
            for (int i = 0; i < bytes; i++) {
                hostile.put(at + i, (byte) (value >>> 8 * (bytes - 1 - i)));
            }
            Files.write(file, sealed(hostile.array()));
            try {
                lookUpAll(BreachCorpus.open(file));
            } catch (CorpusException e) {
                assertOneLine(e);
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(3);
    }

    @Test
    void directoryThatLeadsElsewhereIsRefusedEvenWithRightChecksum() throws Exception {
        for (int at = HEADER_BYTES; at < HEADER_BYTES + directoryBytes; at++) {
            assertThat(refusal(sealed(changed(at)))).contains("the directory contradicts itself");
        }
    }

    @Test
    void blocksOfAnyContentAreReadWithoutHarm() throws Exception {
        Random random = new Random(2);
        int start = HEADER_BYTES + directoryBytes;
        for (int round = 0; round < 60; round++) {
            byte[] hostile = whole.clone();
            byte[] noise = new byte[hostile.length - start];
            if (round > 1) {
                random.nextBytes(noise);
                // Zeros make codes long.
                for (int i = 0; i < noise.length; i++) {
                    noise[i] &= (byte) (random.nextInt(round) < 5 ? 0xff : 0);
                }
            } else {
                Arrays.fill(noise, (byte) -round);
            }
            System.arraycopy(noise, 0, hostile, start, noise.length);
            Files.write(file, sealed(hostile));
            BreachCorpus corpus = BreachCorpus.open(file);

            Assertions.assertThat(timeOf(() -> lookUpAll(corpus)))
                    .isLessThan(Duration.ofSeconds(5));
        }
    }

    /** A block of only zeros: the longest possible search. */
    @Test
    void longestBlockIsSearchedInBoundedTime() throws Exception {
        HashList list = new HashList();
        for (int i = 0; i < 12_000; i++) {
            list.add(HashList.hash(((long) i << 40) + 1), 1);
        }
        Path clustered = folder.resolve("clustered");
        for (int i = 0; i < 7000; i++) {
            list.add(HashList.randomHash(new Random(i)), 1);
        }
        TestBuilds.build(list.writeFile(folder.resolve("list")), clustered);
        BreachCorpus corpus = BreachCorpus.open(clustered);
        byte[] last = HashList.hash((11_999L << 40) + 1);

        assertThat(corpus.count(last)).isEqualTo(1);
        assertThat(
                        timeOf(
                                () -> {
                                    for (int i = 0; i < 1000; i++) {
                                        corpus.count(last);
                                    }
                                }))
                .isLessThan(Duration.ofSeconds(5));
    }

    private static Duration timeOf(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void lookUpAll(BreachCorpus corpus) {
        Random random = new Random(3);
        for (int i = 0; i < 5000; i++) {
            assertThat(corpus.count(HashList.randomHash(random))).isNotNegative();
        }
    }

    private byte[] changed(int at) {
        byte[] damaged = whole.clone();
        damaged[at] ^= 0x20;
        return damaged;
    }

    private String refusal(String text) throws IOException {
        return refusal(text.getBytes(StandardCharsets.US_ASCII));
    }

    private String refusal(byte[] content) throws IOException {
        Files.write(file, content);
        try {
            BreachCorpus.open(file);
        } catch (CorpusException e) {
            assertOneLine(e);
            return e.getMessage();
        }
        throw new AssertionError("a damaged file was opened");
    }

    private void assertOneLine(CorpusException e) {
        assertThat(e).hasMessageStartingWith(file + ": ").hasMessageNotContaining("\n");
    }

    /** Corrects all checksums. */
    private byte[] sealed(byte[] content) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        int start = HEADER_BYTES + directoryBytes;
        bytes.putInt(48, checksum(content, HEADER_BYTES, directoryBytes));
        bytes.putInt(52, checksum(content, start, content.length - start));
        bytes.putInt(60, checksum(content, 0, 60));
        return content;
    }

    private static int checksum(byte[] content, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(content, from, length);
        return (int) crc.getValue();
    }
}
