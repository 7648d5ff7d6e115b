package io.authrealm.server;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.authrealm.server.CaughtMessage.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The receiving end of the pack's webhook for text messages, which docs/sms.md describes. */
final class SmsWebhook {

    /** In bytes, far above the largest body that the sender can write. */
    static final int MAX_BODY = 16 << 10;

    static final String SIGNATURE_HEADER = "X-AuthRealm-Signature";

    /** The result of reading a request. */
    sealed interface Result {

        record Authentic(CaughtMessage message) implements Result {}

        /** The signature is missing, wrong or old. */
        record Unauthentic() implements Result {}

        /** The signature is right, but the body is not a message. */
        record Malformed() implements Result {}
    }

    private static final Duration MAX_AGE = Duration.ofMinutes(5);
    private static final Pattern TIME = Pattern.compile("[0-9]{1,12}");
    private static final String ALGORITHM = "HmacSHA256";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SecretKeySpec key;
    private final InstantSource clock;

    SmsWebhook(String secret, InstantSource clock) {
        this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
        this.clock = clock;
    }

    /**
     * @param signature the header's value, or null if there is none
     * @param body at most {@value #MAX_BODY} bytes
     */
    Result read(String signature, byte[] body) {
        Instant now = clock.instant();
        if (signature == null || !isAuthentic(signature, body, now)) {
            return new Result.Unauthentic();
        }
        try {
            JsonNode message = JSON.readTree(body);
            String to = message.path("to").textValue();
            String text = message.path("text").textValue();
            String id = message.path("id").textValue();
            if (to == null || text == null || id == null) {
                return new Result.Malformed();
            }
            return new Result.Authentic(
                    new CaughtMessage(
                            UUID.fromString(id),
                            Kind.TEXT_MESSAGE,
                            now,
                            MailReader.oneLine(to),
                            "",
                            MailReader.oneLine(text),
                            text,
                            null,
                            body));
        } catch (JacksonException | IllegalArgumentException e) {
            return new Result.Malformed();
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot be read", e);
        }
    }

    private boolean isAuthentic(String header, byte[] body, Instant now) {
        Map<String, String> fields = new HashMap<>();
        for (String field : header.split(",", -1)) {
            String[] pair = field.split("=", 2);
            fields.put(pair[0], pair.length == 2 ? pair[1] : "");
        }
        String time = fields.getOrDefault("t", "");
        if (!TIME.matcher(time).matches()) {
            return false;
        }
        Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(time)), now).abs();
        return age.compareTo(MAX_AGE) <= 0
                && MessageDigest.isEqual(
                        expected(time, body).getBytes(StandardCharsets.US_ASCII),
                        fields.getOrDefault("v1", "").getBytes(StandardCharsets.UTF_8));
    }

    private String expected(String time, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((time + ".").getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no " + ALGORITHM, e);
        }
    }
}
