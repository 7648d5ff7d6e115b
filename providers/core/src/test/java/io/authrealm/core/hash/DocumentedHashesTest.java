package io.authrealm.core.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples in {@code docs/password-hashing.md} are hashes of the password they name. */
final class DocumentedHashesTest {

    private static final Path DOCUMENT = Path.of("../../docs/password-hashing.md");
    private static final String HEADING = "Example, of the password `password`";
    private static final Pattern LAST_CELL = Pattern.compile("\\| `([^`]+)` \\|$");

    static List<String> examples() throws IOException {
        List<String> examples =
                Files.readAllLines(DOCUMENT).stream()
                        .dropWhile(line -> !line.contains(HEADING))
                        .skip(2)
                        .takeWhile(line -> line.startsWith("|"))
                        .map(LAST_CELL::matcher)
                        .filter(Matcher::find)
                        .map(cell -> cell.group(1))
                        .toList();
        assertThat(examples).hasSizeGreaterThan(20);
        return examples;
    }

    @ParameterizedTest
    @MethodSource
    void examples(String encoded) {
        assertThat(TestFormats.matches(encoded, "password")).isTrue();
        assertThat(TestFormats.matches(encoded, "Password")).isFalse();
    }
}
