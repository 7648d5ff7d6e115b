package io.authrealm.suite;

import io.authrealm.server.KeycloakServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** What a server that this process has started uses. */
final class ServerProcess {

    private final KeycloakServer server;
    private final ProcessHandle java;

    private ServerProcess(KeycloakServer server, ProcessHandle java) {
        this.server = server;
        this.java = java;
    }

    /**
     * @param home from which it was started, and from which no other server runs
     */
    static ServerProcess of(KeycloakServer server, Path home) {
        ProcessHandle found =
                ProcessHandle.current()
                        .descendants()
                        .filter(process -> command(process).endsWith("java"))
                        .filter(process -> arguments(process).contains(home.toString()))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("no server from " + home));
        return new ServerProcess(server, found);
    }

    private static String command(ProcessHandle process) {
        return process.info().command().orElse("");
    }

    private static String arguments(ProcessHandle process) {
        return String.join(" ", process.info().arguments().orElse(new String[0]));
    }

    /** The processor time that it has used so far; other work on the machine does not count. */
    Duration cpu() {
        return java.info().totalCpuDuration().orElseThrow();
    }

    /** The bytes of the heap that are in use after a collection. */
    double heap() {
        command("GC.run");
        return Metrics.of(server.baseUrl()).sum("jvm_memory_used_bytes", "area=\"heap\"");
    }

    /** Records where it spends its time, until {@link #stopRecording}. */
    void record() {
        command("JFR.start", "name=growth", "settings=profile");
    }

    void stopRecording(Path file) {
        command("JFR.stop", "name=growth", "filename=" + file.toAbsolutePath());
    }

    private void command(String... words) {
        String[] command = new String[words.length + 2];
        command[0] = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        command[1] = Long.toString(java.pid());
        System.arraycopy(words, 0, command, 2, words.length);
        try {
            Process run = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (run.onExit().join().exitValue() != 0) {
                throw new IllegalStateException(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
