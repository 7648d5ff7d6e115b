package io.authrealm.api.service.broker;

import io.authrealm.api.caller.Caller;
import io.authrealm.api.tenant.Tenant;
import java.util.Optional;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/** Who knows the secrets of an account. */
public final class AccountOrigin {

    private final KeycloakSession session;
    private final Tenant tenant;

    public AccountOrigin(KeycloakSession session, Tenant tenant) {
        this.session = session;
        this.tenant = tenant;
    }

    /** The way in which the caller signs in. A user with a password counts as local. */
    public SignInMethod of(Caller caller) {
        UserModel user = caller.user();
        return user.credentialManager().isConfiguredFor(PasswordCredentialModel.TYPE)
                ? SignInMethod.LOCAL
                : byIdentity(user).orElse(SignInMethod.LOCAL);
    }

    private Optional<SignInMethod> byIdentity(UserModel user) {
        return session.users()
                .getFederatedIdentitiesStream(tenant.realm(), user)
                .map(FederatedIdentityModel::getIdentityProvider)
                .map(session.identityProviders()::getByAlias)
                .filter(provider -> provider != null)
                .map(IdentityProviderModel::getProviderId)
                .map(SignInMethod::of)
                .findFirst();
    }
}
