package io.authrealm.server;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real Keycloak, started from an unpacked distribution as a child process in development mode:
 * embedded database, plain HTTP, reachable from this machine only, administrator {@code admin} /
 * {@code admin}.
 *
 * <p>One distribution folder carries one running server at a time. Its {@code data} folder outlives
 * the process, so a server can be killed and restarted on what it had stored.
 */
public final class KeycloakServer implements AutoCloseable {

    private static final boolean WINDOWS =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    private static final int REMEMBERED_LINES = 40;
    private static final Duration GRACE = Duration.ofSeconds(30);

    /** Collects with less work, in pauses that do not matter to a test. */
    private static final String SERIAL_COLLECTOR = " -XX:-UseG1GC -XX:+UseSerialGC";

    /** Optimizing the code of a server that is used once, for a while, does not pay. */
    private static final String UNOPTIMIZED = "-XX:TieredStopAtLevel=1";

    /** Options for the JVM of a command or server that ends soon. */
    public static final String SHORT_LIVED = UNOPTIMIZED + SERIAL_COLLECTOR;

    /**
     * Which code is optimized. The file is in the distribution folder, which is also the working
     * directory: the start script splits options at spaces, so a path must not be one.
     */
    public static final String COMPILER_DIRECTIVES = "compiler-directives.json";

    /** The code that hashes and signs, which is many times slower without the optimizer. */
    private static final String CRYPTOGRAPHY_ONLY =
            """
            [
              {
                match: [
                  "io/authrealm/argon2/*.*", "io/authrealm/core/hash/*.*",
                  "jdk/incubator/vector/*.*", "jdk/internal/vm/vector/*.*",
                  "org/bouncycastle/crypto/*.*", "com/sun/crypto/*.*", "sun/security/*.*",
                  "java/math/*.*"
                ],
                c2: { Exclude: false }
              },
              { match: ["*.*"], c2: { Exclude: true } }
            ]
            """;

    private final Process process;
    private final Thread output;
    private final Deque<String> lastLines;
    private final Thread shutdownHook;
    private final List<Port> ports;
    private final String baseUrl;
    private final Path logFile;

    private KeycloakServer(Builder builder) throws IOException {
        ports = new ArrayList<>();
        int httpPort = builder.httpPort;
        if (httpPort == 0) {
            ports.add(Port.reserve());
            httpPort = ports.get(0).number();
        }
        Port managementPort = Port.reserve();
        ports.add(managementPort);
        baseUrl = "http://localhost:" + httpPort;
        logFile = builder.logFile;

        if (builder.fresh) {
            deleteRecursively(builder.home.resolve("data"));
        }
        for (Path jar : builder.providers) {
            copyIfChanged(jar, builder.home.resolve("providers").resolve(withoutVersion(jar)));
        }
        Path imports = builder.home.resolve("data").resolve("import");
        deleteRecursively(imports);
        if (builder.realmsToImport != null) {
            copyRealms(builder.realmsToImport, imports);
        }

        if (builder.optimizesCryptographyOnly) {
            Files.writeString(builder.home.resolve(COMPILER_DIRECTIVES), CRYPTOGRAPHY_ONLY);
        }
        process = builder.processBuilder(httpPort, managementPort.number()).start();
        process.getOutputStream().close();
        // A run that ends early, by Ctrl-C for instance, must not leave a server behind.
        shutdownHook = new Thread(this::endWithThisProcess, "stop-keycloak");
        Runtime.getRuntime().addShutdownHook(shutdownHook);
        lastLines = new ArrayDeque<>();
        output = new Thread(() -> drain(builder.onLine), "keycloak-output");
        output.setDaemon(true);
        output.start();
    }

    /**
     * Describes a server that runs from this unpacked distribution ({@code keycloak-<version>}).
     */
    public static Builder from(Path home) {
        return new Builder(home);
    }

    /** Scheme, host and port, without a slash at the end. */
    public String baseUrl() {
        return baseUrl;
    }

    public Path logFile() {
        return logFile;
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** Waits until the server ends for any reason. */
    public void awaitEnd() throws InterruptedException {
        process.waitFor();
    }

    /** The end of the server's log without stack frames, newest line last. */
    public List<String> lastLines() {
        synchronized (lastLines) {
            return List.copyOf(lastLines);
        }
    }

    /** Stops the server as an operator would, and kills it if it takes too long. */
    public void stop() {
        end(true);
    }

    /** Kills the server without a chance to write anything more, like a crash. */
    public void kill() {
        end(false);
    }

    /** Same as {@link #stop()}. */
    @Override
    public void close() {
        stop();
    }

    private void endWithThisProcess() {
        endTree(true);
        letOutputArrive();
        ports.forEach(Port::close);
    }

    private void end(boolean gracefully) {
        endTree(gracefully);
        letOutputArrive();
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException e) {
            // This process is ending already, and the hook finds nothing left to do.
        }
        ports.forEach(Port::close);
    }

    /**
     * The start script and the Java process below it both have to end, whatever state they are in.
     */
    private void endTree(boolean gracefully) {
        List<ProcessHandle> tree = new ArrayList<>();
        tree.add(process.toHandle());
        process.descendants().forEach(tree::add);
        if (gracefully) {
            if (WINDOWS) {
                tree.forEach(ProcessHandle::destroy);
            } else {
                // The script passes the signal on, and then does not start the server a second
                // time. The handle is used because Process.destroy would close the pipe on the
                // server's last log lines.
                process.toHandle().destroy();
            }
            if (awaitAll(tree, GRACE)) {
                return;
            }
            process.descendants().forEach(tree::add);
        }
        tree.forEach(ProcessHandle::destroyForcibly);
        awaitAll(tree, GRACE);
    }

    private static boolean awaitAll(List<ProcessHandle> processes, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        for (ProcessHandle handle : processes) {
            try {
                handle.onExit().get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } catch (Exception e) {
                return false;
            }
        }
        return true;
    }

    private void drain(Consumer<String> onLine) {
        try (BufferedReader lines =
                        new BufferedReader(
                                new InputStreamReader(
                                        process.getInputStream(), StandardCharsets.UTF_8));
                BufferedWriter log = Files.newBufferedWriter(logFile)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                remember(line);
                log.write(line);
                log.newLine();
                log.flush();
                onLine.accept(line);
            }
        } catch (IOException e) {
            // The stream breaks off when the process is killed.
        }
    }

    /** Leaves out stack frames, which would push out the lines that name the causes. */
    private void remember(String line) {
        if (line.startsWith("\tat ") || line.startsWith("\t... ")) {
            return;
        }
        synchronized (lastLines) {
            lastLines.addLast(line);
            if (lastLines.size() > REMEMBERED_LINES) {
                lastLines.removeFirst();
            }
        }
    }

    private void awaitReady(String path, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        String last = "no answer";
        while (System.nanoTime() - deadline < 0) {
            if (!process.isAlive()) {
                letOutputArrive();
                throw failure("Keycloak ended with exit code " + process.exitValue());
            }
            try {
                HttpURLConnection connection =
                        (HttpURLConnection) URI.create(baseUrl + path).toURL().openConnection();
                connection.setConnectTimeout(1_000);
                connection.setReadTimeout(20_000);
                int status = connection.getResponseCode();
                connection.disconnect();
                if (status == 200) {
                    return;
                }
                last = "status " + status;
            } catch (IOException e) {
                last = e.getMessage();
            }
            pause();
        }
        throw failure(
                "Keycloak was not ready after %d s: GET %s%s: %s"
                        .formatted(limit.toSeconds(), baseUrl, path, last));
    }

    private IllegalStateException failure(String what) {
        return new IllegalStateException(
                what
                        + ". Whole log: "
                        + logFile
                        + ". Its last lines:\n"
                        + String.join("\n", lastLines()));
    }

    private void letOutputArrive() {
        try {
            output.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(250);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Keycloak was starting", e);
        }
    }

    /** The name without the version, so that a newer jar replaces an older one. */
    static String withoutVersion(Path jar) {
        return jar.getFileName().toString().replaceFirst("-\\d.*(?=\\.jar$)", "");
    }

    /** If a provider's modification time changes, the server rebuilds itself, which takes long. */
    private static void copyIfChanged(Path source, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        if (!Files.exists(target) || Files.mismatch(source, target) != -1) {
            Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void copyRealms(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                Files.copy(file, to.resolve(file.getFileName().toString()));
            }
        }
    }

    private static void deleteRecursively(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path directory, IOException failure)
                            throws IOException {
                        Files.delete(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    /** The settings of a server. Every setting is optional. */
    public static final class Builder {

        private final Path home;
        private final List<Path> providers = new ArrayList<>();
        private final List<String> options = new ArrayList<>();
        private final Map<String, String> environment = new LinkedHashMap<>();
        private Path logFile;
        private @Nullable Path realmsToImport;
        private int httpPort;
        private boolean fresh;
        private boolean shortLived;
        private boolean optimizesCryptographyOnly;
        private boolean keepsCollector;
        private String readyPath = "/realms/master";
        private Duration startLimit = Duration.ofMinutes(5);
        private Consumer<String> onLine = line -> {};

        private Builder(Path home) {
            this.home = home.toAbsolutePath();
            this.logFile = this.home.resolve("keycloak.log");
        }

        /** A jar for the server's {@code providers} folder. */
        public Builder provider(Path jar) {
            providers.add(jar);
            return this;
        }

        /** Without this call, or with 0, the server gets a free port. */
        public Builder httpPort(int port) {
            httpPort = port;
            return this;
        }

        /** A further option of {@code kc.sh start-dev}, for example {@code --features=...}. */
        public Builder option(String option) {
            options.add(option);
            return this;
        }

        public Builder environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /** Imports the realm files of this folder. Existing realms stay as they are. */
        public Builder importRealms(Path folder) {
            realmsToImport = folder;
            return this;
        }

        /** Starts on an empty database. */
        public Builder fresh(boolean deleteData) {
            fresh = deleteData;
            return this;
        }

        /**
         * The file of the server's log; {@code keycloak.log} in the distribution folder by default.
         */
        public Builder logFile(Path file) {
            logFile = file.toAbsolutePath();
            return this;
        }

        /** Receives each line of the log as it is written. */
        public Builder onLine(Consumer<String> listener) {
            onLine = listener;
            return this;
        }

        /** The server counts as ready when this path answers 200. */
        public Builder readyWhen(String path) {
            readyPath = path;
            return this;
        }

        public Builder startLimit(Duration limit) {
            startLimit = limit;
            return this;
        }

        /**
         * Makes the server start sooner and run slower, above all when it hashes passwords. This
         * pays for a server that answers some hundred requests.
         */
        public Builder shortLived() {
            shortLived = true;
            return this;
        }

        /**
         * Makes the server optimize only the code that hashes and signs. This pays for a server
         * that answers some thousand requests, each kind of them a few times.
         */
        public Builder optimizeCryptographyOnly() {
            optimizesCryptographyOnly = true;
            return this;
        }

        /** Leaves the garbage collector to Keycloak, for a test of memory. */
        public Builder keepCollector() {
            keepsCollector = true;
            return this;
        }

        private String javaOptions() {
            String collector = keepsCollector ? "" : SERIAL_COLLECTOR;
            if (shortLived) {
                return UNOPTIMIZED + collector;
            }
            // Password hashing is faster with the module, but only in optimized code.
            String vectors = "--add-modules=jdk.incubator.vector";
            return optimizesCryptographyOnly
                    ? vectors
                            + " -XX:+UnlockDiagnosticVMOptions -XX:CompilerDirectivesFile="
                            + COMPILER_DIRECTIVES
                            + collector
                    : vectors;
        }

        /**
         * Starts the server and waits until it is ready.
         *
         * @throws IllegalStateException with the end of the log, if it ends or is not ready in
         *     time; it is stopped then
         */
        public KeycloakServer start() {
            if (!Files.isRegularFile(script())) {
                throw new IllegalStateException("no Keycloak distribution in " + home);
            }
            KeycloakServer server;
            try {
                Files.createDirectories(logFile.getParent());
                server = new KeycloakServer(this);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot start Keycloak in " + home, e);
            }
            try {
                server.awaitReady(readyPath, startLimit);
            } catch (RuntimeException e) {
                server.kill();
                throw e;
            }
            return server;
        }

        private Path script() {
            return home.resolve("bin").resolve(WINDOWS ? "kc.bat" : "kc.sh");
        }

        private ProcessBuilder processBuilder(int port, int managementPort) {
            List<String> command = new ArrayList<>();
            if (!WINDOWS) {
                // Whether an unpacked script is executable depends on the tool that unpacked it.
                command.add("sh");
            }
            command.add(script().toString());
            command.add("start-dev");
            // Without it, a server that fails to start does not log why.
            command.add("--verbose");
            command.add("--http-host=127.0.0.1");
            command.add("--http-port=" + port);
            if (realmsToImport != null) {
                command.add("--import-realm");
            }
            command.addAll(options);

            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.directory(home.toFile());
            Map<String, String> variables = builder.environment();
            // Settings of another server on this machine must not apply to this one.
            variables
                    .keySet()
                    .removeIf(
                            name ->
                                    name.startsWith("KC_")
                                            || name.startsWith("KEYCLOAK_")
                                            || name.startsWith("QUARKUS_")
                                            || name.startsWith("DEBUG")
                                            || name.equals("JAVA")
                                            || name.equals("JAVA_OPTS"));
            variables.put("JAVA_HOME", System.getProperty("java.home"));
            variables.put("JAVA_OPTS_KC_HEAP", "-Xms256m -Xmx1g");
            variables.merge("JAVA_OPTS_APPEND", javaOptions(), (own, ours) -> own + " " + ours);
            variables.put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
            variables.put("KC_BOOTSTRAP_ADMIN_PASSWORD", "admin");
            // It opens only if health or metrics are on, but then every server would use the same
            // port.
            variables.put("KC_HTTP_MANAGEMENT_PORT", Integer.toString(managementPort));
            // Otherwise the embedded database keeps committed data in memory for up to half a
            // second, and gives up a lock for which a busy machine lets it wait for two.
            variables.put("KC_DB_URL_PROPERTIES", ";WRITE_DELAY=0;LOCK_TIMEOUT=30000");
            variables.putAll(environment);
            return builder;
        }
    }
}
