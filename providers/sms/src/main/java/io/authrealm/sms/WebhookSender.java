package io.authrealm.sms;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.authrealm.core.outcome.Cases;
import io.authrealm.sms.GatewayClient.Reply;
import java.time.InstantSource;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.entity.ContentType;
import org.apache.http.impl.client.CloseableHttpClient;

/** Posts messages as signed JSON to a service that the operator runs. */
final class WebhookSender implements SmsSender {

    /** The header with the signature; see {@link WebhookSignature}. */
    static final String SIGNATURE = "X-AuthRealm-Signature";

    /** The header with the message's id. */
    static final String DELIVERY = "X-AuthRealm-Delivery";

    @JsonPropertyOrder({"to", "text", "id"})
    private record Body(String to, String text, String id) {}

    private static final Cases<SmsMessage, Reply, SmsResult> RESULT =
            Cases.<SmsMessage, Reply, SmsResult>of(Reply.class)
                    .when(Reply.Answered.class, (message, answered) -> judge(answered, message))
                    .when(
                            Reply.Unanswered.class,
                            (message, unanswered) ->
                                    new SmsResult.Failed("webhook: " + unanswered.reason()))
                    .complete();

    private static final ObjectMapper JSON = new ObjectMapper();

    private final WebhookOptions options;
    private final WebhookSignature signature;
    private final GatewayClient client;
    private final CloseableHttpClient http;
    private final InstantSource clock;

    WebhookSender(
            WebhookOptions options,
            GatewayClient client,
            CloseableHttpClient http,
            InstantSource clock) {
        this.options = options;
        this.signature = new WebhookSignature(options.secret());
        this.client = client;
        this.http = http;
        this.clock = clock;
    }

    @Override
    public SmsResult send(SmsMessage message) {
        byte[] body = body(message);
        HttpPost request = GatewayClient.request(options.url(), ContentType.APPLICATION_JSON, body);
        request.setHeader(SIGNATURE, signature.of(clock.instant().getEpochSecond(), body));
        request.setHeader(DELIVERY, message.id().toString());
        return RESULT.apply(message, client.post(http, request));
    }

    private static byte[] body(SmsMessage message) {
        try {
            return JSON.writeValueAsBytes(
                    new Body(message.to().e164(), message.text(), message.id().toString()));
        } catch (JsonProcessingException e) {
            // The cause is left out, because its message may quote the text.
            throw new IllegalStateException("a message cannot be written as JSON");
        }
    }

    private static SmsResult judge(Reply.Answered answered, SmsMessage message) {
        if (answered.isSuccess()) {
            return new SmsResult.Sent(message.id().toString());
        }
        String reason = "webhook: status " + answered.status();
        return answered.isRefusal()
                ? new SmsResult.Rejected(reason)
                : new SmsResult.Failed(reason, answered.retryAfter());
    }
}
