package io.authrealm.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.authrealm.server.CaughtMessage.Kind;
import io.authrealm.server.CaughtMessages.Snapshot;
import io.authrealm.server.MessagePage.View;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pages on which a developer reads the messages, and the address to which the server posts text
 * messages; on this machine only.
 *
 * <p>Messages contain text from strangers, and links that open accounts. So a request must name
 * this machine as its host, which keeps out web pages that let the name of another host point here.
 * Requests that change something must come from these pages. Only the list runs a script, its own.
 * The HTML of a mail runs none even if it is opened separately.
 */
final class MailSite implements AutoCloseable {

    private static final int THREADS = 8;

    private static final String PAGE_POLICY =
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self';"
                    + " img-src data:; frame-src 'self'; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'";

    /**
     * Images are loaded from their real addresses, because a mail should look as it does to its
     * reader.
     */
    private static final String MAIL_POLICY =
            "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none';"
                    + " style-src 'unsafe-inline'; img-src https: http: data:; form-action 'none';"
                    + " base-uri 'none'; frame-ancestors 'self'";

    private static final Pattern LOOPBACK_HOST =
            Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]{1,5})?");
    private static final Pattern MESSAGE =
            Pattern.compile("/messages/([0-9a-f-]{36})(/body|/text|/source)?");

    private static final ObjectMapper JSON = new ObjectMapper();

    private record Answer(int status, String type, String policy, byte[] body) {

        static Answer page(int status, byte[] html) {
            return new Answer(status, "text/html; charset=utf-8", PAGE_POLICY, html);
        }

        static Answer plain(int status, String text) {
            return new Answer(status, "text/plain; charset=utf-8", PAGE_POLICY, bytes(text + "\n"));
        }
    }

    private final CaughtMessages messages;
    private final SmsWebhook webhook;
    private final HttpServer server;
    private final ExecutorService threads;

    private MailSite(CaughtMessages messages, SmsWebhook webhook, HttpServer server) {
        this.messages = messages;
        this.webhook = webhook;
        this.server = server;
        this.threads =
                Executors.newFixedThreadPool(
                        THREADS,
                        work -> {
                            Thread thread = new Thread(work, "mail-site");
                            thread.setDaemon(true);
                            return thread;
                        });
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /**
     * @param port 0 for a free one
     * @return empty if another program listens on the port
     */
    static Optional<MailSite> start(int port, CaughtMessages messages, SmsWebhook webhook) {
        try {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
            return Optional.of(new MailSite(messages, webhook, server));
        } catch (BindException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("the mail catcher cannot listen on port " + port, e);
        }
    }

    int port() {
        return server.getAddress().getPort();
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
            headers.set("Content-Security-Policy", answer.policy());
            headers.set("X-Content-Type-Options", "nosniff");
            headers.set("Cross-Origin-Resource-Policy", "same-origin");
            headers.set("Cache-Control", "no-store");
            // Under "no-referrer", browsers would not reveal either from which page a form was
            // sent.
            headers.set("Referrer-Policy", "same-origin");
            boolean withBody =
                    answer.body().length > 0 && !exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(answer.status(), withBody ? answer.body().length : -1);
            if (withBody) {
                exchange.getResponseBody().write(answer.body());
            }
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        String host = exchange.getRequestHeaders().getFirst("Host");
        if (host == null || !LOOPBACK_HOST.matcher(host).matches()) {
            return Answer.plain(403, "This page is for the machine that it runs on.");
        }
        String path = exchange.getRequestURI().getPath();
        return switch (exchange.getRequestMethod()) {
            case "GET", "HEAD" -> get(path);
            case "POST" -> post(path, host, exchange);
            default -> Answer.plain(405, "Only GET, HEAD and POST.");
        };
    }

    private Answer get(String path) {
        return switch (path) {
            case "/" -> Answer.page(200, resource("messages.html"));
            case "/page.css" -> file("text/css", "page.css");
            case "/messages.js" -> file("text/javascript", "messages.js");
            case "/messages.json" -> list();
            default -> message(path);
        };
    }

    private Answer list() {
        Snapshot snapshot = messages.snapshot();
        List<Map<String, String>> rows =
                snapshot.newestFirst().stream().map(MailSite::row).toList();
        try {
            byte[] body =
                    JSON.writeValueAsBytes(
                            Map.of("revision", snapshot.revision(), "messages", rows));
            return new Answer(200, "application/json", PAGE_POLICY, body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a list of strings cannot be written as JSON", e);
        }
    }

    private static Map<String, String> row(CaughtMessage message) {
        return Map.of(
                "id", message.id().toString(),
                "kind", message.kind() == Kind.MAIL ? "mail" : "text",
                "to", message.to(),
                "subject", message.subject(),
                "time", MessagePage.time(message.receivedAt()));
    }

    private Answer message(String path) {
        Matcher matcher = MESSAGE.matcher(path);
        Optional<CaughtMessage> found =
                matcher.matches() ? find(matcher.group(1)) : Optional.empty();
        if (found.isEmpty()) {
            return Answer.page(404, resource("not-found.html"));
        }
        CaughtMessage message = found.get();
        String part = matcher.group(2) == null ? "" : matcher.group(2);
        return switch (part) {
            case "/body" -> message.html() == null ? notPart() : body(message.html());
            case "/text" -> message.text() == null ? notPart() : page(message, View.TEXT);
            case "/source" -> page(message, View.SOURCE);
            default -> page(message, MessagePage.firstView(message));
        };
    }

    private Optional<CaughtMessage> find(String id) {
        try {
            return messages.find(UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Answer page(CaughtMessage message, View view) {
        return Answer.page(200, bytes(MessagePage.of(message, view)));
    }

    private static Answer notPart() {
        return Answer.plain(404, "The message has no such part.");
    }

    /**
     * Links open in a new page, not in the frame. The base is at the very beginning, so no comment
     * or other trick of the mail can precede it.
     */
    private static Answer body(String html) {
        String page = "<!doctype html><base target=\"_blank\">" + html;
        return new Answer(200, "text/html; charset=utf-8", MAIL_POLICY, bytes(page));
    }

    private Answer post(String path, String host, HttpExchange exchange) throws IOException {
        return switch (path) {
            case "/sms" -> receive(exchange);
            case "/delete" -> deleteAll(host, exchange);
            default -> Answer.plain(404, "Nothing can be posted here.");
        };
    }

    private Answer receive(HttpExchange exchange) throws IOException {
        byte[] body;
        try (InputStream in = exchange.getRequestBody()) {
            body = in.readNBytes(SmsWebhook.MAX_BODY + 1);
        }
        if (body.length > SmsWebhook.MAX_BODY) {
            return Answer.plain(413, "A text message is shorter.");
        }
        String signature = exchange.getRequestHeaders().getFirst(SmsWebhook.SIGNATURE_HEADER);
        SmsWebhook.Result result = webhook.read(signature, body);
        if (result instanceof SmsWebhook.Result.Authentic authentic) {
            messages.add(authentic.message());
            return Answer.plain(200, "Caught.");
        }
        return result instanceof SmsWebhook.Result.Unauthentic
                ? Answer.plain(401, "The signature is missing, wrong or old.")
                : Answer.plain(400, "A message has to, text and id.");
    }

    private Answer deleteAll(String host, HttpExchange exchange) {
        if (!isFromThesePages(host, exchange.getRequestHeaders())) {
            return Answer.plain(403, "Only the button on the page deletes messages.");
        }
        messages.clear();
        exchange.getResponseHeaders().set("Location", "/");
        return new Answer(303, "text/plain; charset=utf-8", PAGE_POLICY, new byte[0]);
    }

    private static boolean isFromThesePages(String host, Headers headers) {
        String origin = headers.getFirst("Origin");
        return origin == null
                ? "same-origin".equals(headers.getFirst("Sec-Fetch-Site"))
                : origin.equals("http://" + host);
    }

    private static Answer file(String type, String name) {
        return new Answer(200, type + "; charset=utf-8", PAGE_POLICY, resource(name));
    }

    private static byte[] resource(String name) {
        try (InputStream in = MailSite.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
