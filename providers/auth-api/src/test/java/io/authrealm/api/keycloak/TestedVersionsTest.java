package io.authrealm.api.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TestedVersionsTest {

    private static final String NUMBER = "([0-9]+(?:\\.[0-9]+)+)";

    private static final Path ROOT = Path.of("../..");

    static final List<String> TESTED = TestedVersions.ALL;

    private static List<String> found(String file, String pattern) throws IOException {
        return Pattern.compile(pattern.replace("NUMBER", NUMBER), Pattern.MULTILINE)
                .matcher(Files.readString(ROOT.resolve(file)))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    @ParameterizedTest
    @FieldSource("TESTED")
    void testedServersAreNotWarnedAbout(String version) {
        assertThat(TestedVersions.warning(version)).isEmpty();
    }

    /** Patches in between are what people have who do not follow every one. */
    @ParameterizedTest
    @ValueSource(strings = {"26.7.4", "26.6.0", "26.4.9", "26.7.5-SNAPSHOT", "26.4.7.redhat-00001"})
    void serversInBetweenAreNotWarnedAbout(String version) {
        assertThat(TestedVersions.warning(version)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"26.7.6", "26.7.10", "26.8.0", "26.10.0", "27.0.0", "999.0.0-SNAPSHOT"})
    void newerServersAreWarnedAbout(String version) {
        assertThat(TestedVersions.warning(version).orElseThrow())
                .contains("Keycloak " + version, "the newest", "26.7.5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"26.4.6", "26.3.10", "9.0.0"})
    void olderServersAreWarnedAbout(String version) {
        assertThat(TestedVersions.warning(version).orElseThrow())
                .contains("Keycloak " + version, "the oldest", "26.4.7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nightly", "", "v26"})
    void serversWhoseVersionIsNoNumberAreWarnedAbout(String version) {
        assertThat(TestedVersions.warning(version).orElseThrow()).contains("26.4.7 to 26.7.5");
    }

    @Test
    void readmeListsThem() throws IOException {
        assertThat(found("README.md", "^\\| NUMBER \\|")).isEqualTo(TestedVersions.ALL);
    }

    @Test
    void buildRunsThem() throws IOException {
        String pom = "tests/suite/pom.xml";
        assertThat(found(pom, "<id>NUMBER</id>")).isEqualTo(TestedVersions.ALL);
        assertThat(found(pom, "^ {20}<summaryFile>.*/NUMBER/summary.xml<"))
                .isEqualTo(TestedVersions.ALL);
        assertThat(found(pom, "/NUMBER</outputDirectory>")).isEqualTo(TestedVersions.ALL);
    }

    @Test
    void newestIsTheUsualOne() throws IOException {
        List<String> newest = List.of(TestedVersions.ALL.get(0));
        assertThat(found("pom.xml", "<keycloak.dist.version>NUMBER<")).isEqualTo(newest);
        assertThat(found("docker/Dockerfile", "^ARG KEYCLOAK_VERSION=NUMBER$")).isEqualTo(newest);
    }
}
