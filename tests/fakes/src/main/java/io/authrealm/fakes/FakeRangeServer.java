package io.authrealm.fakes;

import java.io.IOException;
import java.io.OutputStream;
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
public final class FakeRangeServer implements AutoCloseable {

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

    private static final int PADDING_ROWS = 800;

    private static final HexFormat UPPER = HexFormat.of().withUpperCase();

    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final HttpListener listener;

    private volatile Mood mood = Mood.RIGHT;

    public FakeRangeServer() {
        listener = new HttpListener("fake-range-server", this::answer);
    }

    /** The value of the option {@code base-url} on this machine. */
    public String url() {
        return listener.url();
    }

    public int port() {
        return listener.port();
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

    /** Refuses connections until {@link #up()}. */
    public void down() {
        listener.down();
    }

    public void up() {
        listener.up();
    }

    @Override
    public void close() {
        listener.close();
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

    private void answer(HttpListener.Request request, OutputStream out)
            throws IOException, InterruptedException {
        String path = request.path();
        received.add(new Received(path, request.headers()));
        write(out, path.substring(path.lastIndexOf('/') + 1));
    }

    private void write(OutputStream out, String prefix) throws IOException, InterruptedException {
        switch (mood) {
            case RIGHT -> ok(out, range(prefix, true));
            case LOWER_CASE -> ok(out, range(prefix, true).toLowerCase(Locale.ROOT));
            case COMPRESSED -> compressed(out, range(prefix, true), 1);
            case SLOW_BUT_IN_TIME -> {
                TimeUnit.MILLISECONDS.sleep(150);
                ok(out, range(prefix, true));
            }
            case PADDING_ONLY -> ok(out, range(prefix, false));
            case SILENT -> TimeUnit.MINUTES.sleep(1);
            case TRICKLING -> trickle(out, range(prefix, true));
            case STATUS_500 -> status(out, "500 Internal Server Error");
            case STATUS_429 -> status(out, "429 Too Many Requests");
            case STATUS_404 -> status(out, "404 Not Found");
            case REDIRECT -> {
                String to = "302 Found\r\nLocation: " + url() + "/range/" + prefix + "?again";
                status(out, to);
            }
            case WEB_PAGE -> ok(out, "<html><body>Sign in to the hotel's network</body></html>");
            case EMPTY -> ok(out, "");
            case SHORT_SUFFIXES -> ok(out, "0018A45C4D1DEF81644B54AB7F969B88D6:1\r\n");
            case ROW_WITHOUT_COUNT -> ok(out, "0018A45C4D1DEF81644B54AB7F969B88D65:\r\n");
            case CUT_OFF -> {
                String range = range(prefix, true);
                head(out, "200 OK", range.length() + 100);
                out.write(range.getBytes(StandardCharsets.US_ASCII));
                out.flush();
            }
            case NOT_HTTP ->
                    out.write("SSH-2.0-OpenSSH_9.2\r\n".getBytes(StandardCharsets.US_ASCII));
            case ENDLESS -> rows(out, Long.MAX_VALUE);
            case FIFTY_MEGABYTES -> rows(out, 50_000_000);
            case COMPRESSED_BOMB -> compressed(out, range(prefix, true), 2000);
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

    private static void ok(OutputStream out, String body) throws IOException {
        head(out, "200 OK", body.length());
        out.write(body.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static void status(OutputStream out, String status) throws IOException {
        head(out, status, 0);
        out.flush();
    }

    private static void head(OutputStream out, String status, long length) throws IOException {
        String head =
                "HTTP/1.1 "
                        + status
                        + "\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: "
                        + length
                        + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
    }

    private static void trickle(OutputStream out, String body)
            throws IOException, InterruptedException {
        head(out, "200 OK", body.length());
        for (byte b : body.getBytes(StandardCharsets.US_ASCII)) {
            out.write(b);
            out.flush();
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static void rows(OutputStream out, long length) throws IOException {
        head(out, "200 OK", length);
        byte[] row =
                "0018A45C4D1DEF81644B54AB7F969B88D65:0\r\n".getBytes(StandardCharsets.US_ASCII);
        for (long written = 0; written < length; written += row.length) {
            out.write(row);
        }
    }

    private static void compressed(OutputStream out, String body, int times) throws IOException {
        out.write(
                ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: gzip\r\n"
                                + "Connection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            for (int i = 0; i < times; i++) {
                zip.write(body.getBytes(StandardCharsets.US_ASCII));
            }
        }
    }
}
