package io.authrealm.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.password4j.Argon2Function;
import com.password4j.BcryptFunction;
import com.password4j.HashingFunction;
import com.password4j.PBKDF2Function;
import com.password4j.ScryptFunction;
import com.password4j.types.Hmac;
import java.security.MessageDigest;

/** Password4j by itself. */
final class Password4jVerifier {

    private Password4jVerifier() {}

    static Verifier of(String encoded) {
        if (encoded.startsWith("$2")) {
            return whole(BcryptFunction.getInstanceFromHash(encoded), encoded);
        }
        if (encoded.startsWith("$argon2")) {
            return whole(Argon2Function.getInstanceFromHash(encoded), encoded);
        }
        StoredHash stored = StoredHash.of(encoded);
        int length = stored.key().length;
        return encoded.startsWith("$scrypt$")
                ? raw(
                        ScryptFunction.getInstance(
                                1 << stored.number("ln="),
                                stored.number("r="),
                                stored.number("p="),
                                length),
                        stored)
                : raw(
                        PBKDF2Function.getInstance(
                                Hmac.SHA256, stored.number("pbkdf2-sha256$"), 8 * length),
                        stored);
    }

    private static Verifier whole(HashingFunction function, String encoded) {
        byte[] hash = encoded.getBytes(UTF_8);
        return password -> function.check(password, hash);
    }

    private static Verifier raw(HashingFunction function, StoredHash stored) {
        return password ->
                MessageDigest.isEqual(
                        stored.key(), function.hash(password, stored.salt()).getBytes());
    }
}
