package io.authrealm.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.tngtech.archunit.core.domain.InstanceofCheck;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.authrealm.core.outcome.Cases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No outcome silently becomes the answer to another one. If a class tests for a single case, the
 * rule lists both. A test that is gone must leave the list, so the list can only shrink.
 */
@AnalyzeClasses(packages = "io.authrealm", importOptions = DoNotIncludeTests.class)
final class CompleteOutcomesTest {

    private static final Path DIALECTS = Path.of("src/main/java/io/authrealm/api/dialect");
    private static final Pattern INSTANCEOF = Pattern.compile("\\binstanceof\\b");

    /** Each of these has one question, and treats all other cases alike, even a new one. */
    @ArchTest
    static final ArchRule onlyListedClassesTestForACase =
            classes()
                    .that()
                    .resideInAnyPackage(
                            "io.authrealm.api.service..",
                            "io.authrealm.api.delivery..",
                            "io.authrealm.sms..",
                            "io.authrealm.breach..")
                    .should(
                            testForACaseOnlyIfListed(
                                    "BinnedUser: PurgeResult.Purged",
                                    "BinnedUser: RestoreResult.Restored",
                                    "EmailChange: CodeConfirmResult.Confirmed",
                                    "EmailVerification: CodeConfirmResult.Confirmed",
                                    "ImportRun: PreparedRow.Postponed",
                                    "ImportRun: PreparedRow.Ready",
                                    "ImportRun: RowSource.Next.Row",
                                    "ManagedUser: DeleteResult.Deleted",
                                    "PhoneVerification: CodeConfirmResult.Confirmed",
                                    "PurgeSchedule: PurgeResult.Purged",
                                    "TenantCreation: SignUpResult.SignedUp",
                                    "UserDirectory: UserQuery.Search.Everyone",
                                    "UserImports: RowSource.Next.End",
                                    "UserImports: RowSource.Next.Row",
                                    "UserQuery: UserQuery.Search.Everyone",
                                    "UserQuery: UserQuery.Search.WithEmailPrefix"));

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

    /** Only listed classes test for a case of a sealed type, and each that is listed does. */
    private static ArchCondition<JavaClass> testForACaseOnlyIfListed(String... listed) {
        return new ArchCondition<>("test for a case only if listed") {
            private final Set<String> unused = new TreeSet<>(Set.of(listed));

            @Override
            public void check(JavaClass javaClass, ConditionEvents events) {
                String tester = nameOf(javaClass).replaceAll("\\..*", "");
                for (InstanceofCheck test : javaClass.getInstanceofChecks()) {
                    if (!isCase(test.getRawType())) {
                        continue;
                    }
                    String entry = tester + ": " + nameOf(test.getRawType());
                    unused.remove(entry);
                    if (!List.of(listed).contains(entry)) {
                        events.add(
                                SimpleConditionEvent.violated(
                                        test, entry + " in " + test.getSourceCodeLocation()));
                    }
                }
            }

            @Override
            public void finish(ConditionEvents events) {
                unused.forEach(
                        entry ->
                                events.add(
                                        SimpleConditionEvent.violated(
                                                entry, entry + " need not be listed any more")));
            }
        };
    }

    /** The name without the package. */
    private static String nameOf(JavaClass type) {
        return type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
    }

    /** Whether one of the pack's sealed types permits {@code type}. */
    private static boolean isCase(JavaClass type) {
        return type.getAllRawInterfaces().stream()
                .filter(parent -> parent.getPackageName().startsWith("io.authrealm."))
                .anyMatch(parent -> parent.reflect().isSealed());
    }
}
