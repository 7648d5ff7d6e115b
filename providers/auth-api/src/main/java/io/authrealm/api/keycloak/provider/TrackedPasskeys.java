package io.authrealm.api.keycloak.provider;

import com.webauthn4j.converter.util.ObjectConverter;
import io.authrealm.api.keycloak.UsedCredentials;
import io.authrealm.api.tenant.TenantSettings;
import org.keycloak.authentication.authenticators.browser.WebAuthnMetadataService;
import org.keycloak.credential.CredentialInput;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.credential.WebAuthnPasswordlessCredentialProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Passkeys, each use of which {@link TrackedUse} watches, on pages too. A realm that takes none in
 * place of the password takes none on its pages either.
 */
final class TrackedPasskeys extends WebAuthnPasswordlessCredentialProvider {

    TrackedPasskeys(
            KeycloakSession session, WebAuthnMetadataService metadata, ObjectConverter converter) {
        super(session, metadata, converter);
    }

    @Override
    public boolean isValid(RealmModel realm, UserModel user, CredentialInput input) {
        return (isTaken(realm) || !replacesPassword())
                && TrackedUse.of(getKeycloakSession(), realm, user, input)
                        .isValid(() -> super.isValid(realm, user, input));
    }

    private static boolean isTaken(RealmModel realm) {
        return TenantSettings.of(realm).map(TenantSettings::passkeys).orElse(true);
    }

    /** Whether it is the first proof of a sign-in. Outside of one, it is asked for as a factor. */
    private boolean replacesPassword() {
        AuthenticationSessionModel authentication =
                getKeycloakSession().getContext().getAuthenticationSession();
        return authentication != null
                && !UsedCredentials.isPasswordVerified(authentication)
                && UsedCredentials.of(authentication).isEmpty();
    }

    @Override
    public CredentialTypeMetadata getCredentialTypeMetadata(CredentialTypeMetadataContext context) {
        return AccountRemovals.checked(
                getKeycloakSession(), context, super.getCredentialTypeMetadata(context));
    }
}
