package io.authrealm.core.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.http.client.ResponseHandler;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.Configurable;
import org.apache.http.client.methods.HttpRequestBase;
import org.apache.http.impl.client.CloseableHttpClient;

/**
 * Requests to a service of somebody else's, within a time that holds for all of a request: name
 * look-up, connection, and an answer that trickles in. No redirect is followed. At most 32 requests
 * are under way at a time, and none waits for another; one whose name look-up outlasts the time
 * counts until the look-up ends, as that cannot be broken off.
 */
public final class TimedRequests implements AutoCloseable {

    /** What comes of a request. */
    public sealed interface Outcome<T> {

        /** There is an answer, and this was read of it. */
        record Answered<T>(T answer) implements Outcome<T> {}

        /** The request, or reading its answer, failed; the cause may quote either. */
        record Failed<T>(Throwable cause) implements Outcome<T> {}

        /** The time is over. */
        record Late<T>() implements Outcome<T> {}

        /** Nothing was sent, because too many requests are under way. */
        record Busy<T>() implements Outcome<T> {}

        /** The caller was interrupted before there was an answer, and still is. */
        record Interrupted<T>() implements Outcome<T> {}
    }

    private static final int MAX_AT_A_TIME = 32;

    private final Duration limit;
    private final ThreadPoolExecutor threads;

    /**
     * @param threadName what the threads are called that the requests run on
     * @param limit what one request may take in all, from a millisecond to a day
     */
    public TimedRequests(String threadName, Duration limit) {
        this.limit = limit;
        this.threads =
                new ThreadPoolExecutor(
                        0,
                        MAX_AT_A_TIME,
                        30,
                        TimeUnit.SECONDS,
                        new SynchronousQueue<>(),
                        task -> {
                            Thread thread = new Thread(task, threadName);
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /**
     * Sends a request and reads its answer.
     *
     * @param http the client, whose settings hold but for time limits and redirects
     * @param request one that is sent for the first time; it is aborted when this returns
     * @param reading returns what is needed of the answer, whatever its status. It bounds how much
     *     it reads, and leaves the stream open where there is more: to close it would be to read
     *     all the rest
     */
    public <T> Outcome<T> send(
            CloseableHttpClient http, HttpRequestBase request, ResponseHandler<T> reading) {
        request.setConfig(configOf(http));
        try {
            Future<T> answer = threads.submit(() -> execute(http, request, reading));
            return new Outcome.Answered<>(answer.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (RejectedExecutionException e) {
            return new Outcome.Busy<>();
        } catch (TimeoutException e) {
            return new Outcome.Late<>();
        } catch (ExecutionException e) {
            return new Outcome.Failed<>(Objects.requireNonNull(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Interrupted<>();
        } finally {
            request.abort();
        }
    }

    /** A single step may take longer than all of it, so that it is always the latter that ends. */
    private RequestConfig configOf(CloseableHttpClient http) {
        RequestConfig usual = http instanceof Configurable own ? own.getConfig() : null;
        int millis = 2 * (int) limit.toMillis();
        return (usual == null ? RequestConfig.custom() : RequestConfig.copy(usual))
                .setConnectionRequestTimeout(millis)
                .setConnectTimeout(millis)
                .setSocketTimeout(millis)
                .setRedirectsEnabled(false)
                .build();
    }

    /** The client would read all of an answer itself if it were given what reads it. */
    private static <T> T execute(
            CloseableHttpClient http, HttpRequestBase request, ResponseHandler<T> reading)
            throws IOException {
        try (CloseableHttpResponse response = http.execute(request)) {
            return reading.handleResponse(response);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
