package io.authrealm.api.store;

import java.util.List;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The names of a realm's roles, with those of Keycloak itself, as the database has them.
 *
 * @param names at most as many as were asked for
 */
public record RoleNames(List<String> names) {

    /** At most that many. */
    public static RoleNames of(KeycloakSession session, RealmModel realm, int most) {
        return new RoleNames(
                session.getProvider(JpaConnectionProvider.class)
                        .getEntityManager()
                        .createQuery(
                                "select r.name from RoleEntity r"
                                        + " where r.realmId = :realm and r.clientRole = false",
                                String.class)
                        .setParameter("realm", realm.getId())
                        .setMaxResults(most)
                        .getResultList());
    }

    /**
     * Whether a role has the name in any case. Not every database knows the case of all letters.
     */
    public boolean contains(String name) {
        return names.stream().anyMatch(name::equalsIgnoreCase);
    }
}
