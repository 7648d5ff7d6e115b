package io.authrealm.hashing;

import io.authrealm.argon2.EngineCheck;
import java.time.Duration;
import java.util.List;
import org.keycloak.Config;
import org.keycloak.credential.hash.PasswordHashSpi;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * The options {@code --spi-password-hashing--argon2--*} except the parameters of Argon2.
 *
 * @param engine {@code auto}, or the one engine to use
 * @param cpuCores how many usual hashes are computed at a time
 * @param maxMemoryKib the largest memory of one stored hash that is verified, in KiB
 * @param maxWait how long a hash waits for a permit
 * @param maxWaiting how many may wait at a time
 */
record HashingOptions(
        String engine, int cpuCores, int maxMemoryKib, Duration maxWait, int maxWaiting) {

    private static final int DEFAULT_MAX_MEMORY_KIB = 65536;
    private static final int DEFAULT_MAX_WAIT_MS = 3000;

    /** At 20 ms a hash, this many are computed within the longest wait. */
    private static final int DEFAULT_WAITING_PER_CORE = 150;

    HashingOptions {
        require(cpuCores >= 1 && cpuCores <= 1024, "cpu-cores");
        require(maxMemoryKib >= 1024 && maxMemoryKib <= 4 << 20, "max-memory");
        require(maxWait.toMillis() >= 1 && maxWait.toMinutes() < 1, "max-wait");
        require(maxWaiting >= 0, "max-waiting");
        require(EngineCheck.PREFERENCES.contains(engine), "engine");
    }

    private static void require(boolean holds, String option) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "spi-password-hashing--argon2--" + option + " is out of range");
        }
    }

    static HashingOptions ofServer() {
        Config.Scope config = Config.scope(PasswordHashSpi.NAME, StoredArgon2.ALGORITHM);
        int cores = Runtime.getRuntime().availableProcessors();
        int permits = config.getInt("cpu-cores", config.getInt("cpuCores", cores));
        return new HashingOptions(
                config.get("engine", EngineCheck.AUTO),
                permits,
                config.getInt("max-memory", DEFAULT_MAX_MEMORY_KIB),
                Duration.ofMillis(config.getInt("max-wait", DEFAULT_MAX_WAIT_MS)),
                config.getInt("max-waiting", permits * DEFAULT_WAITING_PER_CORE));
    }

    static List<ProviderConfigProperty> properties() {
        return ProviderConfigurationBuilder.create()
                .property()
                .name("engine")
                .type("string")
                .helpText("Engine that computes Argon2; auto chooses the fastest that works")
                .options(EngineCheck.PREFERENCES)
                .defaultValue(EngineCheck.AUTO)
                .add()
                .property()
                .name("type")
                .type("string")
                .helpText("Variant of Argon2")
                .options("id", "i", "d")
                .defaultValue("id")
                .add()
                .property()
                .name("version")
                .type("string")
                .helpText("Version of Argon2")
                .options("1.3", "1.0")
                .defaultValue("1.3")
                .add()
                .property()
                .name("memory")
                .type("int")
                .helpText("Memory of a new hash in KiB")
                .defaultValue(19456)
                .add()
                .property()
                .name("iterations")
                .type("int")
                .helpText("Passes over the memory")
                .defaultValue(2)
                .add()
                .property()
                .name("parallelism")
                .type("int")
                .helpText("Lanes")
                .defaultValue(1)
                .add()
                .property()
                .name("hash-length")
                .type("int")
                .helpText("Length of a new hash in bytes")
                .defaultValue(32)
                .add()
                .property()
                .name("cpu-cores")
                .type("int")
                .helpText("Hashes of any algorithm that are computed at a time; as many as cores")
                .add()
                .property()
                .name("max-memory")
                .type("int")
                .helpText("Largest memory of one stored hash that is verified, in KiB")
                .defaultValue(DEFAULT_MAX_MEMORY_KIB)
                .add()
                .property()
                .name("max-wait")
                .type("int")
                .helpText("Milliseconds that a hash waits for a permit before it is refused")
                .defaultValue(DEFAULT_MAX_WAIT_MS)
                .add()
                .property()
                .name("max-waiting")
                .type("int")
                .helpText("Hashes that may wait at a time; 150 for each core")
                .add()
                .build();
    }
}
