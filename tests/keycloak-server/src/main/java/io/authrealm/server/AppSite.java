package io.authrealm.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The example app, from its folder, on this machine only.
 *
 * <p>The app has pages of its own: each path without the ending of a file is its one HTML page. A
 * file is read at each request, so that a change shows at the next reload.
 */
final class AppSite implements AutoCloseable {

    /**
     * What the app is told.
     *
     * @param server scheme, host and port of Keycloak, without a slash at the end
     * @param mails the address of the page that shows the demo's mails
     */
    record Surroundings(String server, String mails) {}

    /** The demo realms name the first one; the next ones are for when it is taken. */
    static final List<Integer> PORTS = IntStream.rangeClosed(3000, 3009).boxed().toList();

    private static final int THREADS = 8;
    private static final String PAGE = "index.html";

    /** Names without a dot at the beginning, at most one folder deep. */
    private static final Pattern FILE =
            Pattern.compile("/((?:[a-z][a-z-]*/)?[a-z][a-z-]*\\.([a-z]+))");

    private static final Pattern OF_THE_APP = Pattern.compile("(/[A-Za-z0-9_-]*)+");
    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "svg", "image/svg+xml");

    private static final ObjectMapper JSON = new ObjectMapper();

    private record Answer(int status, String type, byte[] body) {

        static Answer plain(int status, String text) {
            return new Answer(
                    status,
                    "text/plain; charset=utf-8",
                    (text + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private final Path folder;
    private final byte[] config;
    private final String policy;
    private final HttpServer server;
    private final ExecutorService threads;

    private AppSite(Path folder, Surroundings surroundings, HttpServer server) throws IOException {
        this.folder = folder.toRealPath();
        this.config =
                JSON.writeValueAsBytes(
                        Map.of(
                                "api",
                                surroundings.server() + "/v1",
                                "mails",
                                surroundings.mails()));
        this.policy =
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                        + " connect-src 'self' "
                        + surroundings.server()
                        + "; form-action 'none'; base-uri 'none'; frame-ancestors 'none';"
                        + " require-trusted-types-for 'script'";
        this.server = server;
        this.threads =
                Executors.newFixedThreadPool(
                        THREADS,
                        work -> {
                            Thread thread = new Thread(work, "app-site");
                            thread.setDaemon(true);
                            return thread;
                        });
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /**
     * @param folder with the files of the app
     * @param ports to try, in this order; 0 is a free one
     * @return empty if other programs listen on all of them
     */
    static Optional<AppSite> start(Path folder, Surroundings surroundings, List<Integer> ports) {
        for (int port : ports) {
            try {
                HttpServer server =
                        HttpServer.create(
                                new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
                return Optional.of(new AppSite(folder, surroundings, server));
            } catch (BindException e) {
                // Another program listens there: the next port will do.
            } catch (IOException e) {
                throw new UncheckedIOException("the example app cannot listen on " + port, e);
            }
        }
        return Optional.empty();
    }

    /** The address of the app, without a slash at the end. */
    String url() {
        return urlAt(server.getAddress().getPort());
    }

    /** The address of the app if it listens on this port. */
    static String urlAt(int port) {
        return "http://localhost:" + port;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answer(exchange);
            Headers headers = exchange.getResponseHeaders();
            headers.set("Content-Type", answer.type());
            headers.set("Content-Security-Policy", policy);
            headers.set("X-Content-Type-Options", "nosniff");
            headers.set("Cross-Origin-Resource-Policy", "same-origin");
            headers.set("Cross-Origin-Opener-Policy", "same-origin");
            headers.set("Cache-Control", "no-store");
            // The address of a page can have the token of a link.
            headers.set("Referrer-Policy", "no-referrer");
            boolean withBody = !exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(answer.status(), withBody ? answer.body().length : -1);
            if (withBody) {
                exchange.getResponseBody().write(answer.body());
            }
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            return Answer.plain(405, "Only GET and HEAD.");
        }
        String path = exchange.getRequestURI().getRawPath();
        if (path.equals("/config.json")) {
            return new Answer(200, "application/json", config);
        }
        Matcher file = FILE.matcher(path);
        if (file.matches() && TYPES.containsKey(file.group(2))) {
            return file(file.group(1));
        }
        return OF_THE_APP.matcher(path).matches()
                ? file(PAGE)
                : Answer.plain(404, "There is no such file.");
    }

    private Answer file(String name) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file) || !file.toRealPath().startsWith(folder)) {
            return Answer.plain(404, "There is no such file.");
        }
        String ending = name.substring(name.lastIndexOf('.') + 1);
        return new Answer(200, TYPES.getOrDefault(ending, "text/plain"), Files.readAllBytes(file));
    }
}
