package io.authrealm.core.breach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HashReaderTest {

    private static final String A = "000000005AD76BD555C1D6D771DE417A4B87E4B4";
    private static final String B = "000000018F1A4CBD5BAF3CB24FA8F0E4A1B9D6C2";
    private static final String C = "FFFFFFFEE791CBAC0F6305CAF0CEE06BBE131160";

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void linesEndInEitherWayOrWithTheFile(String end) throws Exception {
        String text = A + ":3" + end + B + ":1" + end + C + ":7";

        assertThat(read(text)).containsExactly("00000000:3", "00000001:1", "fffffffe:7");
        assertThat(read(text + end)).hasSize(3);
        assertThat(read(text + end + end)).hasSize(3);
        assertThat(read(text + "\r")).hasSize(3);
    }

    @Test
    void digitsHaveEitherCase() throws Exception {
        assertThat(read(C.toLowerCase() + ":2\n")).containsExactly("fffffffe:2");
    }

    @Test
    void largeCountsAreCutAndPaddingIsSkipped() throws Exception {
        assertThat(read(A + ":2147483647\n" + B + ":0\n" + C + ":9999999999999999999\n"))
                .containsExactly("00000000:2147483647", "fffffffe:2147483647");
        assertThat(read(A + ":2147483648\n")).containsExactly("00000000:2147483647");
        // Padding is in any order.
        assertThat(read(B + ":1\n" + A + ":0\n" + C + ":1\n")).hasSize(2);
    }

    @Test
    void emptyFileHasNoHashes() throws Exception {
        assertThat(read("")).isEmpty();
        assertThat(read("\n")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "X00000005AD76BD555C1D6D771DE417A4B87E4B4:1, 40 hex digits and a colon are expected",
        "000000005AD76BD555C1D6D771DE417A4B87E4BG:1, 40 hex digits and a colon are expected",
        "000000005AD76BD555C1D6D771DE417A4B87E4B41:1, 40 hex digits and a colon are expected",
        "000000005AD76BD555C1D6D771DE417A4B87E4B4;1, 40 hex digits and a colon are expected",
        "000000005AD76BD555C1D6D771DE417A4B87E4B4, 40 hex digits and a colon are expected",
        "0, 40 hex digits and a colon are expected",
        "' ', 40 hex digits and a colon are expected",
        "5AD76BD555C1D6D771DE417A4B87E4B4:1, the hash is of NTLM",
        "005AD76BD555C1D6D771DE417A4B87E4B44:1, name the folder",
        "000000005AD76BD555C1D6D771DE417A4B87E4B4:, a count is missing",
        "000000005AD76BD555C1D6D771DE417A4B87E4B4:-1, a count is missing",
        "000000005AD76BD555C1D6D771DE417A4B87E4B4:1x, something follows the count",
        "000000005AD76BD555C1D6D771DE417A4B87E4B4:12345678901234567890, more than 19 digits"
    })
    void malformedLineIsNamed(String line, String reason) throws Exception {
        assertThatThrownBy(() -> read(line + "\n" + C + ":1\n"))
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("list, line 1: ")
                .hasMessageContaining(reason);
        assertThatThrownBy(() -> read(line))
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("list, line 1: ");
    }

    @Test
    void spaceBehindTheCountIsRefused() {
        assertThatThrownBy(() -> read(A + ":1 \n"))
                .hasMessageContaining("line 1: something follows the count");
    }

    @Test
    void emptyLineWithinIsRefused() {
        assertThatThrownBy(() -> read(A + ":1\n\n" + B + ":1\n"))
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("line 2: the line is empty");
    }

    @Test
    void orderIsChecked() {
        assertThatThrownBy(() -> read(A + ":1\n" + C + ":1\n" + B + ":1\n"))
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("line 3: the hash is below that before it")
                .hasMessageContaining("ordered by hash?");
        assertThatThrownBy(() -> read(A + ":1\n" + A + ":1\n"))
                .hasMessageContaining("line 2: the hash is that of the line before");
        String lastDigitLess = A.substring(0, 39) + "3";
        assertThatThrownBy(() -> read(A + ":1\n" + lastDigitLess + ":1\n"))
                .hasMessageContaining("line 2: the hash is below that before it");
    }

    @Test
    void veryLongLineIsRefused() {
        assertThatThrownBy(() -> read("0".repeat(3_000_000)))
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("line 1: ");
    }

    @ParameterizedTest
    @CsvSource({
        "EFBBBF, byte order mark",
        "FFFE, byte order mark",
        "FEFF, byte order mark",
        "1F8B0800, packed with gzip; unpack it first",
        "504B0304, packed with zip; unpack it first",
        "377ABCAF271C, packed with 7-Zip; unpack it first",
        "FD377A585A00, packed with xz; unpack it first",
        "28B52FFD, packed with zstd; unpack it first",
        "425A6839, packed with bzip2; unpack it first"
    })
    void packedFileIsNamed(String beginning, String reason) throws Exception {
        Path file = folder.resolve("list");
        byte[] first = HexFormat.of().parseHex(beginning);
        byte[] content = Arrays.copyOf(first, 500);
        Files.write(file, content);

        assertThatThrownBy(() -> read(HashSource.of(file, 5, false)))
                .isInstanceOf(CorpusException.class)
                .hasMessageStartingWith(file + ": the file ")
                .hasMessageContaining(reason);
    }

    @Test
    void readingResumesAtAnyLine() throws Exception {
        HashList list = HashList.random(7000, 1);
        for (HashSource source :
                List.of(
                        HashSource.of(list.writeFile(folder.resolve("list")), 2, false),
                        HashSource.of(list.writeFolder(folder.resolve("ranges"), 2), 2, false))) {
            List<String> all = read(source);
            try (HashReader reader = new HashReader(source)) {
                for (int i = 0; i < all.size(); i++) {
                    assertThat(reader.next()).isTrue();
                    if (i % 100 == 0) {
                        try (HashReader later = new HashReader(source, reader.position())) {
                            assertThat(rest(later)).isEqualTo(all.subList(i, all.size()));
                            assertThat(later.consumed()).isEqualTo(source.bytes());
                        }
                    }
                }
                assertThat(reader.next()).isFalse();
                assertThat(reader.consumed()).isEqualTo(source.bytes());
            }
        }
    }

    @Test
    void orderIsCheckedAcrossAResumption() throws Exception {
        Path file = folder.resolve("list");
        Files.writeString(file, A + ":1\n" + B + ":1\n");
        HashSource source = HashSource.of(file, 5, false);
        try (HashReader reader = new HashReader(source)) {
            reader.next();
            reader.next();
            Files.writeString(file, A + ":1\n" + A + ":1\n");
            try (HashReader later = new HashReader(source, reader.position())) {
                assertThatThrownBy(later::next).hasMessageContaining("line 2: ");
            }
        }
    }

    @Test
    void rangeFileWithAnErrorIsNamed() throws Exception {
        Path ranges = HashList.random(3000, 1).writeFolder(folder.resolve("ranges"), 2);
        Path damaged = ranges.resolve("1A.txt");
        Files.writeString(damaged, C.substring(2) + ":1\r\nx");

        assertThatThrownBy(() -> read(HashSource.of(ranges, 2, false)))
                .isInstanceOf(CorpusException.class)
                .hasMessageStartingWith(damaged + ", line 2: 38 hex digits");
    }

    @Test
    void incompleteFolderIsRefusedUnlessAllowed() throws Exception {
        Path ranges = HashList.random(3000, 1).writeFolder(folder.resolve("ranges"), 2);
        Files.delete(ranges.resolve("3F.txt"));
        Files.write(ranges.resolve("77.txt"), new byte[0]);
        Files.writeString(ranges.resolve("readme.txt"), "not a range");

        assertThatThrownBy(() -> HashSource.of(ranges, 2, false))
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("lacks 2 of 256 range files")
                .hasMessageContaining("the first is 3F.txt");
        assertThat(read(HashSource.of(ranges, 2, true)))
                .hasSizeLessThan(3000)
                .noneMatch(line -> line.startsWith("3f") || line.startsWith("77"));
    }

    @Test
    void folderWithoutRangesIsRefused() {
        assertThatThrownBy(() -> HashSource.of(folder, 5, true))
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("no range files such as 00000.txt");
    }

    @Test
    void changedInputHasAnotherVersion() throws Exception {
        Path ranges = HashList.random(3000, 1).writeFolder(folder.resolve("ranges"), 2);
        HashSource before = HashSource.of(ranges, 2, false);
        assertThat(HashSource.of(ranges, 2, false).version()).isEqualTo(before.version());

        Path changed = ranges.resolve("00.txt");
        Files.setLastModifiedTime(
                changed, FileTime.fromMillis(Files.getLastModifiedTime(changed).toMillis() + 1));

        assertThat(HashSource.of(ranges, 2, false).version()).isNotEqualTo(before.version());
    }

    private List<String> read(String text) throws IOException, CorpusException {
        Path file = folder.resolve("list");
        Files.writeString(file, text);
        return read(HashSource.of(file, 5, false));
    }

    private static List<String> read(HashSource source) throws IOException, CorpusException {
        try (HashReader reader = new HashReader(source)) {
            return rest(reader);
        }
    }

    private static List<String> rest(HashReader reader) throws IOException, CorpusException {
        List<String> lines = new ArrayList<>();
        while (reader.next()) {
            lines.add(String.format("%08x:%d", reader.high() >>> 32, reader.count()));
        }
        return lines;
    }
}
