package io.authrealm.api.store;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** Who has a role of a realm, as the database has it. */
public final class RoleHolders {

    private final EntityManager entities;
    private final String roleId;

    public RoleHolders(KeycloakSession session, String roleId) {
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        this.roleId = roleId;
    }

    /** Makes other requests wait, on all nodes, that take the role from somebody. */
    public void lock() {
        entities.createQuery("select r from RoleEntity r where r.id = :role", Object.class)
                .setParameter("role", roleId)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList();
    }

    /** Whether anybody else has the role directly, and is neither suspended nor deleted. */
    public boolean areThereOthers(String userId) {
        return entities.createQuery(
                                "select count(m) from UserRoleMappingEntity m join m.user u"
                                        + " where m.roleId = :role and u.id <> :user"
                                        + " and u.enabled = true",
                                Long.class)
                        .setParameter("role", roleId)
                        .setParameter("user", userId)
                        .getSingleResult()
                > 0;
    }
}
