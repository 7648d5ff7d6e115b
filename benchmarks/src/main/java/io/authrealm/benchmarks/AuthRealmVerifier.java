package io.authrealm.benchmarks;

import io.authrealm.argon2.Argon2Engines;
import io.authrealm.argon2.Argon2Memory;
import io.authrealm.core.hash.HashFormats;
import io.authrealm.core.hash.HashReading.Verifiable;

/** Like the server: it reads the string and verifies the password, Argon2 on our engine. */
final class AuthRealmVerifier {

    private static final long MAX_MEMORY_BYTES = 256L << 20;

    private AuthRealmVerifier() {}

    static Verifier of(String encoded) {
        Argon2Memory memory = new Argon2Memory();
        Argon2Peer engine = Argon2Peer.named(Argon2Engines.VECTOR);
        HashFormats formats =
                new HashFormats(
                        (parameters, input) -> engine.hash(parameters, input, memory),
                        MAX_MEMORY_BYTES);
        return password ->
                formats.read(encoded) instanceof Verifiable verifiable
                        && verifiable.hash().matches(password);
    }
}
