package io.authrealm.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.authrealm.argon2.Argon2Input;
import io.authrealm.argon2.Argon2Memory;
import io.authrealm.argon2.Argon2Parameters;
import io.authrealm.argon2.Argon2Type;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One Argon2id hash. A fork runs one engine only, because two sizes of vectors in one JVM would
 * make the Vector API slow for both. The heap is that of a Keycloak outside containers.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 3,
        jvmArgsPrepend = {"-XX:+UseG1GC", "-Xms512m", "-Xmx512m"},
        jvmArgsAppend = {
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED"
        })
public class Argon2Benchmark {

    private static final Argon2Input INPUT =
            Argon2Input.of("passwordpass".getBytes(UTF_8), "saltsaltsaltsalt".getBytes(UTF_8));

    /**
     * The beginnings of the tags as the {@code argon2} command computes them, so that only correct
     * hashes are measured.
     */
    private static final Map<String, String> TAGS =
            Map.of(
                    "7168/5/1", "e6c5984f38ad35f601a7b2a7b4615552",
                    "19456/2/1", "4e25f8a7e1f661a86aa4de231d233a14",
                    "65536/3/1", "3b7a3c2362329859c06dd7c3005f6fcf",
                    "65536/3/4", "c517651d96a566be41a4e2c0df54cee2");

    @Param({
        "vector",
        "scalar",
        "bouncycastle",
        "password4j",
        "native-ref",
        "native-avx2",
        "native-avx2-pooled",
        "native-avx512",
        "native-avx512-pooled"
    })
    public String engine;

    /** m in KiB, t and p. */
    @Param({"7168/5/1", "19456/2/1", "65536/3/1", "65536/3/4"})
    public String parameters;

    private Argon2Peer peer;
    private Argon2Parameters cost;

    /** The state of a thread. */
    @State(Scope.Thread)
    public static class PerThread {
        private final Argon2Memory memory = new Argon2Memory();
    }

    @Setup
    public void check(PerThread thread) {
        int[] numbers = Stream.of(parameters.split("/")).mapToInt(Integer::parseInt).toArray();
        cost =
                new Argon2Parameters(
                        Argon2Type.ID,
                        Argon2Parameters.VERSION_13,
                        numbers[0],
                        numbers[1],
                        numbers[2],
                        32);
        peer = Argon2Peer.named(engine);
        String tag = HexFormat.of().formatHex(peer.hash(cost, INPUT, thread.memory));
        if (!tag.startsWith(TAGS.getOrDefault(parameters, ""))) {
            throw new IllegalStateException(engine + " computes a wrong tag");
        }
    }

    @Benchmark
    public byte[] hash(PerThread thread) {
        return peer.hash(cost, INPUT, thread.memory);
    }
}
