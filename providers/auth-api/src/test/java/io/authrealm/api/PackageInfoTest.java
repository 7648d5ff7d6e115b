package io.authrealm.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class PackageInfoTest {

    private static final Path REPOSITORY = Path.of("../..");

    @Test
    void everyPackageSaysWhatIsInIt() {
        List<Path> packages =
                Stream.of("providers", "tests").flatMap(PackageInfoTest::packages).toList();
        assertThat(packages).hasSizeGreaterThan(30);
        assertThat(packages)
                .allSatisfy(folder -> assertThat(folder.resolve("package-info.java")).exists());
    }

    private static Stream<Path> packages(String parent) {
        try (Stream<Path> modules = Files.list(REPOSITORY.resolve(parent))) {
            return modules
                    .map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .toList()
                    .stream()
                    .flatMap(PackageInfoTest::foldersWithSources);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> foldersWithSources(Path sources) {
        try (Stream<Path> files = Files.walk(sources)) {
            return files
                    .filter(file -> file.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .distinct()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
