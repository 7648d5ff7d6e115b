package io.authrealm.hashing;

import org.keycloak.credential.hash.PasswordHashProviderFactory;
import org.keycloak.credential.hash.Pbkdf2Sha512PasswordHashProviderFactory;

/** Keycloak's {@code pbkdf2-sha512}, behind the limiter. */
public final class LimitedPbkdf2Sha512Factory implements LimitedPasswordHashProviderFactory {

    private final PasswordHashProviderFactory keycloaks =
            new Pbkdf2Sha512PasswordHashProviderFactory();

    @Override
    public PasswordHashProviderFactory keycloaks() {
        return keycloaks;
    }
}
