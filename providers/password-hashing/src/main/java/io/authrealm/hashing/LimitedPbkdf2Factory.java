package io.authrealm.hashing;

import org.keycloak.credential.hash.PasswordHashProviderFactory;
import org.keycloak.credential.hash.Pbkdf2PasswordHashProviderFactory;

/** Keycloak's {@code pbkdf2}, behind the limiter. */
public final class LimitedPbkdf2Factory implements LimitedPasswordHashProviderFactory {

    // Realms that name it still have passwords that only this class verifies.
    @SuppressWarnings("deprecation")
    private final PasswordHashProviderFactory keycloaks = new Pbkdf2PasswordHashProviderFactory();

    @Override
    public PasswordHashProviderFactory keycloaks() {
        return keycloaks;
    }
}
