package io.authrealm.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * One HTTP client for the whole suite; it keeps no cookies and follows no redirects. What a dialect
 * answers has to be in its description.
 */
final class Http {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();

    private Http() {}

    static Answer send(HttpRequest.Builder request) {
        return send(request, OpenApi.Dialect.QEET);
    }

    /**
     * @param chosen the dialect of the realm at the paths of {@code /v1}; null if the test does not
     *     know it
     */
    static Answer send(HttpRequest.Builder builder, OpenApi.Dialect chosen) {
        HttpRequest request = builder.timeout(Duration.ofSeconds(60)).build();
        long start = System.nanoTime();
        try {
            HttpResponse<String> response =
                    CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            Answer answer = Answer.of(response, Duration.ofNanos(System.nanoTime() - start));
            OpenApi.check(request.method(), request.uri(), chosen, answer);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
