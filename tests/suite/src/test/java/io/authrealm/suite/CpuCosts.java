package io.authrealm.suite;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The processor time that a server needs for a request of each kind. The kinds take turns, so that
 * what warms the server up affects all of them.
 */
final class CpuCosts {

    private static final int WARM_UP = 5_000;
    private static final int ROUNDS = 9;
    private static final int REQUESTS = 300;

    private CpuCosts() {}

    /** Milliseconds for one request, by the names of the kinds. */
    static Map<String, Double> of(ServerProcess server, Map<String, Runnable> kinds) {
        kinds.values().forEach(kind -> cost(server, kind, WARM_UP));
        Map<String, List<Double>> all = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            kinds.forEach(
                    (name, kind) ->
                            all.computeIfAbsent(name, n -> new ArrayList<>())
                                    .add(cost(server, kind, REQUESTS)));
        }
        Map<String, Double> medians = new LinkedHashMap<>();
        all.forEach((name, costs) -> medians.put(name, median(costs)));
        return medians;
    }

    /** Milliseconds for one request, as a mean. */
    static double cost(ServerProcess server, Runnable request, int requests) {
        Duration before = server.cpu();
        for (int i = 0; i < requests; i++) {
            request.run();
        }
        return server.cpu().minus(before).toNanos() / 1e6 / requests;
    }

    private static double median(List<Double> all) {
        return all.stream().sorted().toList().get(all.size() / 2);
    }
}
