package io.authrealm.benchmarks;

/** Verifies one stored hash, in one of the compared ways. */
@FunctionalInterface
interface Verifier {

    boolean matches(byte[] password);

    /**
     * @throws IllegalArgumentException if the peer is unknown or cannot read the hash
     */
    static Verifier of(String peer, String encoded) {
        return switch (peer) {
            case "authrealm" -> AuthRealmVerifier.of(encoded);
            case "bouncycastle" -> BouncyCastleVerifier.of(encoded);
            case "password4j" -> Password4jVerifier.of(encoded);
            case "jdk" -> JdkVerifier.of(encoded);
            case "favre" -> FavreVerifier.of(encoded);
            default -> throw new IllegalArgumentException("unknown peer " + peer);
        };
    }
}
