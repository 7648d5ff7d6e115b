package io.authrealm.argon2;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;

/**
 * Argon2 of Password4j for one set of parameters, because the library keeps {@code m} KiB forever
 * for each set that it has seen. It allocates several times {@code m} KiB per hash and ignores the
 * given memory.
 *
 * <p>Several lanes are not supported: the library computes them in threads of its own, and a thread
 * that is interrupted while it waits for them gets a wrong tag. A secret and associated data are
 * not supported either, because the library does not take them as bytes.
 */
final class Password4jArgon2 implements Argon2Engine {

    static final String NAME = "password4j";

    private final Argon2Parameters served;

    /**
     * @param served the only parameters that this engine supports
     */
    Password4jArgon2(Argon2Parameters served) {
        this.served = served;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean supports(Argon2Parameters parameters, Argon2Input input) {
        return parameters.equals(served)
                && parameters.parallelism() == 1
                && input.secret().length == 0
                && input.associatedData().length == 0;
    }

    /**
     * @throws IllegalArgumentException for parameters that {@link #supports} refuses: they would
     *     stay in the heap forever or yield a wrong tag
     */
    @Override
    public byte[] hash(Argon2Parameters parameters, Argon2Input input, Argon2Memory memory) {
        if (!supports(parameters, input)) {
            throw new IllegalArgumentException("not supported by " + NAME);
        }
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
