package io.authrealm.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.Main;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** JMH's command line, which leaves out the native engines that cannot run here. */
public final class Benchmarks {

    private static final String ENGINE = "engine";

    private Benchmarks() {}

    public static void main(String[] args) throws Exception {
        CommandLineOptions line = new CommandLineOptions(args);
        if (line.shouldHelp()
                || line.shouldList()
                || line.shouldListWithParams()
                || line.shouldListProfilers()
                || line.shouldListResultFormats()) {
            Main.main(args);
            return;
        }
        List<String> engines = runnable(line.getParameter(ENGINE).orElse(allEngines()));
        if (engines.isEmpty()) {
            System.err.println("No engine is left to measure.");
            System.exit(1);
        }
        new Runner(
                        new OptionsBuilder()
                                .parent(line)
                                .param(ENGINE, engines.toArray(String[]::new))
                                .build())
                .run();
    }

    private static List<String> allEngines() throws NoSuchFieldException {
        return List.of(Argon2Benchmark.class.getField(ENGINE).getAnnotation(Param.class).value());
    }

    /** The engines that can run here; a line for each reason says which cannot. */
    private static List<String> runnable(Collection<String> engines) {
        List<String> runnable = new ArrayList<>();
        Map<String, List<String>> leftOut = new LinkedHashMap<>();
        for (String engine : engines) {
            Optional<String> obstacle =
                    NativeArgon2.isName(engine) ? NativeArgon2.obstacle(engine) : Optional.empty();
            if (obstacle.isPresent()) {
                leftOut.computeIfAbsent(obstacle.get(), reason -> new ArrayList<>()).add(engine);
            } else {
                runnable.add(engine);
            }
        }
        leftOut.forEach(
                (reason, names) ->
                        System.out.println(
                                "# Left out: " + String.join(", ", names) + " (" + reason + ")"));
        return runnable;
    }
}
