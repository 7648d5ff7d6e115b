package io.authrealm.api.keycloak.provider;

import io.authrealm.api.keycloak.ReadableCredentials;
import io.authrealm.api.tenant.TenantSettings;
import jakarta.persistence.EntityManager;
import java.util.stream.Stream;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.jpa.JpaUserProvider;

/**
 * Keycloak's own storage of users, whose second factors can all be read if the realm has opted in.
 * So no page, check or list has to expect one that cannot, see {@link ReadableCredentials}.
 */
class ReadableUserProvider extends JpaUserProvider {

    ReadableUserProvider(KeycloakSession session, EntityManager entities) {
        super(session, entities);
    }

    @Override
    public CredentialModel getStoredCredentialById(RealmModel realm, UserModel user, String id) {
        return readable(realm, super.getStoredCredentialById(realm, user, id));
    }

    @Override
    public Stream<CredentialModel> getStoredCredentialsStream(RealmModel realm, UserModel user) {
        return super.getStoredCredentialsStream(realm, user).map(it -> readable(realm, it));
    }

    @Override
    public Stream<CredentialModel> getStoredCredentialsByTypeStream(
            RealmModel realm, UserModel user, String type) {
        return super.getStoredCredentialsByTypeStream(realm, user, type)
                .map(it -> readable(realm, it));
    }

    @Override
    public CredentialModel getStoredCredentialByNameAndType(
            RealmModel realm, UserModel user, String name, String type) {
        return readable(realm, super.getStoredCredentialByNameAndType(realm, user, name, type));
    }

    /**
     * @param stored may be null
     */
    static CredentialModel readable(RealmModel realm, CredentialModel stored) {
        return stored == null || TenantSettings.of(realm).isEmpty()
                ? stored
                : ReadableCredentials.readable(stored);
    }
}
