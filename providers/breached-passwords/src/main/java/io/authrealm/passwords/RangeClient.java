package io.authrealm.passwords;

import io.authrealm.core.breach.RangeAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.http.HttpEntity;
import org.apache.http.HttpStatus;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.Configurable;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.CloseableHttpClient;

/**
 * Asks Have I Been Pwned for a range, within a time that holds for all of it: name look-up,
 * connection, and an answer that trickles in.
 */
final class RangeClient implements AutoCloseable {

    /** What comes of asking. */
    sealed interface Result {

        record Answered(RangeAnswer range) implements Result {}

        /** There is no answer that can be relied on. */
        record Failed(String reason) implements Result {}

        /** Nobody was asked, because too many requests are under way. */
        record Busy() implements Result {}
    }

    /** A range with all of its padding is 80 KB at present. */
    private static final int MAX_BODY_BYTES = 1 << 20;

    private static final int MAX_AT_A_TIME = 32;

    private final String baseUrl;
    private final Duration timeout;
    private final ThreadPoolExecutor requests;

    RangeClient(String baseUrl, Duration timeout) {
        this.baseUrl = baseUrl;
        this.timeout = timeout;
        this.requests =
                new ThreadPoolExecutor(
                        0,
                        MAX_AT_A_TIME,
                        30,
                        TimeUnit.SECONDS,
                        new SynchronousQueue<>(),
                        task -> {
                            Thread thread = new Thread(task, "authrealm-breached-passwords");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /**
     * Asks for the hashes that begin with {@code prefix}.
     *
     * @param http the server's own client, with its proxy and trust store
     * @param prefix five hex digits
     */
    Result fetch(CloseableHttpClient http, String prefix) {
        HttpGet request = new HttpGet(baseUrl + "/range/" + prefix);
        request.setConfig(configOf(http));
        request.setHeader("Add-Padding", "true");
        request.setHeader("User-Agent", "AuthRealm");
        try {
            Future<Result> result = requests.submit(() -> send(http, request));
            return result.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            return new Result.Busy();
        } catch (TimeoutException e) {
            return new Result.Failed("no answer within " + timeout.toMillis() + " ms");
        } catch (ExecutionException e) {
            return new Result.Failed(e.getCause().toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result.Busy();
        } finally {
            request.abort();
        }
    }

    private RequestConfig configOf(CloseableHttpClient http) {
        RequestConfig usual = http instanceof Configurable own ? own.getConfig() : null;
        int millis = (int) timeout.toMillis();
        return (usual == null ? RequestConfig.custom() : RequestConfig.copy(usual))
                .setConnectionRequestTimeout(millis)
                .setConnectTimeout(millis)
                .setSocketTimeout(millis)
                .setRedirectsEnabled(false)
                .build();
    }

    private static Result send(CloseableHttpClient http, HttpGet request) throws IOException {
        try (CloseableHttpResponse response = http.execute(request)) {
            int status = response.getStatusLine().getStatusCode();
            HttpEntity entity = response.getEntity();
            if (status != HttpStatus.SC_OK || entity == null) {
                return new Result.Failed("status " + status);
            }
            InputStream content = entity.getContent();
            byte[] body = content.readNBytes(MAX_BODY_BYTES + 1);
            if (body.length > MAX_BODY_BYTES) {
                // The stream stays open: to close it would be to read all the rest.
                return new Result.Failed("an answer of more than " + MAX_BODY_BYTES + " bytes");
            }
            content.close();
            Optional<RangeAnswer> range = RangeAnswer.parse(body);
            return range.isPresent()
                    ? new Result.Answered(range.get())
                    : new Result.Failed("an answer that is no range");
        }
    }

    @Override
    public void close() {
        requests.shutdownNow();
    }
}
