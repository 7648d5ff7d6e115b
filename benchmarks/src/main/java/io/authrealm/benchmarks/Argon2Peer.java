package io.authrealm.benchmarks;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import io.authrealm.argon2.Argon2Engines;
import io.authrealm.argon2.Argon2Input;
import io.authrealm.argon2.Argon2Memory;
import io.authrealm.argon2.Argon2Parameters;

/** One of the compared ways to compute Argon2. */
@FunctionalInterface
interface Argon2Peer {

    byte[] hash(Argon2Parameters parameters, Argon2Input input, Argon2Memory memory);

    /**
     * @throws IllegalStateException if it cannot run here
     */
    static Argon2Peer named(String name) {
        if (NativeArgon2.isName(name)) {
            return NativeArgon2.load(name);
        }
        if (name.equals(Argon2Engines.PASSWORD4J)) {
            return Argon2Peer::password4j;
        }
        return Argon2Engines.named(name)
                .<Argon2Peer>map(engine -> engine::hash)
                .orElseThrow(() -> new IllegalStateException(name + " cannot run here"));
    }

    /** The library itself, because our engine does not let it compute several lanes. */
    private static byte[] password4j(
            Argon2Parameters parameters, Argon2Input input, Argon2Memory memory) {
        return Argon2Function.getInstance(
                        parameters.memoryKib(),
                        parameters.iterations(),
                        parameters.parallelism(),
                        parameters.tagLength(),
                        Argon2.valueOf(parameters.type().name()),
                        parameters.version())
                .hash(input.password(), input.salt())
                .getBytes();
    }
}
