package io.authrealm.fakes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A gateway for text messages on the wire: Twilio's resource Messages and a receiver of the webhook
 * in one, with the possible faults of the gateway or of anything that answers in its place.
 */
public final class FakeSmsGateway implements FakeService {

    /** How the gateway answers. */
    public enum Mood {
        RIGHT,
        SLOW_BUT_IN_TIME,
        INVALID_NUMBER,
        UNAUTHORIZED,
        FORBIDDEN_WEB_PAGE,
        GONE,
        PROXY_WANTS_A_PASSWORD,
        REQUEST_TIMEOUT,
        TOO_EARLY,
        TOO_MANY,
        TOO_MANY_WITHOUT_A_TIME,
        STATUS_500,
        STATUS_503,
        REDIRECT,
        SILENT,
        TRICKLING,
        CLOSING,
        NOT_HTTP,
        WEB_PAGE,
        EMPTY,
        WITHOUT_ID,
        ECHOING_ID,
        DEEP_JSON,
        CUT_OFF,
        ENDLESS,
        FIFTY_MEGABYTES
    }

    /** A request: its path, its headers by their names in lower case, and its body. */
    public record Received(String path, Map<String, String> headers, byte[] body) {

        private static final Pattern SIGNATURE = Pattern.compile("t=([0-9]+),v1=([0-9a-f]{64})");

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** The fields of a form such as Twilio's. */
        public Map<String, String> form() {
            Map<String, String> fields = new HashMap<>();
            for (String field : text().split("&", -1)) {
                String[] pair = field.split("=", 2);
                fields.put(decoded(pair[0]), decoded(pair[1]));
            }
            return fields;
        }

        private static String decoded(String part) {
            return URLDecoder.decode(part, StandardCharsets.UTF_8);
        }

        /** When the webhook's request was signed, in seconds since 1970. */
        public long signedAt() {
            return Long.parseLong(signature().group(1));
        }

        /** Whether the webhook's request was signed with this secret. */
        public boolean isSignedWith(String secret) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
                ByteArrayOutputStream signed = new ByteArrayOutputStream();
                signed.writeBytes((signedAt() + ".").getBytes(StandardCharsets.US_ASCII));
                signed.writeBytes(body);
                return MessageDigest.isEqual(
                        mac.doFinal(signed.toByteArray()),
                        HexFormat.of().parseHex(signature().group(2)));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        private Matcher signature() {
            Matcher signature = SIGNATURE.matcher(headers.get("x-authrealm-signature"));
            if (!signature.matches()) {
                throw new IllegalStateException("a signature of another form");
            }
            return signature;
        }
    }

    /** The id that Twilio's successful answer gives the message. */
    public static final String MESSAGE_ID = "SM0123456789abcdef0123456789abcdef";

    /** The delay that an answer {@link Mood#TOO_MANY} demands. */
    public static final int RETRY_AFTER_SECONDS = 7;

    private static final String JSON = "application/json";
    private static final String PADDING = " ".repeat(1000);

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Received> arrivals = new LinkedBlockingQueue<>();
    private final HttpListener listener;

    private volatile Mood mood = Mood.RIGHT;

    public FakeSmsGateway() {
        listener = new HttpListener("fake-sms-gateway", this::answer);
    }

    @Override
    public HttpListener listener() {
        return listener;
    }

    public void answer(Mood as) {
        mood = as;
    }

    /** All requests so far. */
    public List<Received> received() {
        return received;
    }

    /**
     * The oldest request that this method has not returned yet. Waits for one if there is none.
     *
     * @throws IllegalStateException if none arrives within ten seconds
     */
    public Received next() throws InterruptedException {
        Received next = arrivals.poll(10, TimeUnit.SECONDS);
        if (next == null) {
            throw new IllegalStateException("no message has arrived");
        }
        return next;
    }

    private void answer(HttpListener.Request request, HttpAnswer answer)
            throws IOException, InterruptedException {
        Received arrived = new Received(request.path(), request.headers(), request.body());
        received.add(arrived);
        arrivals.add(arrived);
        write(answer, arrived);
    }

    private void write(HttpAnswer answer, Received request)
            throws IOException, InterruptedException {
        switch (mood) {
            case RIGHT -> created(answer);
            case SLOW_BUT_IN_TIME -> {
                TimeUnit.MILLISECONDS.sleep(150);
                created(answer);
            }
            // As talkative as Twilio, whose messages repeat the number.
            case INVALID_NUMBER ->
                    json(
                            answer,
                            "400 Bad Request",
                            error(400, 21211, "Invalid 'To' Phone Number: " + request.text()));
            case UNAUTHORIZED ->
                    json(
                            answer,
                            "401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"Twilio API\"",
                            error(401, 20003, "Authenticate " + request.headers()));
            case FORBIDDEN_WEB_PAGE -> answer.send("403 Forbidden", "text/html", page(request));
            case GONE -> json(answer, "410 Gone", "");
            case PROXY_WANTS_A_PASSWORD ->
                    json(
                            answer,
                            "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic",
                            "");
            case REQUEST_TIMEOUT -> json(answer, "408 Request Timeout", "");
            case TOO_EARLY -> json(answer, "425 Too Early", "");
            case TOO_MANY ->
                    json(
                            answer,
                            "429 Too Many Requests\r\nRetry-After: " + RETRY_AFTER_SECONDS,
                            error(429, 20429, "Too Many Requests"));
            case TOO_MANY_WITHOUT_A_TIME ->
                    json(
                            answer,
                            "429 Too Many Requests\r\nRetry-After: soon",
                            error(429, 20429, "Too Many Requests"));
            case STATUS_500 -> answer.send("500 Internal Server Error", "text/html", page(request));
            case STATUS_503 ->
                    json(answer, "503 Service Unavailable\r\nRetry-After: 999999999", "");
            case REDIRECT ->
                    json(answer, "307 Temporary Redirect\r\nLocation: " + url() + "/x", "");
            case SILENT -> TimeUnit.MINUTES.sleep(1);
            case TRICKLING -> answer.trickle("201 Created", JSON, message(), 50);
            case CLOSING -> {}
            case NOT_HTTP ->
                    answer.write(
                            ("SSH-2.0-" + request.text() + "\r\n")
                                    .getBytes(StandardCharsets.UTF_8));
            case WEB_PAGE -> answer.send("200 OK", "text/html", page(request));
            case EMPTY -> json(answer, "200 OK", "");
            case WITHOUT_ID -> json(answer, "201 Created", "{\"status\":\"queued\"}");
            case ECHOING_ID -> json(answer, "201 Created", "{\"sid\":\"" + request.text() + "\"}");
            case DEEP_JSON -> json(answer, "201 Created", "[".repeat(50_000));
            case CUT_OFF -> answer.cutOff("201 Created", JSON, "{\"sid\":\"SM01", 988);
            case ENDLESS -> answer.repeat("200 OK", JSON, PADDING, Long.MAX_VALUE);
            case FIFTY_MEGABYTES -> answer.repeat("200 OK", JSON, PADDING, 50_000_000);
        }
    }

    private static String page(Received request) {
        return "<html><body>" + request.text() + "</body></html>";
    }

    private static String error(int status, int code, String message) {
        return "{\"code\":"
                + code
                + ",\"message\":\""
                + message.replace("\\", "").replace("\"", "")
                + "\",\"more_info\":\"https://www.twilio.com/docs/errors/"
                + code
                + "\",\"status\":"
                + status
                + "}";
    }

    private static String message() {
        return "{\"sid\":\"" + MESSAGE_ID + "\",\"status\":\"queued\",\"error_code\":null}";
    }

    private static void created(HttpAnswer answer) throws IOException {
        json(answer, "201 Created", message());
    }

    private static void json(HttpAnswer answer, String status, String body) throws IOException {
        answer.send(status, JSON, body);
    }
}
