package io.authrealm.sms;

import io.authrealm.core.http.TimedRequests;
import io.authrealm.core.http.TimedRequests.Outcome;
import io.authrealm.core.outcome.Cases;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;
import org.apache.http.Header;
import org.apache.http.HttpEntity;
import org.apache.http.HttpHeaders;
import org.apache.http.HttpResponse;
import org.apache.http.HttpStatus;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.entity.ContentType;
import org.apache.http.entity.InputStreamEntity;
import org.apache.http.impl.client.CloseableHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Posts to a gateway on Keycloak's own HTTP client. One time limit covers everything: name look-up,
 * connection, and an answer that trickles in. It follows no redirect, which would hand the message
 * to another party, and never posts a body twice.
 */
final class GatewayClient implements AutoCloseable {

    /** The result of posting. A reason contains nothing of the request. */
    sealed interface Reply {

        /**
         * The gateway, or a proxy on the way, has answered.
         *
         * @param retryAfter the value of the header of this name, or null
         * @param body at most the requested size; null if it is longer
         */
        record Answered(int status, @Nullable Duration retryAfter, byte @Nullable [] body)
                implements Reply {

            boolean isSuccess() {
                return status >= HttpStatus.SC_OK && status < HttpStatus.SC_MULTIPLE_CHOICES;
            }

            /**
             * Whether the gateway would refuse the same request again at any time. Status 407 comes
             * from a proxy on the way, not from the gateway.
             */
            boolean isRefusal() {
                return status >= HttpStatus.SC_BAD_REQUEST
                        && status < HttpStatus.SC_INTERNAL_SERVER_ERROR
                        && status != HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED
                        && status != HttpStatus.SC_REQUEST_TIMEOUT
                        && status != SC_TOO_EARLY
                        && status != SC_TOO_MANY_REQUESTS;
            }
        }

        record Unanswered(String reason) implements Reply {}
    }

    @SuppressWarnings("rawtypes") // A class literal has no parameters.
    private static final Cases<GatewayClient, Outcome, Reply> REPLY =
            Cases.<GatewayClient, Outcome, Reply>of(Outcome.class)
                    .when(Outcome.Answered.class, (client, answered) -> (Reply) answered.answer())
                    .when(
                            Outcome.Failed.class,
                            (client, failed) -> new Reply.Unanswered(nameOf(failed.cause())))
                    .when(
                            Outcome.Late.class,
                            client ->
                                    new Reply.Unanswered(
                                            "no answer within "
                                                    + client.timeout.toMillis()
                                                    + " ms"))
                    .when(
                            Outcome.Busy.class,
                            client -> new Reply.Unanswered("too many messages are under way"))
                    .when(Outcome.Interrupted.class, client -> new Reply.Unanswered("interrupted"))
                    .complete();

    private static final int SC_TOO_EARLY = 425;
    private static final int SC_TOO_MANY_REQUESTS = 429;

    private static final int MAX_CAUSES = 16;

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final Duration timeout;
    private final int maxBodyBytes;
    private final TimedRequests requests;

    /**
     * @param maxBodyBytes how much of an answer is read; with 0 only the status is read
     */
    GatewayClient(Duration timeout, int maxBodyBytes) {
        this.timeout = timeout;
        this.maxBodyBytes = maxBodyBytes;
        this.requests = new TimedRequests("authrealm-sms", timeout);
    }

    static HttpPost request(URI url, ContentType type, byte[] body) {
        HttpPost request = new HttpPost(url);
        // A stream cannot be repeated, so a client that retries does so only until it is sent.
        request.setEntity(new InputStreamEntity(new ByteArrayInputStream(body), body.length, type));
        request.setHeader(HttpHeaders.USER_AGENT, "AuthRealm");
        return request;
    }

    Reply post(CloseableHttpClient http, HttpPost request) {
        return REPLY.apply(this, requests.send(http, request, this::read));
    }

    /**
     * The kind of the first failure. Its message is not used: it may quote what could not be read,
     * and a gateway may echo the request.
     */
    private static String nameOf(Throwable failure) {
        Throwable first = failure;
        for (int i = 0; i < MAX_CAUSES && first.getCause() != null; i++) {
            first = first.getCause();
        }
        return first.getClass().getSimpleName();
    }

    private Reply read(HttpResponse response) throws IOException {
        return new Reply.Answered(
                response.getStatusLine().getStatusCode(),
                retryAfter(response.getFirstHeader(HttpHeaders.RETRY_AFTER)),
                body(response.getEntity()));
    }

    /** The stream stays open if there is more, because closing it would read all the rest. */
    private byte @Nullable [] body(@Nullable HttpEntity entity) throws IOException {
        if (entity == null || maxBodyBytes == 0) {
            return new byte[0];
        }
        InputStream content = entity.getContent();
        byte[] body = content.readNBytes(maxBodyBytes + 1);
        return body.length > maxBodyBytes ? null : body;
    }

    private static @Nullable Duration retryAfter(@Nullable Header header) {
        if (header == null || !SECONDS.matcher(header.getValue()).matches()) {
            return null;
        }
        Duration asked = Duration.ofSeconds(Integer.parseInt(header.getValue()));
        return asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
    }

    @Override
    public void close() {
        requests.close();
    }
}
