package io.authrealm.benchmarks;

import com.sun.jna.Library;
import com.sun.jna.Native;
import io.authrealm.argon2.Argon2Input;
import io.authrealm.argon2.Argon2Memory;
import io.authrealm.argon2.Argon2Parameters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * libargon2 as {@code native/build.sh} builds it. {@code native-avx2} takes memory from malloc for
 * each hash, like the library itself. {@code native-avx2-pooled} reuses and wipes one buffer per
 * thread, as our engines do. {@code native-avx2-pooled-unwiped} does not wipe. The same for {@code
 * ref} (no SIMD) and {@code avx512}.
 */
final class NativeArgon2 implements Argon2Peer {

    /** The folder of the libraries. */
    private static final String FOLDER = "argon2.native";

    private static final String PREFIX = "native-";
    private static final String POOLED = "-pooled";
    private static final String UNWIPED = "-unwiped";

    private final Shim shim;
    private final int memoryKind;

    private NativeArgon2(Shim shim, int memoryKind) {
        this.shim = shim;
        this.memoryKind = memoryKind;
    }

    static boolean isName(String name) {
        return name.startsWith(PREFIX);
    }

    /** Why the engine cannot run here; empty if it can. */
    static Optional<String> obstacle(String name) {
        if (System.getProperty(FOLDER) == null) {
            return Optional.of("-D" + FOLDER + "=<folder of native/build.sh> is not set");
        }
        Path library = library(name);
        if (!Files.exists(library)) {
            return Optional.of(library + " does not exist");
        }
        if (shim(library).shim_runs_here() == 0) {
            return Optional.of("this CPU has no such instructions");
        }
        return Optional.empty();
    }

    static NativeArgon2 load(String name) {
        obstacle(name)
                .ifPresent(
                        obstacle -> {
                            throw new IllegalStateException(name + ": " + obstacle);
                        });
        Shim shim = shim(library(name));
        shim.shim_wipe(name.endsWith(UNWIPED) ? 0 : 1);
        return new NativeArgon2(shim, name.contains(POOLED) ? 1 : 0);
    }

    private static Path library(String name) {
        String set = name.substring(PREFIX.length()).replace(UNWIPED, "").replace(POOLED, "");
        return Path.of(System.getProperty(FOLDER), "libargon2-" + set + ".so").toAbsolutePath();
    }

    private static Shim shim(Path library) {
        return Native.load(library.toString(), Shim.class);
    }

    @Override
    public byte[] hash(Argon2Parameters parameters, Argon2Input input, Argon2Memory memory) {
        byte[] tag = new byte[parameters.tagLength()];
        int error =
                shim.shim_hash(
                        memoryKind,
                        parameters.type().number(),
                        parameters.version(),
                        parameters.memoryKib(),
                        parameters.iterations(),
                        parameters.parallelism(),
                        input.password(),
                        input.password().length,
                        input.salt(),
                        input.salt().length,
                        tag,
                        tag.length);
        if (error != 0) {
            throw new IllegalStateException("libargon2: error " + error);
        }
        return tag;
    }

    /** {@code native/shim.c}. */
    interface Shim extends Library {

        int shim_runs_here();

        void shim_wipe(int on);

        int shim_hash(
                int memoryKind,
                int type,
                int version,
                int memoryKib,
                int iterations,
                int parallelism,
                byte[] password,
                int passwordLength,
                byte[] salt,
                int saltLength,
                byte[] tag,
                int tagLength);
    }
}
