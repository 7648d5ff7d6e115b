package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/**
 * The jar that an operator installs. It shares one class loader with the server and all other
 * extensions.
 */
@PrivateApi
class JarContentsIT {

    private static List<String> files(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> packages(Path jar) {
        return files(jar).stream()
                .filter(name -> name.endsWith(".class") && name.contains("/"))
                .filter(name -> !name.startsWith("META-INF/"))
                .map(name -> name.substring(0, name.lastIndexOf('/')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Path> jarsOfTheServer() throws IOException {
        try (Stream<Path> files = Files.walk(TestServer.home().resolve("lib"))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .filter(file -> !file.startsWith(TestServer.home().resolve("lib/quarkus")))
                    .toList();
        }
    }

    @Test
    void containsOnlyThePacksOwnClasses() {
        assertThat(files(TestServer.jar()))
                .filteredOn(name -> !name.startsWith("META-INF/"))
                .filteredOn(name -> !name.startsWith("io/authrealm/"))
                .filteredOn(name -> !name.startsWith("theme-resources/messages/"))
                .filteredOn(name -> !name.startsWith("theme-resources/templates/"))
                .filteredOn(name -> !name.startsWith("theme/authrealm/"))
                .filteredOn(name -> !name.equals("authrealm-build.properties"))
                .isEmpty();
        assertThat(packages(TestServer.jar())).isNotEmpty();
    }

    @Test
    void sharesNoPackageWithTheServer() throws IOException {
        Set<String> ours = packages(TestServer.jar());
        List<Path> jars = jarsOfTheServer();
        assertThat(jars).hasSizeGreaterThan(100);
        assertThat(jars)
                .allSatisfy(jar -> assertThat(packages(jar)).doesNotContainAnyElementsOf(ours));
    }

    @Test
    void isABeanArchiveAndSetsNoServerOptions() {
        assertThat(files(TestServer.jar()))
                .contains("META-INF/beans.xml")
                .doesNotContain("application.properties", "META-INF/keycloak.conf")
                .doesNotHaveDuplicates();
    }
}
