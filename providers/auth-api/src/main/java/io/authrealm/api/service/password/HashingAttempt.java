package io.authrealm.api.service.password;

import io.authrealm.hashing.HashingBusyException;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;

/** Runs work that hashes a password, which the server may be too busy for. */
public final class HashingAttempt {

    private final KeycloakSession session;

    public HashingAttempt(KeycloakSession session) {
        this.session = session;
    }

    /**
     * Runs {@code work}, in which Keycloak may have replaced the exception of the busy server by
     * one of its own.
     *
     * @param overloaded makes the result for a busy server from the seconds after which to try
     *     again
     */
    public <T> T run(Supplier<T> work, IntFunction<T> overloaded) {
        try {
            return work.get();
        } catch (ModelException e) {
            OptionalInt retryAfter = HashingBusyException.retryAfter(session);
            if (retryAfter.isEmpty()) {
                throw e;
            }
            return overloaded.apply(retryAfter.getAsInt());
        }
    }
}
