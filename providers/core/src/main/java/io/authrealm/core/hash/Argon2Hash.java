package io.authrealm.core.hash;

import io.authrealm.argon2.Argon2Input;
import io.authrealm.argon2.Argon2Parameters;
import java.security.MessageDigest;

/** An Argon2 hash without secret and associated data. */
record Argon2Hash(Argon2Parameters parameters, byte[] salt, byte[] tag, Argon2Function function)
        implements EncodedHash {

    @Override
    public String algorithm() {
        return parameters.type().label();
    }

    @Override
    public String strength() {
        return parameters.costs();
    }

    @Override
    public long memoryBytes() {
        return 1024L * parameters.memoryKib();
    }

    @Override
    public boolean matches(byte[] password) {
        byte[] computed = function.hash(parameters, Argon2Input.of(password, salt));
        return MessageDigest.isEqual(tag, computed);
    }
}
