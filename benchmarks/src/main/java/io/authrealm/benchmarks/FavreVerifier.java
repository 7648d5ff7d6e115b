package io.authrealm.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import at.favre.lib.crypto.bcrypt.BCrypt;

/** bcrypt of at.favre.lib, which the keycloak-bcrypt plug-in uses. */
final class FavreVerifier {

    private FavreVerifier() {}

    static Verifier of(String encoded) {
        byte[] hash = encoded.getBytes(UTF_8);
        return password -> BCrypt.verifyer().verify(password, hash).verified;
    }
}
