package io.authrealm.suite;

import io.authrealm.server.KeycloakServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Copies of the unpacked distribution, one for each server, beside it. The first start of a server
 * builds it and creates its tables and the realm {@code master}, which takes much longer than all
 * the rest. So the first process of the run that needs it does that once for each kind of database,
 * and the copies are copies of the result.
 */
final class Distribution {

    /** The files that the servers of a copy write; all other files are shared. */
    private static final List<Path> WRITTEN =
            List.of(
                    Path.of("lib", "quarkus"),
                    Path.of("data"),
                    Path.of(KeycloakServer.COMPILER_DIRECTIVES));

    private static final String POSTGRES_DATA = "postgres";

    private Distribution() {}

    /** For servers with the embedded database. */
    static Path copy(String folder) {
        return copyHome(started("started"), folder);
    }

    /** For servers with a {@link TestDatabase}, or another PostgreSQL. */
    static Path copyForPostgres(String folder) {
        return copyHome(started("started-on-postgres"), folder);
    }

    /** For another server with the database of the server that was built here. */
    static Path copyOf(Path home, String folder) {
        Path to = folder(folder).resolve(home.getFileName());
        try {
            copy(home, to, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return to;
    }

    /** The files of a database on which a server was started. */
    static Path copyOfPostgres(String folder) {
        Path to = folder(folder).resolve(POSTGRES_DATA);
        try {
            copy(started("started-on-postgres").resolve(POSTGRES_DATA), to, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return to;
    }

    private static Path copyHome(Path started, String folder) {
        return copyOf(started.resolve(TestServer.home().getFileName()), folder);
    }

    /**
     * A result that is incomplete, or that belongs to another jar or to other options, is built
     * again.
     */
    private static synchronized Path started(String name) {
        Path folder = folder(name);
        Path home = folder.resolve(TestServer.home().getFileName());
        Path finished = folder.resolve("finished");
        List<String> wanted = new ArrayList<>(TestServer.buildOptions());
        wanted.add(home.getFileName().toString());
        try {
            Files.createDirectories(folder);
            try (FileChannel channel =
                            FileChannel.open(
                                    folder.resolve("lock"),
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (!isDone(home, finished, wanted)) {
                    Files.deleteIfExists(finished);
                    copy(TestServer.home(), home, true);
                    if (name.equals("started")) {
                        start(home, List.of());
                    } else {
                        startOnPostgres(home, folder.resolve(POSTGRES_DATA));
                    }
                    Files.write(finished, wanted);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }

    private static boolean isDone(Path home, Path finished, List<String> wanted)
            throws IOException {
        return Files.exists(finished)
                && Files.readAllLines(finished).equals(wanted)
                && Files.mismatch(TestServer.jar(), home.resolve(TestServer.INSTALLED_JAR)) == -1;
    }

    private static void start(Path home, List<String> options) {
        KeycloakServer.Builder server =
                TestServer.another(home).provider(TestServer.jar()).fresh(true).shortLived();
        options.forEach(server::option);
        server.start().stop();
    }

    private static void startOnPostgres(Path home, Path data) throws IOException {
        delete(data);
        try (EmbeddedPostgres database = TestDatabase.start(data)) {
            start(home, TestServer.optionsOf(database));
        }
    }

    static Path folder(String name) {
        return TestServer.home().resolveSibling(name).toAbsolutePath();
    }

    /** Deletes the folder, if it exists, with all its contents. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void copy(Path from, Path to, boolean linked) throws IOException {
        delete(to);
        Files.createDirectories(to.getParent());
        Files.walkFileTree(
                from,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes a)
                            throws IOException {
                        copyFile(folder, to.resolve(from.relativize(folder)));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes a)
                            throws IOException {
                        Path name = from.relativize(file);
                        if (linked && WRITTEN.stream().noneMatch(name::startsWith)) {
                            link(file, to.resolve(name));
                        } else {
                            copyFile(file, to.resolve(name));
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    private static void link(Path file, Path to) throws IOException {
        try {
            Files.createLink(to, file);
        } catch (UnsupportedOperationException e) {
            copyFile(file, to);
        }
    }

    private static void copyFile(Path file, Path to) throws IOException {
        Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    }
}
