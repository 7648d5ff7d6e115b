package io.authrealm.sms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.authrealm.core.outcome.Cases;
import io.authrealm.sms.GatewayClient.Reply;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.http.HttpHeaders;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.entity.ContentType;
import org.apache.http.impl.client.CloseableHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Sends with Twilio's resource Messages, version 2010-04-01. Only the message's id and the number
 * of the error are taken from an answer, because Twilio's texts contain the recipient.
 */
final class TwilioSender implements SmsSender {

    /** The largest answer that is read; Twilio's have less than 2 KiB. */
    static final int MAX_BODY_BYTES = 64 * 1024;

    private static final Cases<SmsMessage, Reply, SmsResult> RESULT =
            Cases.<SmsMessage, Reply, SmsResult>of(Reply.class)
                    .when(Reply.Answered.class, (message, answered) -> judge(answered))
                    .when(
                            Reply.Unanswered.class,
                            (message, unanswered) ->
                                    new SmsResult.Failed("Twilio: " + unanswered.reason()))
                    .complete();

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Pattern MESSAGE_ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

    private static final int LOWEST_CODE = 10_000;
    private static final int HIGHEST_CODE = 99_999;

    private final TwilioOptions options;
    private final GatewayClient client;
    private final CloseableHttpClient http;

    TwilioSender(TwilioOptions options, GatewayClient client, CloseableHttpClient http) {
        this.options = options;
        this.client = client;
        this.http = http;
    }

    @Override
    public SmsResult send(SmsMessage message) {
        HttpPost request =
                GatewayClient.request(
                        options.messages(),
                        ContentType.APPLICATION_FORM_URLENCODED.withCharset(StandardCharsets.UTF_8),
                        form(message).getBytes(StandardCharsets.US_ASCII));
        request.setHeader(HttpHeaders.AUTHORIZATION, options.authorization());
        request.setHeader(HttpHeaders.ACCEPT, "application/json");
        return RESULT.apply(message, client.post(http, request));
    }

    private String form(SmsMessage message) {
        return "To="
                + encoded(message.to().e164())
                + "&"
                + options.senderField()
                + "="
                + encoded(options.sender())
                + "&Body="
                + encoded(message.text());
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static SmsResult judge(Reply.Answered answered) {
        Optional<JsonNode> body = json(answered.body());
        if (answered.isSuccess()) {
            return body.map(node -> node.path("sid").asText())
                    .filter(id -> MESSAGE_ID.matcher(id).matches())
                    .<SmsResult>map(SmsResult.Sent::new)
                    .orElseGet(() -> new SmsResult.Failed("Twilio: an answer without an id"));
        }
        int code = body.map(node -> node.path("code").asInt()).orElse(0);
        String reason =
                "Twilio: status "
                        + answered.status()
                        + (code >= LOWEST_CODE && code <= HIGHEST_CODE ? ", code " + code : "");
        return answered.isRefusal()
                ? new SmsResult.Rejected(reason)
                : new SmsResult.Failed(reason, answered.retryAfter());
    }

    private static Optional<JsonNode> json(byte @Nullable [] body) {
        try {
            return body == null ? Optional.empty() : Optional.ofNullable(JSON.readTree(body));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
