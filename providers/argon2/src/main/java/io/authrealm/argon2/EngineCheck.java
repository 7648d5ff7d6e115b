package io.authrealm.argon2;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Chooses an engine at the start of a process: the first of vector, scalar, BouncyCastle and
 * Password4j that computes the right tags, does not allocate too much and is not slower than the
 * next. The chosen engine is warm afterwards.
 */
public final class EngineCheck {

    /** The preference for the first engine that passes. */
    public static final String AUTO = "auto";

    /** The values that {@link #run} accepts. */
    public static final List<String> PREFERENCES =
            List.of(
                    AUTO,
                    Argon2Engines.VECTOR,
                    Argon2Engines.VECTOR_256,
                    Argon2Engines.VECTOR_512,
                    Argon2Engines.SCALAR,
                    Argon2Engines.BOUNCYCASTLE,
                    Argon2Engines.PASSWORD4J);

    private static final List<String> ORDER =
            List.of(
                    Argon2Engines.VECTOR,
                    Argon2Engines.SCALAR,
                    Argon2Engines.BOUNCYCASTLE,
                    Argon2Engines.PASSWORD4J);

    /** If C2 leaves vectors on the heap, a hash costs megabytes and many times the time. */
    private static final long MOST_ALLOCATED = 64 << 10;

    /** Above 1, because two engines of the same speed never measure exactly alike. */
    private static final double SLOWER = 1.1;

    private static final Argon2Input SAMPLE =
            Argon2Input.of(
                    "correct horse battery".getBytes(StandardCharsets.US_ASCII),
                    "0123456789abcdef".getBytes(StandardCharsets.US_ASCII));

    private final Argon2Parameters parameters;
    private final Function<String, Argon2Engines.Lookup> lookUp;
    private final Argon2Memory memory = new Argon2Memory();
    private final EngineMeter meter;
    private final List<Rejected> rejected = new ArrayList<>();

    /** Correct but slower engines: they compute what the chosen one does not support. */
    private final List<Candidate> slower = new ArrayList<>();

    private EngineCheck(
            Argon2Parameters parameters, Function<String, Argon2Engines.Lookup> lookUp) {
        this.parameters = parameters;
        this.lookUp = lookUp;
        this.meter = new EngineMeter(parameters, SAMPLE, memory);
    }

    /**
     * @param engines the chosen one, then others for parameters that it does not support
     * @param millisPerHash CPU time of a hash at the given parameters, warm
     * @param rejected the engines before the chosen one, in the order of their examination
     */
    public record Result(
            List<Argon2Engine> engines, double millisPerHash, List<Rejected> rejected) {

        public Result {
            engines = List.copyOf(engines);
            rejected = List.copyOf(rejected);
        }

        public Argon2Engine engine() {
            return engines.get(0);
        }
    }

    /**
     * @param reason safe for a log line: it contains no secret
     */
    public record Rejected(String engine, String reason) {}

    private record Candidate(Argon2Engine engine, EngineMeter.Cost cost) {}

    /**
     * Takes about a second, and meanwhile the memory of one hash.
     *
     * @param preference one of {@link #PREFERENCES}; a named engine is tried first and is used even
     *     if another is faster
     * @param parameters those of new hashes, at which the engines are measured
     * @throws IllegalStateException if every engine fails
     */
    public static Result run(String preference, Argon2Parameters parameters) {
        return run(preference, parameters, name -> Argon2Engines.lookUp(name, parameters));
    }

    static Result run(
            String preference,
            Argon2Parameters parameters,
            Function<String, Argon2Engines.Lookup> lookUp) {
        return new EngineCheck(parameters, lookUp).choose(preference);
    }

    private Result choose(String preference) {
        Deque<String> order = new ArrayDeque<>(ORDER);
        Optional<Candidate> named = Optional.empty();
        if (!preference.equals(AUTO)) {
            // If one width failed, the other must not follow: see Argon2Engines.named.
            order.remove(
                    preference.startsWith(Argon2Engines.VECTOR)
                            ? Argon2Engines.VECTOR
                            : preference);
            named = examine(preference);
        }
        if (named.isPresent() && !preference.equals(Argon2Engines.PASSWORD4J)) {
            return result(List.of(named.get()));
        }
        Optional<Candidate> usual = firstOf(order);
        return result(Stream.concat(named.stream(), usual.stream()).toList());
    }

    private Result result(List<Candidate> chosen) {
        if (chosen.isEmpty()) {
            throw new IllegalStateException("No engine computes Argon2: " + rejected);
        }
        List<Argon2Engine> engines =
                Stream.concat(chosen.stream(), slower.stream()).map(Candidate::engine).toList();
        // Engines share code, which Java recompiles when the second of them is loaded.
        EngineMeter.Cost warm = meter.again(engines.get(0));
        return new Result(engines, warm.millis(), rejected);
    }

    private Optional<Candidate> firstOf(Deque<String> order) {
        Optional<Candidate> best = nextOf(order);
        while (best.isPresent()) {
            Optional<Candidate> next = nextOf(order);
            if (next.isEmpty() || !isSlower(best.get(), next.get())) {
                break;
            }
            best = next;
        }
        return best;
    }

    private boolean isSlower(Candidate candidate, Candidate next) {
        double millis = candidate.cost().millis();
        double most = SLOWER * next.cost().millis();
        if (millis > most) {
            // It may have been compiled late.
            millis = meter.again(candidate.engine()).millis();
        }
        if (millis <= most) {
            return false;
        }
        slower.add(candidate);
        reject(
                candidate.engine().name(),
                String.format(
                        Locale.ROOT,
                        "%.1f ms a hash, while %s takes %.1f",
                        millis,
                        next.engine().name(),
                        next.cost().millis()));
        return true;
    }

    private Optional<Candidate> nextOf(Deque<String> order) {
        Optional<Candidate> candidate = Optional.empty();
        while (candidate.isEmpty() && !order.isEmpty()) {
            candidate = examine(order.remove());
        }
        return candidate;
    }

    private Optional<Candidate> examine(String name) {
        Argon2Engines.Lookup found = lookUp.apply(name);
        if (found instanceof Argon2Engines.Missing missing) {
            reject(name, missing.reason());
            return Optional.empty();
        }
        Argon2Engine engine = ((Argon2Engines.Found) found).engine();
        try {
            return examine(engine);
        } catch (Throwable e) {
            // Any failure, including an error of the linker or of the memory: there are other
            // engines.
            reject(engine.name(), "it failed with " + e.getClass().getName());
            return Optional.empty();
        }
    }

    private Optional<Candidate> examine(Argon2Engine engine) {
        if (!engine.supports(parameters, SAMPLE)) {
            reject(engine.name(), "it does not take the configured parameters");
            return Optional.empty();
        }
        long most = isLibrary(engine) ? Long.MAX_VALUE : MOST_ALLOCATED;
        EngineMeter.Cost cost = meter.warm(engine, most);
        if (cost.allocatedBytes() > most) {
            reject(engine.name(), "it allocates " + cost.allocatedBytes() + " bytes a hash");
            return Optional.empty();
        }
        // Last, so that the compiled code answers.
        if (!givesRightTags(engine)) {
            reject(engine.name(), "it gives wrong tags");
            return Optional.empty();
        }
        return Optional.of(new Candidate(engine, cost));
    }

    private boolean givesRightTags(Argon2Engine engine) {
        return KnownAnswers.concern(engine)
                ? KnownAnswers.holdFor(engine, memory)
                : agreesWithScalar(engine);
    }

    private boolean agreesWithScalar(Argon2Engine engine) {
        Argon2Engine scalar = new KernelEngine(Argon2Engines.SCALAR, new ScalarKernel());
        return MessageDigest.isEqual(
                scalar.hash(parameters, SAMPLE, memory), engine.hash(parameters, SAMPLE, memory));
    }

    private static boolean isLibrary(Argon2Engine engine) {
        return engine.name().equals(Argon2Engines.BOUNCYCASTLE)
                || engine.name().equals(Argon2Engines.PASSWORD4J);
    }

    private void reject(String engine, String reason) {
        rejected.add(new Rejected(engine, reason));
    }
}
