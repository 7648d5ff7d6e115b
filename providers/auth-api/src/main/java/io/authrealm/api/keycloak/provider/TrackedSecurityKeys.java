package io.authrealm.api.keycloak.provider;

import com.webauthn4j.converter.util.ObjectConverter;
import org.keycloak.authentication.authenticators.browser.WebAuthnMetadataService;
import org.keycloak.credential.CredentialInput;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.credential.WebAuthnCredentialProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Security keys, each use of which {@link TrackedUse} watches, on pages too. */
final class TrackedSecurityKeys extends WebAuthnCredentialProvider {

    TrackedSecurityKeys(
            KeycloakSession session, WebAuthnMetadataService metadata, ObjectConverter converter) {
        super(session, metadata, converter);
    }

    @Override
    public boolean isValid(RealmModel realm, UserModel user, CredentialInput input) {
        return TrackedUse.of(getKeycloakSession(), realm, user, input)
                .isValid(() -> super.isValid(realm, user, input));
    }

    @Override
    public CredentialTypeMetadata getCredentialTypeMetadata(CredentialTypeMetadataContext context) {
        return AccountRemovals.checked(
                getKeycloakSession(), context, super.getCredentialTypeMetadata(context));
    }
}
