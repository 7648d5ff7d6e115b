package io.authrealm.breach;

import io.authrealm.core.breach.RangeAnswer;
import io.authrealm.core.http.TimedRequests;
import io.authrealm.core.http.TimedRequests.Outcome;
import io.authrealm.core.outcome.Cases;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import org.apache.http.HttpEntity;
import org.apache.http.HttpResponse;
import org.apache.http.HttpStatus;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.CloseableHttpClient;

/**
 * Requests a range from Have I Been Pwned. The time limit covers all of it: name lookup,
 * connection, and an answer that trickles in.
 */
final class RangeClient implements AutoCloseable {

    /** The outcome of a request. */
    sealed interface Result {

        record Answered(RangeAnswer range) implements Result {}

        /** No reliable answer. */
        record Failed(String reason) implements Result {}

        /**
         * No answer, and not for a reason of the service: too many requests are under way, or the
         * caller was interrupted.
         */
        record Busy() implements Result {}
    }

    @SuppressWarnings("rawtypes") // A class literal has no parameters.
    private static final Cases<RangeClient, Outcome, Result> RESULT =
            Cases.<RangeClient, Outcome, Result>of(Outcome.class)
                    .when(Outcome.Answered.class, (client, answered) -> (Result) answered.answer())
                    .when(
                            Outcome.Failed.class,
                            (client, failed) -> new Result.Failed(failed.cause().toString()))
                    .when(
                            Outcome.Late.class,
                            client ->
                                    new Result.Failed(
                                            "no answer within "
                                                    + client.timeout.toMillis()
                                                    + " ms"))
                    .when(Outcome.Busy.class, client -> new Result.Busy())
                    .when(Outcome.Interrupted.class, client -> new Result.Busy())
                    .complete();

    /** A range with all of its padding is 80 KB today. */
    private static final int MAX_BODY_BYTES = 1 << 20;

    private final String baseUrl;
    private final Duration timeout;
    private final TimedRequests requests;

    RangeClient(String baseUrl, Duration timeout) {
        this.baseUrl = baseUrl;
        this.timeout = timeout;
        this.requests = new TimedRequests("authrealm-breached-passwords", timeout);
    }

    /**
     * Requests the hashes that begin with {@code prefix}.
     *
     * @param http the server's own client, with its proxy and trust store
     * @param prefix five hex digits
     */
    Result fetch(CloseableHttpClient http, String prefix) {
        HttpGet request = new HttpGet(baseUrl + "/range/" + prefix);
        request.setHeader("Add-Padding", "true");
        request.setHeader("User-Agent", "AuthRealm");
        return RESULT.apply(this, requests.send(http, request, RangeClient::read));
    }

    private static Result read(HttpResponse response) throws IOException {
        int status = response.getStatusLine().getStatusCode();
        HttpEntity entity = response.getEntity();
        if (status != HttpStatus.SC_OK || entity == null) {
            return new Result.Failed("status " + status);
        }
        InputStream content = entity.getContent();
        byte[] body = content.readNBytes(MAX_BODY_BYTES + 1);
        if (body.length > MAX_BODY_BYTES) {
            // The stream stays open, because to close it would read all the rest.
            return new Result.Failed("an answer of more than " + MAX_BODY_BYTES + " bytes");
        }
        content.close();
        Optional<RangeAnswer> range = RangeAnswer.parse(body);
        return range.isPresent()
                ? new Result.Answered(range.get())
                : new Result.Failed("an answer that is no range");
    }

    @Override
    public void close() {
        requests.close();
    }
}
