package io.authrealm.hashing;

import io.authrealm.core.hash.Argon2Function;
import io.authrealm.core.hash.HashFormats;
import java.util.function.Supplier;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.Provider;

/**
 * The server's hashing, one instance for all realms: the engine, its memory, and the limiter that
 * every hash passes.
 *
 * <p>Internal: any release may change it.
 */
public interface PasswordHashing extends Provider {

    /**
     * Computes a hash as soon as the limiter grants a permit.
     *
     * @param algorithm its name in the metrics
     * @param memoryBytes what it needs, if that is more than a few KiB; else 0
     * @throws HashingBusyException if the hash would have to wait too long
     */
    <T> T admitted(KeycloakSession session, String algorithm, long memoryBytes, Supplier<T> work);

    /** Computes Argon2. Call it only from work that {@link #admitted} runs. */
    Argon2Function argon2();

    /** Reads the encoded hashes of other systems. */
    HashFormats formats();

    /** The largest memory of one hash; stored hashes that need more are not verified. */
    long maxMemoryBytes();

    /** Records that a password was moved to the realm's present algorithm and parameters. */
    void countUpgrade(String fromAlgorithm);

    @Override
    default void close() {}
}
