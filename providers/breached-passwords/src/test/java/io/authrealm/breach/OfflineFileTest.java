package io.authrealm.breach;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.hash.BloomFilter;
import com.google.common.hash.Funnels;
import io.authrealm.core.breach.CorpusCommand;
import io.authrealm.core.breach.PasswordSha1;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OfflineFileTest {

    @TempDir private Path folder;

    private static OptionalInt count(OfflineFile file, String password) {
        return file.count(password, PasswordSha1.of(password));
    }

    /** With the command, in a JVM of its own. */
    private void build(Path corpus, Map<String, Integer> counts) throws Exception {
        Path hashes = folder.resolve("hashes.txt");
        Files.write(
                hashes,
                counts.entrySet().stream()
                        .map(entry -> hex(entry.getKey()) + ":" + entry.getValue())
                        .sorted()
                        .toList());
        Process command =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                CorpusCommand.class.getName(),
                                "build-corpus",
                                hashes.toString(),
                                corpus.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(command.waitFor()).as(said).isZero();
    }

    private static String hex(String password) {
        return HexFormat.of().withUpperCase().formatHex(PasswordSha1.of(password).bytes());
    }

    @Test
    void missingFileKnowsNothingUntilItIsThere() throws Exception {
        Path path = folder.resolve("corpus");
        OfflineFile file = new OfflineFile(path);
        file.look();
        assertThat(count(file, "seen")).isEmpty();
        assertThat(file.describe()).startsWith("not in use");

        build(path, Map.of("seen", 7));
        assertThat(count(file, "seen")).isEmpty();
        file.look();
        assertThat(count(file, "seen")).hasValue(7);
        assertThat(count(file, "other")).hasValue(0);
        assertThat(file.describe()).contains("1 entries");
    }

    @Test
    void anotherFileInItsPlaceIsOpened() throws Exception {
        Path path = folder.resolve("corpus");
        build(path, Map.of("first", 1));
        OfflineFile file = new OfflineFile(path);
        file.look();
        assertThat(count(file, "first")).hasValue(1);
        build(path, Map.of("second", 2));
        file.look();
        assertThat(count(file, "first")).hasValue(0);
        assertThat(count(file, "second")).hasValue(2);
    }

    @Test
    void formerFileStaysInUseWhereTheNewOneIsNoCorpusOrGone() throws Exception {
        Path path = folder.resolve("corpus");
        build(path, Map.of("seen", 7));
        OfflineFile file = new OfflineFile(path);
        file.look();

        Path foreign = Files.writeString(folder.resolve("foreign"), "something else");
        Files.move(foreign, path, StandardCopyOption.REPLACE_EXISTING);
        file.look();
        assertThat(count(file, "seen")).hasValue(7);

        Files.delete(path);
        file.look();
        assertThat(count(file, "seen")).hasValue(7);
    }

    @Test
    void fileThatIsWrittenOverIsGivenUpUntilThereIsARightOne() throws Exception {
        Path path = folder.resolve("corpus");
        build(path, Map.of("seen", 7));
        OfflineFile file = new OfflineFile(path);
        file.look();
        Files.write(path, new byte[100]);
        assertThat(count(file, "seen")).isEmpty();
        file.look();
        assertThat(count(file, "seen")).isEmpty();
        Files.delete(path);
        build(path, Map.of("seen", 7));
        file.look();
        assertThat(count(file, "seen")).hasValue(7);
    }

    @Test
    void folderIsNoCorpus() {
        OfflineFile file = new OfflineFile(folder);
        file.look();
        assertThat(count(file, "seen")).isEmpty();
    }

    @Test
    void denyListOfKeycloakIsRead() throws IOException {
        OfflineFile file = new OfflineFile(denyList("Seen Password"));
        file.look();
        assertThat(count(file, "seen password")).hasValue(Integer.MAX_VALUE);
        assertThat(count(file, "SEEN PASSWORD")).hasValue(Integer.MAX_VALUE);
        assertThat(count(file, "another")).hasValue(0);
        assertThat(file.describe()).contains("deny-list");
    }

    @Test
    void everyTruncationOfADenyListIsRefused() throws IOException {
        byte[] list = Files.readAllBytes(denyList("seen"));
        Path cut = folder.resolve("cut.bloom");
        for (int length = 0; length < list.length; length++) {
            Files.write(cut, Arrays.copyOf(list, length));
            OfflineFile file = new OfflineFile(cut);
            file.look();
            assertThat(count(file, "seen")).as("%d bytes", length).isEmpty();
        }
    }

    @Test
    void denyListWithSomethingBehindItIsRefused() throws IOException {
        byte[] list = Files.readAllBytes(denyList("seen"));
        Path longer = folder.resolve("longer.bloom");
        Files.write(longer, Arrays.copyOf(list, list.length + 1));
        OfflineFile file = new OfflineFile(longer);
        file.look();
        assertThat(count(file, "seen")).isEmpty();
    }

    /** As {@code kc.sh tools build-password-denylist} writes it. */
    private Path denyList(String password) throws IOException {
        BloomFilter<CharSequence> filter =
                BloomFilter.create(Funnels.stringFunnel(StandardCharsets.UTF_8), 10, 0.0001);
        filter.put(password.toLowerCase(Locale.ROOT));
        Path path = folder.resolve("list.bloom");
        try (OutputStream out = Files.newOutputStream(path)) {
            filter.writeTo(out);
        }
        return path;
    }
}
