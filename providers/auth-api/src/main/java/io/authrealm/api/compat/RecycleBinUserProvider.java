package io.authrealm.api.compat;

import io.authrealm.api.store.DeletedUserEntity;
import io.authrealm.api.store.DeletedUsers;
import jakarta.persistence.EntityManager;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Path;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import jakarta.persistence.criteria.Subquery;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.jpa.JpaUserProvider;
import org.keycloak.models.jpa.entities.UserEntity;
import org.keycloak.models.utils.UserModelDelegate;

/**
 * Keycloak's own storage of users, which knows of deleted ones: no list, search or count has them,
 * whoever asks, and looked up they are disabled, whoever tries to enable them, as a directory does
 * that they come from. All else about them is as ever, so that their names and addresses are taken.
 *
 * <p>Lists are filtered where the storage hands its criteria to the entity manager, so that they
 * stay Keycloak's own.
 */
final class RecycleBinUserProvider extends JpaUserProvider {

    private final KeycloakSession session;
    private final EntityManager unfiltered;

    RecycleBinUserProvider(KeycloakSession session, EntityManager entities) {
        super(session, filtering(entities));
        this.session = session;
        this.unfiltered = entities;
    }

    @Override
    public UserModel getUserById(RealmModel realm, String id) {
        return disabledIfDeleted(super.getUserById(realm, id));
    }

    @Override
    public UserModel getUserByUsername(RealmModel realm, String username) {
        return disabledIfDeleted(super.getUserByUsername(realm, username));
    }

    @Override
    public UserModel getUserByEmail(RealmModel realm, String email) {
        return disabledIfDeleted(super.getUserByEmail(realm, email));
    }

    @Override
    public UserModel getUserByFederatedIdentity(RealmModel realm, FederatedIdentityModel identity) {
        return disabledIfDeleted(super.getUserByFederatedIdentity(realm, identity));
    }

    /** A lookup like the others: directories find by it whom they know by an id of theirs. */
    @Override
    public Stream<UserModel> searchForUserByUserAttributeStream(
            RealmModel realm, String name, String value) {
        return super.searchForUserByUserAttributeStream(realm, name, value)
                .map(this::disabledIfDeleted);
    }

    /**
     * A difference, so that only the few who are deleted cost more than Keycloak's own count does:
     * leaving them out while counting looks every user up among them.
     */
    @Override
    public int getUsersCount(RealmModel realm, boolean includeServiceAccount) {
        int all =
                new JpaUserProvider(session, unfiltered)
                        .getUsersCount(realm, includeServiceAccount);
        return all - deletedCount(realm);
    }

    private int deletedCount(RealmModel realm) {
        CriteriaBuilder builder = unfiltered.getCriteriaBuilder();
        CriteriaQuery<Long> query = builder.createQuery(Long.class);
        Root<UserEntity> user = query.from(UserEntity.class);
        List<Predicate> where = new ArrayList<>();
        where.add(builder.equal(user.get("realmId"), realm.getId()));
        where.add(isDeleted(builder, query, user));
        where.addAll(ListPermissions.filters(session, realm, builder, query, user));
        query.select(builder.count(user)).where(where.toArray(Predicate[]::new));
        return unfiltered.createQuery(query).getSingleResult().intValue();
    }

    /** The one count that Keycloak makes without criteria. */
    @Override
    public int getUsersCount(RealmModel realm, Set<String> groupIds) {
        if (groupIds == null || groupIds.isEmpty()) {
            return 0;
        }
        return em.createQuery(
                        "select count(m.user) from UserGroupMembershipEntity m"
                                + " where m.user.realmId = :realm and m.groupId in :groups"
                                + " and not exists (select 1 from DeletedUserEntity d"
                                + " where d.userId = m.user.id and m.user.enabled = false)",
                        Long.class)
                .setParameter("realm", realm.getId())
                .setParameter("groups", groupIds)
                .getSingleResult()
                .intValue();
    }

    private UserModel disabledIfDeleted(UserModel user) {
        boolean isDeleted = user != null && DeletedUsers.contains(session, user);
        return isDeleted ? new DeletedUser(user) : user;
    }

    private static EntityManager filtering(EntityManager entities) {
        return (EntityManager)
                Proxy.newProxyInstance(
                        RecycleBinUserProvider.class.getClassLoader(),
                        new Class<?>[] {EntityManager.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("createQuery")
                                    && arguments[0] instanceof CriteriaQuery<?> query) {
                                leaveOutDeleted(entities.getCriteriaBuilder(), query);
                            }
                            try {
                                return method.invoke(entities, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    /** Leaves queries as they are that do not ask for users. */
    private static void leaveOutDeleted(CriteriaBuilder builder, CriteriaQuery<?> query) {
        userIn(query)
                .ifPresent(
                        user -> {
                            Predicate isThere = builder.not(isDeleted(builder, query, user));
                            Predicate others = query.getRestriction();
                            query.where(others == null ? isThere : builder.and(others, isThere));
                        });
    }

    private static Predicate isDeleted(
            CriteriaBuilder builder, CriteriaQuery<?> query, Path<?> user) {
        Subquery<Integer> rows = query.subquery(Integer.class);
        Root<DeletedUserEntity> row = rows.from(DeletedUserEntity.class);
        rows.select(builder.literal(1))
                .where(
                        builder.equal(row.get("userId"), user.get("id")),
                        builder.isFalse(user.get("enabled")));
        return builder.exists(rows);
    }

    private static Optional<Path<?>> userIn(CriteriaQuery<?> query) {
        Stream<Path<?>> froms = query.getRoots().stream().map(root -> root);
        Stream<Path<?>> joins = query.getRoots().stream().flatMap(root -> root.getJoins().stream());
        Stream<Path<?>> selected =
                query.getSelection() instanceof Path<?> path ? Stream.of(path) : Stream.empty();
        return Stream.of(froms, joins, selected)
                .flatMap(paths -> paths)
                .filter(path -> path.getJavaType() == UserEntity.class)
                .findFirst();
    }

    /** Nothing but a restore enables them. */
    private static final class DeletedUser extends UserModelDelegate {

        DeletedUser(UserModel user) {
            super(user);
        }

        @Override
        public boolean isEnabled() {
            return false;
        }

        @Override
        public void setEnabled(boolean enabled) {
            // Not refused: a directory's import of all its people must not end at one of them.
        }
    }
}
