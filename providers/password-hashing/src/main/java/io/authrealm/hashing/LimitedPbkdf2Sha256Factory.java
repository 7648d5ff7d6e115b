package io.authrealm.hashing;

import org.keycloak.credential.hash.PasswordHashProviderFactory;
import org.keycloak.credential.hash.Pbkdf2Sha256PasswordHashProviderFactory;

/** Keycloak's {@code pbkdf2-sha256}, behind the limiter. */
public final class LimitedPbkdf2Sha256Factory implements LimitedPasswordHashProviderFactory {

    private final PasswordHashProviderFactory keycloaks =
            new Pbkdf2Sha256PasswordHashProviderFactory();

    @Override
    public PasswordHashProviderFactory keycloaks() {
        return keycloaks;
    }
}
