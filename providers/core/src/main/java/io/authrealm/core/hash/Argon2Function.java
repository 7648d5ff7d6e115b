package io.authrealm.core.hash;

import io.authrealm.argon2.Argon2Input;
import io.authrealm.argon2.Argon2Parameters;

/** Computes Argon2 with the engine and memory that the server has chosen. */
@FunctionalInterface
public interface Argon2Function {

    /** The tag, {@code parameters.tagLength()} bytes. */
    byte[] hash(Argon2Parameters parameters, Argon2Input input);
}
