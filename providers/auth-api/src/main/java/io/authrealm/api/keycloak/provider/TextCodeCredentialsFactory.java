package io.authrealm.api.keycloak.provider;

import io.authrealm.api.service.factor.CodeChannel;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.models.KeycloakSession;

/**
 * The credentials of users who get codes by text message. Keycloak asks a provider about
 * credentials only if the type argument is a class that validates.
 */
public final class TextCodeCredentialsFactory
        implements CredentialProviderFactory<CodeCredentials> {

    static final String ID = CodeChannel.TEXT.factor().type();

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public CodeCredentials create(KeycloakSession session) {
        return new CodeCredentials(session, CodeChannel.TEXT);
    }
}
