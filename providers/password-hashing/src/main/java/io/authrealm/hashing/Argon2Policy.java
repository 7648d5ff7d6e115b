package io.authrealm.hashing;

import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.policy.PasswordPolicyConfigException;
import org.keycloak.policy.PasswordPolicyProvider;
import org.keycloak.policy.PolicyError;

/** Carries a realm's Argon2 parameters; it says nothing about passwords. */
final class Argon2Policy implements PasswordPolicyProvider {

    private final Argon2Settings ofServer;
    private final long maxMemoryBytes;

    Argon2Policy(Argon2Settings ofServer, long maxMemoryBytes) {
        this.ofServer = ofServer;
        this.maxMemoryBytes = maxMemoryBytes;
    }

    @Override
    public @Nullable PolicyError validate(RealmModel realm, UserModel user, String password) {
        return null;
    }

    @Override
    public @Nullable PolicyError validate(String username, String password) {
        return null;
    }

    @Override
    public Object parseConfig(String value) {
        Argon2Settings settings;
        try {
            settings = ofServer.withCosts(value);
        } catch (IllegalArgumentException e) {
            throw new PasswordPolicyConfigException("Argon2 Parameters: " + e.getMessage());
        }
        if (settings.memoryBytes() > maxMemoryBytes) {
            throw new PasswordPolicyConfigException(
                    "Argon2 Parameters: m is more than the server's max-memory, "
                            + maxMemoryBytes / 1024);
        }
        return settings;
    }

    @Override
    public void close() {}
}
