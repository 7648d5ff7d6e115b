package io.authrealm.suite;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the servers of this run have logged about a request that failed. */
final class FailureLog {

    /** Some servers have a folder of their own, with their log beside it or in it. */
    private static final int MAX_DEPTH = 3;

    private static final int MAX_LINES = 40;

    /** How much is shown of each stack trace, and of each of its causes. */
    private static final int MAX_FRAMES = 12;

    /** The first line of an entry; the lines of its stack trace begin otherwise. */
    private static final Pattern ENTRY = Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:.*");

    private static final String FAILED_IN_KEYCLOAK = "Uncaught server error";

    /** What the server has written takes this long to its file at most. */
    private static final Duration ARRIVAL = Duration.ofSeconds(1);

    private FailureLog() {}

    /**
     * The entries about a request with their stack traces, for the end of a message; empty if there
     * are none.
     *
     * @param requestId null for an answer of Keycloak's own API, which names no request. It gets
     *     the last such failure, which may be that of another request at the same moment.
     */
    static String of(String requestId) {
        if (TestServer.isContainer()) {
            return "";
        }
        long deadline = System.nanoTime() + ARRIVAL.toNanos();
        List<String> lines = find(requestId);
        while (lines.isEmpty() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(ARRIVAL.toNanos() / 10);
            lines = find(requestId);
        }
        return lines.isEmpty() ? "" : "\nlogged:\n" + String.join("\n", lines);
    }

    private static List<String> find(String requestId) {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> logs =
                Files.find(
                        TestServer.home().getParent(),
                        MAX_DEPTH,
                        (path, attributes) ->
                                path.getFileName().toString().matches("keycloak.*\\.log"))) {
            for (Path log : logs.toList()) {
                read(log, requestId, lines);
            }
        } catch (IOException e) {
            return List.of("no log: " + e);
        }
        return lines.subList(0, Math.min(MAX_LINES, lines.size()));
    }

    private static void read(Path log, String requestId, List<String> lines) throws IOException {
        boolean isShown = false;
        int frames = 0;
        try (BufferedReader reader = Files.newBufferedReader(log)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (ENTRY.matcher(line).matches()) {
                    isShown = line.contains(requestId == null ? FAILED_IN_KEYCLOAK : requestId);
                    if (isShown && requestId == null) {
                        lines.clear();
                    }
                }
                frames = line.startsWith("\tat ") ? frames + 1 : 0;
                if (isShown && frames <= MAX_FRAMES) {
                    lines.add(line);
                }
            }
        }
    }
}
