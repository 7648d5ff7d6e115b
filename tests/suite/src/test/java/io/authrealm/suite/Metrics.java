package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;

/** The metrics of a server at {@code /metrics}, in the text form of Prometheus. */
final class Metrics {

    private final List<String> samples;

    private Metrics(List<String> samples) {
        this.samples = samples;
    }

    static Metrics of(String serverUrl) {
        Answer answer = Http.send(HttpRequest.newBuilder(URI.create(serverUrl + "/metrics")).GET());
        return new Metrics(
                answer.assertStatus(200).body().lines().filter(l -> !l.startsWith("#")).toList());
    }

    /** The sum of the samples of this name that have all these labels; 0 if there is none. */
    double sum(String name, String... labels) {
        return samples.stream()
                .filter(sample -> sample.startsWith(name + "{") || sample.startsWith(name + " "))
                .filter(sample -> List.of(labels).stream().allMatch(sample::contains))
                .mapToDouble(sample -> Double.parseDouble(sample.replaceFirst(".* ", "")))
                .sum();
    }

    Metrics assertHas(String name) {
        assertThat(samples)
                .as("a sample of %s", name)
                .anyMatch(sample -> sample.startsWith(name + "{") || sample.startsWith(name + " "));
        return this;
    }
}
