package io.authrealm.api.keycloak.provider;

import jakarta.persistence.EntityManager;
import java.util.stream.Stream;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.storage.jpa.JpaUserFederatedStorageProvider;

/**
 * What Keycloak's own database has of users whom a directory keeps. Their second factors can all be
 * read, as those of {@link ReadableUserProvider} can.
 */
final class ReadableFederatedUsers extends JpaUserFederatedStorageProvider {

    ReadableFederatedUsers(KeycloakSession session, EntityManager entities) {
        super(session, entities);
    }

    @Override
    public CredentialModel getStoredCredentialById(RealmModel realm, String userId, String id) {
        return ReadableUserProvider.readable(
                realm, super.getStoredCredentialById(realm, userId, id));
    }

    @Override
    public Stream<CredentialModel> getStoredCredentialsStream(RealmModel realm, String userId) {
        return super.getStoredCredentialsStream(realm, userId)
                .map(it -> ReadableUserProvider.readable(realm, it));
    }

    @Override
    public Stream<CredentialModel> getStoredCredentialsByTypeStream(
            RealmModel realm, String userId, String type) {
        return super.getStoredCredentialsByTypeStream(realm, userId, type)
                .map(it -> ReadableUserProvider.readable(realm, it));
    }

    @Override
    public CredentialModel getStoredCredentialByNameAndType(
            RealmModel realm, String userId, String name, String type) {
        return ReadableUserProvider.readable(
                realm, super.getStoredCredentialByNameAndType(realm, userId, name, type));
    }
}
