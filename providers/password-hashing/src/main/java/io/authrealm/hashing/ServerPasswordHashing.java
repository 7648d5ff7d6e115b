package io.authrealm.hashing;

import io.authrealm.argon2.Argon2Engine;
import io.authrealm.argon2.Argon2Input;
import io.authrealm.argon2.Argon2Memory;
import io.authrealm.argon2.Argon2Parameters;
import io.authrealm.core.hash.Argon2Function;
import io.authrealm.core.hash.HashFormats;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.keycloak.models.KeycloakSession;

/** The hashing of one node: limiter, memory, engines. */
final class ServerPasswordHashing implements PasswordHashing, Argon2Function {

    /** A generous bound on what an engine keeps beyond the blocks of the RFC. */
    private static final long OVERHEAD_BYTES = 64 << 10;

    private final HashLimiter limiter;
    private final Argon2MemoryPool pool;
    private final HashFormats formats;
    private final long maxMemoryBytes;
    private final HashingMetrics metrics = new HashingMetrics();

    /** The first engine that supports a computation is used. */
    private final CompletableFuture<List<Argon2Engine>> engines;

    ServerPasswordHashing(
            HashingOptions options,
            Argon2Settings usual,
            CompletableFuture<List<Argon2Engine>> engines) {
        this.engines = engines;
        maxMemoryBytes = Math.max(1024L * options.maxMemoryKib(), usual.memoryBytes());
        limiter =
                new HashLimiter(
                        options.cpuCores(),
                        usual.memoryBytes(),
                        options.maxWaiting(),
                        options.maxWait());
        pool =
                new Argon2MemoryPool(
                        Math.max(options.cpuCores() * usual.memoryBytes(), maxMemoryBytes)
                                + options.cpuCores() * OVERHEAD_BYTES);
        formats = new HashFormats(this, maxMemoryBytes);
        metrics.watch(limiter);
    }

    @Override
    public <T> T admitted(
            KeycloakSession session, String algorithm, long memoryBytes, Supplier<T> work) {
        long asked = System.nanoTime();
        Optional<HashLimiter.Permit> permit = limiter.enter(memoryBytes);
        if (permit.isEmpty()) {
            metrics.refused(algorithm);
            throw new HashingBusyException(session);
        }
        try (HashLimiter.Permit inside = permit.get()) {
            long admitted = System.nanoTime();
            T result = work.get();
            metrics.hashed(
                    algorithm,
                    Duration.ofNanos(admitted - asked),
                    Duration.ofNanos(System.nanoTime() - admitted));
            return result;
        }
    }

    @Override
    public byte[] hash(Argon2Parameters parameters, Argon2Input input) {
        Argon2Engine engine =
                engines.join().stream()
                        .filter(candidate -> candidate.supports(parameters, input))
                        .findFirst()
                        .orElseThrow();
        long bytes = 1024L * parameters.blocks();
        Argon2Memory memory = pool.take(bytes);
        long held = memory.bytes();
        try {
            return engine.hash(parameters, input, memory);
        } finally {
            pool.give(memory, bytes, held);
        }
    }

    @Override
    public Argon2Function argon2() {
        return this;
    }

    @Override
    public HashFormats formats() {
        return formats;
    }

    @Override
    public long maxMemoryBytes() {
        return maxMemoryBytes;
    }

    @Override
    public void countUpgrade(String fromAlgorithm) {
        metrics.upgraded(fromAlgorithm);
    }

    void trimMemory() {
        pool.trim();
    }
}
