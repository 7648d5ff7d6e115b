package io.authrealm.api.keycloak;

import io.authrealm.core.sql.DatabaseFailure;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityNotFoundException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.cache.CacheRealmProvider;

/**
 * Asks Keycloak about the roles of an admin while other requests remove roles.
 *
 * <p>Keycloak looks through all roles of the admin. Those of an administrator of the server include
 * the roles over every realm, and go with a realm. Keycloak's cache fails if it is asked about a
 * role that it still has, and that the database has no more. Then the question is asked again.
 */
final class VanishingRoles {

    private static final Logger LOG = Logger.getLogger(VanishingRoles.class);

    /** How often a question is asked. Before each time, further roles were removed. */
    private static final int MOST_TIMES = 5;

    /** As many as every database takes in one statement. */
    private static final int MOST_IDS = 500;

    private final KeycloakSession session;
    private final UserModel admin;

    VanishingRoles(KeycloakSession session, UserModel admin) {
        this.session = session;
        this.admin = admin;
    }

    /**
     * The answer to a question about the admin.
     *
     * @throws EntityNotFoundException if roles are removed all the time
     */
    <T> T ask(Supplier<T> question) {
        return ask(question, Set.of());
    }

    /**
     * The answer to a question about the admin and other roles.
     *
     * @throws EntityNotFoundException if roles are removed all the time, or one of the others
     */
    <T> T ask(Supplier<T> question, Set<RoleModel> others) {
        // Now: a role that the session forgets cannot tell its id any more.
        Set<String> otherIds = ids(others);
        for (int times = 1; ; times++) {
            try {
                return question.get();
            } catch (RuntimeException e) {
                if (DatabaseFailure.of(e).isPresent()) {
                    throw e;
                }
                boolean isForgotten = hasForgotten();
                boolean isOtherGone = existing(otherIds).size() < otherIds.size();
                if (!isForgotten && !isOtherGone) {
                    throw e;
                }
                if (isOtherGone || times == MOST_TIMES) {
                    EntityNotFoundException gone = new EntityNotFoundException("a role is gone");
                    gone.initCause(e);
                    throw gone;
                }
                LOG.debugf(e, "A role of the admin %s was removed", admin.getId());
            }
        }
    }

    /** One more role may go while the roles are looked at, which fails as the question did. */
    private boolean hasForgotten() {
        try {
            return forgetVanished();
        } catch (RuntimeException e) {
            if (DatabaseFailure.of(e).isPresent()) {
                throw e;
            }
            LOG.debugf(e, "A role of the admin %s went meanwhile", admin.getId());
            return true;
        }
    }

    /**
     * Lets the session forget what it knows of removed roles, and of those that they were part of.
     * Returns whether there was any.
     */
    private boolean forgetVanished() {
        CacheRealmProvider cache = session.getProvider(CacheRealmProvider.class);
        if (cache == null) {
            return false;
        }
        Map<RoleModel, Set<RoleModel>> partsOf = new HashMap<>();
        Set<RoleModel> vanished = new HashSet<>();
        Set<RoleModel> unknown = rolesOfAdmin();
        while (!unknown.isEmpty()) {
            Set<String> there = existing(ids(unknown));
            Set<RoleModel> parts = new HashSet<>();
            for (RoleModel role : unknown) {
                if (there.contains(role.getId())) {
                    partsOf.put(role, role.getCompositesStream().collect(Collectors.toSet()));
                    parts.addAll(partsOf.get(role));
                } else {
                    vanished.add(role);
                }
            }
            parts.removeAll(partsOf.keySet());
            parts.removeAll(vanished);
            unknown = parts;
        }
        partsOf.entrySet().stream()
                .filter(entry -> !Collections.disjoint(entry.getValue(), vanished))
                .forEach(entry -> forget(cache, entry.getKey()));
        vanished.forEach(role -> forget(cache, role));
        return !vanished.isEmpty();
    }

    private static void forget(CacheRealmProvider cache, RoleModel role) {
        cache.registerRoleInvalidation(role.getId(), role.getName(), role.getContainerId());
    }

    private Set<RoleModel> rolesOfAdmin() {
        return Stream.concat(
                        admin.getRoleMappingsStream(),
                        admin.getGroupsStream().flatMap(VanishingRoles::rolesOf))
                .collect(Collectors.toSet());
    }

    private static Stream<RoleModel> rolesOf(GroupModel group) {
        return Stream.iterate(group, Objects::nonNull, GroupModel::getParent)
                .flatMap(GroupModel::getRoleMappingsStream);
    }

    private static Set<String> ids(Collection<RoleModel> roles) {
        return roles.stream().map(RoleModel::getId).collect(Collectors.toSet());
    }

    /** Those of the ids that the database has a role for. */
    private Set<String> existing(Set<String> wanted) {
        EntityManager entities =
                session.getProvider(JpaConnectionProvider.class).getEntityManager();
        List<String> ids = List.copyOf(wanted);
        Set<String> there = new HashSet<>();
        for (int from = 0; from < ids.size(); from += MOST_IDS) {
            there.addAll(
                    entities.createQuery(
                                    "select r.id from RoleEntity r where r.id in :ids",
                                    String.class)
                            .setParameter(
                                    "ids", ids.subList(from, Math.min(ids.size(), from + MOST_IDS)))
                            .getResultList());
        }
        return there;
    }
}
