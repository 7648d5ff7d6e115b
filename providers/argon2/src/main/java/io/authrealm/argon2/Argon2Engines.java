package io.authrealm.argon2;

import java.util.Optional;
import java.util.function.Supplier;

/** The engines by their names. */
public final class Argon2Engines {

    /** The vector engine of the width that the machine prefers. */
    public static final String VECTOR = "vector";

    public static final String VECTOR_256 = "vector-256";
    public static final String VECTOR_512 = "vector-512";
    public static final String SCALAR = "scalar";
    public static final String BOUNCYCASTLE = BouncyCastleArgon2.NAME;
    public static final String PASSWORD4J = Password4jArgon2.NAME;

    private static final String VECTOR_MODULE = "jdk.incubator.vector";

    private Argon2Engines() {}

    /**
     * Loads an engine that takes any parameters. A process should not compute with both {@code
     * vector-256} and {@code vector-512}, which makes each many times slower.
     *
     * @param name one of the constants of this class except {@link #PASSWORD4J}
     * @return empty if the Java module, the vector width or the library is missing
     */
    public static Optional<Argon2Engine> named(String name) {
        return lookUp(name) instanceof Found found ? Optional.of(found.engine()) : Optional.empty();
    }

    /**
     * The engine of Password4j, which supports only the given parameters.
     *
     * @return empty if the library is missing
     */
    public static Optional<Argon2Engine> password4j(Argon2Parameters parameters) {
        return lookUp(PASSWORD4J, parameters) instanceof Found found
                ? Optional.of(found.engine())
                : Optional.empty();
    }

    sealed interface Lookup {}

    record Found(Argon2Engine engine) implements Lookup {}

    /**
     * @param reason what is missing and, if possible, how to add it
     */
    record Missing(String reason) implements Lookup {}

    static Lookup lookUp(String name, Argon2Parameters parameters) {
        return name.equals(PASSWORD4J)
                ? library("com.password4j.Argon2Function", () -> new Password4jArgon2(parameters))
                : lookUp(name);
    }

    private static Lookup lookUp(String name) {
        return switch (name) {
            case VECTOR, VECTOR_256, VECTOR_512 -> vector(name);
            case SCALAR -> found(name, new ScalarKernel());
            case BouncyCastleArgon2.NAME ->
                    library(
                            "org.bouncycastle.crypto.generators.Argon2BytesGenerator",
                            BouncyCastleArgon2::new);
            default -> new Missing("there is no such engine");
        };
    }

    private static Lookup vector(String name) {
        if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
            return new Missing(
                    "the module %s is not loaded; start Java with --add-modules %s"
                            .formatted(VECTOR_MODULE, VECTOR_MODULE));
        }
        try {
            return switch (name) {
                case VECTOR_256 -> found(name, VectorKernels.bits256());
                case VECTOR_512 -> found(name, VectorKernels.bits512());
                default -> preferredVector(VectorKernels.preferredBits());
            };
        } catch (LinkageError e) {
            return new Missing("the Vector API of this Java is another one: " + e);
        }
    }

    private static Lookup preferredVector(int bits) {
        if (bits < 256) {
            return new Missing("this machine prefers vectors of " + bits + " bits, fewer than 256");
        }
        return vector(bits == 256 ? VECTOR_256 : VECTOR_512);
    }

    private static Lookup library(String needed, Supplier<Argon2Engine> engine) {
        try {
            Class.forName(needed, false, Argon2Engines.class.getClassLoader());
            return new Found(engine.get());
        } catch (ClassNotFoundException | LinkageError e) {
            return new Missing("the library is not on the class path");
        }
    }

    private static Lookup found(String name, Kernel kernel) {
        return new Found(new KernelEngine(name, kernel));
    }
}
