package io.authrealm.api.keycloak.provider;

import io.authrealm.api.keycloak.EmailScope;
import io.authrealm.api.keycloak.NewUserId;
import io.authrealm.api.store.DeletedUsers;
import jakarta.persistence.EntityManager;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Path;
import jakarta.persistence.criteria.Predicate;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.jpa.JpaUserProvider;
import org.keycloak.models.jpa.entities.UserEntity;
import org.keycloak.models.utils.UserModelDelegate;

/**
 * Keycloak's own storage of users, with a recycle bin. Deleted users never appear in lists,
 * searches or counts. Lookups still return them, always disabled, even if a directory tries to
 * enable them. So their names and addresses stay taken.
 *
 * <p>Lists are filtered where the storage hands its criteria to the entity manager, so the queries
 * stay Keycloak's own.
 */
final class RecycleBinUserProvider extends AddressedUserProvider {

    /** Keycloak's query without criteria, up to 26.4, limited to users who are not deleted. */
    private static final String IN_ROLE =
            "select u from UserRoleMappingEntity m, UserEntity u"
                    + " where m.roleId = :roleId and u = m.user"
                    + " and not"
                    + DeletedUsers.isDeleted("u")
                    + " order by u.username";

    private final KeycloakSession session;
    private final JpaUserProvider all;
    private final JpaUserProvider deleted;

    RecycleBinUserProvider(KeycloakSession session, EntityManager entities, EmailScope emailScope) {
        super(session, filtering(entities, Predicate::not), emailScope);
        this.session = session;
        this.all = new JpaUserProvider(session, entities);
        this.deleted = new JpaUserProvider(session, filtering(entities, UnaryOperator.identity()));
    }

    /** With the id that {@link NewUserId} names, if it names one. */
    @Override
    public UserModel addUser(RealmModel realm, String username) {
        return NewUserId.take(session)
                .map(id -> super.addUser(realm, id, username.toLowerCase(Locale.ROOT), true, true))
                .orElseGet(() -> super.addUser(realm, username));
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
    public boolean removeUser(RealmModel realm, UserModel user) {
        ConsoleUse.keep(session, realm, user);
        return super.removeUser(realm, user);
    }

    @Override
    public UserModel getUserByFederatedIdentity(RealmModel realm, FederatedIdentityModel identity) {
        return disabledIfDeleted(super.getUserByFederatedIdentity(realm, identity));
    }

    /** A lookup too: directories use it to find a user by their own id. */
    @Override
    public Stream<UserModel> searchForUserByUserAttributeStream(
            RealmModel realm, String name, String value) {
        return super.searchForUserByUserAttributeStream(realm, name, value)
                .map(this::disabledIfDeleted);
    }

    /**
     * A difference: only the few deleted users then cost more than Keycloak's own count. To leave
     * them out while counting would look up every user among them.
     */
    @Override
    public int getUsersCount(RealmModel realm, boolean includeServiceAccount) {
        return all.getUsersCount(realm, includeServiceAccount)
                - deleted.getUsersCount(realm, includeServiceAccount);
    }

    /** The count for the console; a difference too. */
    @Override
    public int getUsersCount(RealmModel realm, Map<String, String> attributes) {
        return all.getUsersCount(realm, attributes) - deleted.getUsersCount(realm, attributes);
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
                                + " and not"
                                + DeletedUsers.isDeleted("m.user"),
                        Long.class)
                .setParameter("realm", realm.getId())
                .setParameter("groups", groupIds)
                .getSingleResult()
                .intValue();
    }

    private UserModel disabledIfDeleted(UserModel user) {
        boolean isDeleted = user != null && DeletedUsers.contains(session, user);
        return isDeleted ? new DeletedUser(session, user) : user;
    }

    /**
     * An entity manager whose queries find only some of the users.
     *
     * @param wanted turns the condition for deleted users into that for the wanted ones
     */
    private static EntityManager filtering(
            EntityManager entities, UnaryOperator<Predicate> wanted) {
        return (EntityManager)
                Proxy.newProxyInstance(
                        RecycleBinUserProvider.class.getClassLoader(),
                        new Class<?>[] {EntityManager.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("createQuery")
                                    && arguments[0] instanceof CriteriaQuery<?> query) {
                                filter(entities.getCriteriaBuilder(), query, wanted);
                            }
                            if (method.getName().equals("createNamedQuery")
                                    && arguments[0].equals("usersInRole")) {
                                return entities.createQuery(IN_ROLE, UserEntity.class);
                            }
                            try {
                                return method.invoke(entities, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    /** Leaves queries for anything but users unchanged. */
    private static void filter(
            CriteriaBuilder builder, CriteriaQuery<?> query, UnaryOperator<Predicate> wanted) {
        userIn(query)
                .ifPresent(
                        user -> {
                            Predicate isWanted =
                                    wanted.apply(DeletedUsers.isDeleted(builder, query, user));
                            Predicate others = query.getRestriction();
                            query.where(others == null ? isWanted : builder.and(others, isWanted));
                        });
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

    /** Only a restore enables a deleted user. */
    private static final class DeletedUser extends UserModelDelegate {

        private final KeycloakSession session;

        DeletedUser(KeycloakSession session, UserModel user) {
            super(user);
            this.session = session;
        }

        @Override
        public boolean isEnabled() {
            return false;
        }

        @Override
        public void setEnabled(boolean enabled) {
            if (enabled) {
                ConsoleUse.refuseToEnable(session, this);
            }
        }
    }
}
