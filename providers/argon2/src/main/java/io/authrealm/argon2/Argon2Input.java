package io.authrealm.argon2;

/**
 * What is hashed (RFC 9106, section 3.1). The arrays are neither copied nor changed; none is null.
 *
 * @param secret K; empty if there is none
 * @param associatedData X; empty if there is none
 */
public record Argon2Input(byte[] password, byte[] salt, byte[] secret, byte[] associatedData) {

    private static final byte[] NONE = {};

    public static Argon2Input of(byte[] password, byte[] salt) {
        return new Argon2Input(password, salt, NONE, NONE);
    }
}
