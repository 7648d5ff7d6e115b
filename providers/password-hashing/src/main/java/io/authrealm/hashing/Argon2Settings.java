package io.authrealm.hashing;

import io.authrealm.argon2.Argon2Parameters;
import io.authrealm.argon2.Argon2Type;
import io.authrealm.core.hash.Argon2Bounds;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.credential.hash.PasswordHashSpi;
import org.keycloak.models.PasswordPolicy;

/**
 * The parameters of new Argon2 hashes: the server's, or those of a realm.
 *
 * <p>The defaults are the first choice of the OWASP Password Storage Cheat Sheet and of contract
 * section 5.3: Argon2id, m=19456, t=2, p=1, a salt of 16 bytes and a key of 32.
 */
record Argon2Settings(Argon2Parameters parameters) {

    static final int SALT_BYTES = 16;

    /** More than this makes a sign-in slower than people wait, on any machine. */
    private static final int MAX_ITERATIONS = 100;

    private static final Pattern TRIPLE =
            Pattern.compile("m=([1-9]\\d{0,7}),t=([1-9]\\d{0,2}),p=([1-9]\\d?)");

    /** Those of the server. */
    static Argon2Settings ofServer() {
        return of(Config.scope(PasswordHashSpi.NAME, StoredArgon2.ALGORITHM));
    }

    /**
     * Reads the options of {@code --spi-password-hashing--argon2--*}, which are Keycloak's own.
     *
     * @throws IllegalArgumentException for a value out of range
     */
    static Argon2Settings of(Config.Scope config) {
        return checked(
                new Argon2Parameters(
                        Argon2Type.valueOf(config.get("type", "id").toUpperCase(Locale.ROOT)),
                        StoredArgon2.version(config.get("version", "1.3")),
                        config.getInt("memory", 19456),
                        config.getInt("iterations", 2),
                        config.getInt("parallelism", 1),
                        config.getInt("hash-length", config.getInt("hashLength", 32))));
    }

    /**
     * Those of a realm: the policy {@value Argon2PolicyFactory#ID} first, then Keycloak's "Hashing
     * Iterations" where it is a number that suits Argon2, then these.
     */
    Argon2Settings in(@Nullable PasswordPolicy policy) {
        if (policy == null) {
            return this;
        }
        Argon2Settings ofRealm = policy.getPolicyConfig(Argon2PolicyFactory.ID);
        if (ofRealm != null) {
            return ofRealm;
        }
        int iterations = policy.getHashIterations();
        return iterations >= 1 && iterations <= MAX_ITERATIONS
                ? with(parameters.memoryKib(), iterations, parameters.parallelism())
                : this;
    }

    /**
     * These with other costs.
     *
     * @param costs such as {@code m=19456,t=2,p=1}
     * @throws IllegalArgumentException for another form, or a value out of range
     */
    Argon2Settings withCosts(String costs) {
        Matcher triple = TRIPLE.matcher(costs == null ? "" : costs.trim());
        if (!triple.matches()) {
            throw new IllegalArgumentException("not of the form m=19456,t=2,p=1");
        }
        return checked(
                with(
                                Integer.parseInt(triple.group(1)),
                                Integer.parseInt(triple.group(2)),
                                Integer.parseInt(triple.group(3)))
                        .parameters());
    }

    String costs() {
        return parameters.costs();
    }

    long memoryBytes() {
        return 1024L * parameters.blocks();
    }

    private Argon2Settings with(int memoryKib, int iterations, int parallelism) {
        return new Argon2Settings(
                new Argon2Parameters(
                        parameters.type(),
                        parameters.version(),
                        memoryKib,
                        iterations,
                        parallelism,
                        parameters.tagLength()));
    }

    private static Argon2Settings checked(Argon2Parameters parameters) {
        if (parameters.iterations() > MAX_ITERATIONS) {
            throw new IllegalArgumentException("t is more than " + MAX_ITERATIONS);
        }
        if (!Argon2Bounds.hold(parameters, Long.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "p is more than 16, or m * t more than " + Argon2Bounds.MAX_BLOCK_PASSES);
        }
        if (parameters.tagLength() < 16 || parameters.tagLength() > 64) {
            throw new IllegalArgumentException("the hash length is not 16 to 64");
        }
        return new Argon2Settings(parameters);
    }
}
