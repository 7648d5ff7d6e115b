package io.authrealm.fakes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/**
 * Have I Been Pwned on the wire, with the possible faults of the service or of anything that
 * answers in its place.
 */
public final class FakeRangeServer implements FakeService {

    /** How the server answers. */
    public enum Mood {
        RIGHT,
        LOWER_CASE,
        COMPRESSED,
        SLOW_BUT_IN_TIME,
        PADDING_ONLY,
        SILENT,
        TRICKLING,
        STATUS_500,
        STATUS_429,
        STATUS_404,
        REDIRECT,
        WEB_PAGE,
        EMPTY,
        SHORT_SUFFIXES,
        ROW_WITHOUT_COUNT,
        CUT_OFF,
        NOT_HTTP,
        ENDLESS,
        FIFTY_MEGABYTES,
        COMPRESSED_BOMB
    }

    /** A request: its path, and its headers by their names in lower case. */
    public record Received(String path, Map<String, String> headers) {}

    private static final String TEXT = "text/plain";
    private static final String ROW = "0018A45C4D1DEF81644B54AB7F969B88D65:0\r\n";
    private static final int PADDING_ROWS = 800;

    private static final HexFormat UPPER = HexFormat.of().withUpperCase();

    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final HttpListener listener;

    private volatile Mood mood = Mood.RIGHT;

    public FakeRangeServer() {
        listener = new HttpListener("fake-range-server", this::answer);
    }

    @Override
    public HttpListener listener() {
        return listener;
    }

    /** Makes {@code password} a password that was seen {@code count} times. */
    public void breach(String password, int count) {
        counts.put(sha1(password), count);
    }

    public void answer(Mood as) {
        mood = as;
    }

    /** All requests so far. */
    public List<Received> received() {
        return received;
    }

    /** The service's key of a password: the SHA-1 of its UTF-8 bytes, in upper case. */
    public static String sha1(String password) {
        try {
            return UPPER.formatHex(
                    MessageDigest.getInstance("SHA-1")
                            .digest(password.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(HttpListener.Request request, HttpAnswer answer)
            throws IOException, InterruptedException {
        String path = request.path();
        received.add(new Received(path, request.headers()));
        write(answer, path.substring(path.lastIndexOf('/') + 1));
    }

    private void write(HttpAnswer answer, String prefix) throws IOException, InterruptedException {
        switch (mood) {
            case RIGHT -> ok(answer, range(prefix, true));
            case LOWER_CASE -> ok(answer, range(prefix, true).toLowerCase(Locale.ROOT));
            case COMPRESSED -> compressed(answer, range(prefix, true), 1);
            case SLOW_BUT_IN_TIME -> {
                TimeUnit.MILLISECONDS.sleep(150);
                ok(answer, range(prefix, true));
            }
            case PADDING_ONLY -> ok(answer, range(prefix, false));
            case SILENT -> TimeUnit.MINUTES.sleep(1);
            case TRICKLING -> answer.trickle("200 OK", TEXT, range(prefix, true), 20);
            case STATUS_500 -> status(answer, "500 Internal Server Error");
            case STATUS_429 -> status(answer, "429 Too Many Requests");
            case STATUS_404 -> status(answer, "404 Not Found");
            case REDIRECT -> {
                String to = "302 Found\r\nLocation: " + url() + "/range/" + prefix + "?again";
                status(answer, to);
            }
            case WEB_PAGE -> ok(answer, "<html><body>Sign in to the hotel's network</body></html>");
            case EMPTY -> ok(answer, "");
            case SHORT_SUFFIXES -> ok(answer, "0018A45C4D1DEF81644B54AB7F969B88D6:1\r\n");
            case ROW_WITHOUT_COUNT -> ok(answer, "0018A45C4D1DEF81644B54AB7F969B88D65:\r\n");
            case CUT_OFF -> answer.cutOff("200 OK", TEXT, range(prefix, true), 100);
            case NOT_HTTP ->
                    answer.write("SSH-2.0-OpenSSH_9.2\r\n".getBytes(StandardCharsets.US_ASCII));
            case ENDLESS -> answer.repeat("200 OK", TEXT, ROW, Long.MAX_VALUE);
            case FIFTY_MEGABYTES -> answer.repeat("200 OK", TEXT, ROW, 50_000_000);
            case COMPRESSED_BOMB -> compressed(answer, range(prefix, true), 2000);
        }
    }

    private String range(String prefix, boolean withRows) {
        StringBuilder range = new StringBuilder();
        Random random = new Random(prefix.hashCode());
        for (int i = 0; i < PADDING_ROWS; i++) {
            byte[] bytes = new byte[18];
            random.nextBytes(bytes);
            range.append(UPPER.formatHex(bytes), 0, 35);
            range.append(':').append(withRows && i % 8 == 0 ? 1 + random.nextInt(50) : 0);
            range.append("\r\n");
        }
        if (withRows) {
            counts.forEach(
                    (sha1, count) -> {
                        if (sha1.startsWith(prefix)) {
                            range.append(sha1.substring(5))
                                    .append(':')
                                    .append(count)
                                    .append("\r\n");
                        }
                    });
        }
        return range.toString();
    }

    private static void ok(HttpAnswer answer, String body) throws IOException {
        answer.send("200 OK", TEXT, body);
    }

    private static void status(HttpAnswer answer, String status) throws IOException {
        answer.send(status, TEXT, "");
    }

    private static void compressed(HttpAnswer answer, String body, int times) throws IOException {
        answer.write(
                ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: gzip\r\n"
                                + "Connection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        try (GZIPOutputStream zip = new GZIPOutputStream(answer.out())) {
            for (int i = 0; i < times; i++) {
                zip.write(body.getBytes(StandardCharsets.US_ASCII));
            }
        }
    }
}
