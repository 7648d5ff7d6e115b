package io.authrealm.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import io.authrealm.core.outcome.Cases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No outcome of a service silently becomes the answer to another one. */
@AnalyzeClasses(packages = "io.authrealm", importOptions = DoNotIncludeTests.class)
final class CompleteOutcomesTest {

    private static final Path DIALECTS = Path.of("src/main/java/io/authrealm/api/dialect");
    private static final Pattern INSTANCEOF = Pattern.compile("\\binstanceof\\b");

    /** A class with an incomplete table does not load. */
    @ArchTest
    static void everyTableNamesEachCase(JavaClasses classes) {
        List<String> holders =
                classes.stream()
                        .filter(CompleteOutcomesTest::holdsTable)
                        .map(JavaClass::getName)
                        .toList();
        assertThat(holders).hasSizeGreaterThan(10);
        assertThat(holders)
                .allSatisfy(
                        name -> assertThatCode(() -> initialize(name)).doesNotThrowAnyException());
    }

    private static void initialize(String name) throws ClassNotFoundException {
        Class.forName(name, true, CompleteOutcomesTest.class.getClassLoader());
    }

    private static boolean holdsTable(JavaClass javaClass) {
        return javaClass.getFields().stream()
                .anyMatch(
                        field ->
                                field.getModifiers().contains(JavaModifier.STATIC)
                                        && field.getRawType().isEquivalentTo(Cases.class));
    }

    /** A chain of type tests ends in a default arm, which a table does not have. */
    @Test
    void dialectsTestNoTypes() throws IOException {
        try (Stream<Path> files = Files.walk(DIALECTS)) {
            List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
            assertThat(sources).hasSizeGreaterThan(10);
            assertThat(sources)
                    .allSatisfy(
                            source ->
                                    assertThat(Files.readString(source))
                                            .doesNotContainPattern(INSTANCEOF));
        }
    }
}
