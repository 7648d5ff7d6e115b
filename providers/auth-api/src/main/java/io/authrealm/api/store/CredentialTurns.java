package io.authrealm.api.store;

import jakarta.persistence.EntityManager;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.cache.CachedUserModel;

/**
 * Lets requests that change the credentials of one user do so one after the other, each with what
 * the one before it has stored. Without it, the later one of two would be refused by the database,
 * or would undo the change of the other.
 */
public final class CredentialTurns {

    /** Where Keycloak keeps credentials: of its own users, and of those whom it does not store. */
    private static final Map<String, String> USER_OF_ENTITY =
            Map.of("CredentialEntity", "user.id", "FederatedUserCredentialEntity", "userId");

    private final KeycloakSession session;
    private final EntityManager entities;

    public CredentialTurns(KeycloakSession session) {
        this.session = session;
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /**
     * Locks the user until the end of the transaction, and reads the user's credentials anew.
     *
     * @return the ids of the credentials that there are
     */
    public Set<String> take(UserModel user) {
        new SessionEnds(session).takeTurn(user);
        Set<String> ids = new HashSet<>();
        USER_OF_ENTITY.forEach(
                (entity, owner) ->
                        entities.createQuery(
                                        "select c, c.id from %s c where c.%s = :user"
                                                .formatted(entity, owner),
                                        Object[].class)
                                .setParameter("user", user.getId())
                                .getResultList()
                                .forEach(
                                        row -> {
                                            entities.refresh(row[0]);
                                            ids.add((String) row[1]);
                                        }));
        if (user instanceof CachedUserModel cached) {
            // The cached credentials are from before the lock.
            cached.invalidate();
        }
        return ids;
    }
}
