package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.authrealm.linkage.LinkageCheck;
import io.authrealm.linkage.NamedMethod;
import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The jar checked against the classes of the server that the tests run on; starts no server. */
@PrivateApi
class LinkageIT {

    private static final Version SERVER =
            Version.parse(System.getProperty("authrealm.test.keycloak"));

    /** The jar's own list of the Keycloak members that it refers to by name. */
    private static final String NAMED = "io.authrealm.hashing.compat.KeycloakMethod";

    @Test
    void everyReferenceToTheServerLinks() throws Exception {
        assertThat(LinkageCheck.problems(TestServer.jar(), compiledAgainst(), server(), named()))
                .isEmpty();
    }

    private static List<Path> compiledAgainst() throws IOException {
        String classPath =
                Files.readString(Path.of(System.getProperty("authrealm.test.compiled-against")));
        return Arrays.stream(classPath.trim().split(File.pathSeparator))
                .filter(path -> path.endsWith(".jar"))
                .map(Path::of)
                .toList();
    }

    private static List<Path> server() throws IOException {
        List<Path> jars = new ArrayList<>();
        for (String folder : List.of("lib/lib/boot", "lib/lib/main")) {
            try (Stream<Path> files = Files.list(TestServer.home().resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(jars::add);
            }
        }
        assertThat(jars).hasSizeGreaterThan(100);
        return jars;
    }

    private static List<NamedMethod> named() throws Exception {
        URL[] jar = {TestServer.jar().toUri().toURL()};
        List<NamedMethod> all = new ArrayList<>();
        try (URLClassLoader loader = new URLClassLoader(jar, null)) {
            for (Object method : loader.loadClass(NAMED).getEnumConstants()) {
                all.add(
                        new NamedMethod(
                                (String) value(method, "owner"),
                                (String) value(method, "method"),
                                (String) value(method, "descriptor"),
                                isExpected(value(method, "versions"))));
            }
        }
        assertThat(all).isNotEmpty();
        return all;
    }

    private static boolean isExpected(Object versions) throws Exception {
        Object until = value(versions, "until");
        return SERVER.compareTo(Version.parse((String) value(versions, "since"))) >= 0
                && (until == null || SERVER.compareTo(Version.parse((String) until)) < 0);
    }

    private static Object value(Object of, String accessor) throws Exception {
        return of.getClass().getMethod(accessor).invoke(of);
    }
}
