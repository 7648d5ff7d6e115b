package io.authrealm.hashing.compat;

import jakarta.persistence.EntityManager;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.jpa.entities.CredentialEntity;
import org.keycloak.storage.jpa.entity.FederatedUserCredentialEntity;

/**
 * Keycloak's tables of credentials, for two questions that its models do not answer: who owns a
 * credential, and which hashes a realm has.
 */
public final class StoredPasswords {

    /** Rows that the database hands over at a time. */
    private static final int FETCH_SIZE = 500;

    private final EntityManager entities;

    /** The part of a credential that an upgrade needs. */
    public record Stored(String userId, String secretData) {}

    public StoredPasswords(KeycloakSession session) {
        entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /** A credential of a local user, or a local credential of a user from a directory. */
    public Optional<Stored> find(String credentialId) {
        CredentialEntity local = entities.find(CredentialEntity.class, credentialId);
        if (local != null) {
            return Optional.of(new Stored(local.getUser().getId(), local.getSecretData()));
        }
        return Optional.ofNullable(entities.find(FederatedUserCredentialEntity.class, credentialId))
                .map(entity -> new Stored(entity.getUserId(), entity.getSecretData()));
    }

    /**
     * Passes the credential data and the secret data of every password of a realm to the visitor,
     * one after the other. Only what the visitor keeps stays in memory.
     */
    public void forEachPassword(RealmModel realm, BiConsumer<String, String> visitor) {
        visit(
                "select c.credentialData, c.secretData from CredentialEntity c"
                        + " where c.type = :type and c.user.realmId = :realm",
                realm,
                visitor);
        visit(
                "select c.credentialData, c.secretData from FederatedUserCredentialEntity c"
                        + " where c.type = :type and c.realmId = :realm",
                realm,
                visitor);
    }

    private void visit(String query, RealmModel realm, BiConsumer<String, String> visitor) {
        try (Stream<Object[]> rows =
                entities.createQuery(query, Object[].class)
                        .setParameter("type", PasswordCredentialModel.TYPE)
                        .setParameter("realm", realm.getId())
                        .setHint("org.hibernate.fetchSize", FETCH_SIZE)
                        .setHint("org.hibernate.readOnly", true)
                        .getResultStream()) {
            rows.forEach(row -> visitor.accept((String) row[0], (String) row[1]));
        }
    }
}
