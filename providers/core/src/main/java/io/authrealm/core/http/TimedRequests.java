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
 * Requests to an external service, each with a time limit that covers everything: name look-up,
 * connection, and an answer that trickles in. No redirect is followed. At most 32 requests are
 * under way at a time, and none waits for another. If a name look-up outlasts the limit, its
 * request counts until the look-up ends, because a look-up cannot be cancelled.
 */
public final class TimedRequests implements AutoCloseable {

    /** The result of a request. */
    public sealed interface Outcome<T> {

        /** There was an answer, and this was read from it. */
        record Answered<T>(T answer) implements Outcome<T> {}

        /** The request, or reading its answer, failed; the cause may quote either. */
        record Failed<T>(Throwable cause) implements Outcome<T> {}

        /** The time limit has passed. */
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
     * @param threadName the name of the threads that run the requests
     * @param limit the time limit of one request in all, from a millisecond to a day
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
     * @param http the client, whose settings apply except time limits and redirects
     * @param request sent for the first time; it is aborted when this method returns
     * @param reading returns the needed part of the answer, for any status. It bounds how much it
     *     reads, and leaves the stream open if there is more, because closing it would read all the
     *     rest
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

    /**
     * A single step may take longer than the whole limit, so only the whole limit ends a request.
     */
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

    /** The client would read the whole answer itself if it were given a response handler. */
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
