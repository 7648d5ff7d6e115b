package io.authrealm.api.keycloak.provider;

import io.authrealm.api.keycloak.EmailScope;
import io.authrealm.api.tenant.AddressFill;
import io.authrealm.api.tenant.AddressScope;
import jakarta.persistence.EntityManager;
import java.util.stream.Stream;
import org.keycloak.models.ClientModel;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.jpa.UserAdapter;
import org.keycloak.models.jpa.entities.UserEntity;

/**
 * Keycloak's own storage of users, which keeps an address unique among all tenants if the operator
 * wants that. Every door of Keycloak and of the API, and every import, writes users here.
 */
class AddressedUserProvider extends ReadableUserProvider {

    private final KeycloakSession session;
    private final boolean isShared;

    AddressedUserProvider(KeycloakSession session, EntityManager entities, EmailScope emailScope) {
        super(session, entities);
        this.session = session;
        this.isShared = emailScope == EmailScope.SERVER;
    }

    @Override
    public UserModel addUser(
            RealmModel realm,
            String id,
            String username,
            boolean addDefaultRoles,
            boolean addDefaultRequiredActions) {
        return addressed(
                realm,
                super.addUser(realm, id, username, addDefaultRoles, addDefaultRequiredActions));
    }

    @Override
    public UserModel getUserById(RealmModel realm, String id) {
        return addressed(realm, super.getUserById(realm, id));
    }

    @Override
    public UserModel getUserByUsername(RealmModel realm, String username) {
        return addressed(realm, super.getUserByUsername(realm, username));
    }

    @Override
    public UserModel getUserByEmail(RealmModel realm, String email) {
        return addressed(realm, super.getUserByEmail(realm, email));
    }

    @Override
    public UserModel getUserByFederatedIdentity(RealmModel realm, FederatedIdentityModel identity) {
        return addressed(realm, super.getUserByFederatedIdentity(realm, identity));
    }

    @Override
    public UserModel getServiceAccount(ClientModel client) {
        return addressed(client.getRealm(), super.getServiceAccount(client));
    }

    @Override
    public Stream<UserModel> searchForUserByUserAttributeStream(
            RealmModel realm, String name, String value) {
        return super.searchForUserByUserAttributeStream(realm, name, value)
                .map(user -> addressed(realm, user));
    }

    @Override
    public Stream<UserModel> getGroupMembersStream(RealmModel realm, GroupModel group) {
        return super.getGroupMembersStream(realm, group).map(user -> addressed(realm, user));
    }

    @Override
    public Stream<UserModel> getGroupMembersStream(
            RealmModel realm, GroupModel group, Integer first, Integer max) {
        return super.getGroupMembersStream(realm, group, first, max)
                .map(user -> addressed(realm, user));
    }

    @Override
    public Stream<UserModel> getGroupMembersStream(
            RealmModel realm,
            GroupModel group,
            String search,
            Boolean exact,
            Integer first,
            Integer max) {
        return super.getGroupMembersStream(realm, group, search, exact, first, max)
                .map(user -> addressed(realm, user));
    }

    @Override
    public Stream<UserModel> getRoleMembersStream(RealmModel realm, RoleModel role) {
        return super.getRoleMembersStream(realm, role).map(user -> addressed(realm, user));
    }

    @Override
    public Stream<UserModel> getRoleMembersStream(
            RealmModel realm, RoleModel role, Integer first, Integer max) {
        return super.getRoleMembersStream(realm, role, first, max)
                .map(user -> addressed(realm, user));
    }

    /** The address is read from the database, because a cached user may have another one. */
    @Override
    public boolean removeUser(RealmModel realm, UserModel user) {
        UserEntity stored = isShared ? em.find(UserEntity.class, user.getId()) : null;
        String email = stored == null ? null : stored.getEmail();
        boolean isRemoved = super.removeUser(realm, user);
        if (isRemoved && email != null) {
            AddressScope.lost(session, realm, email, user.getId());
        }
        return isRemoved;
    }

    /** All users of a directory go at once. */
    @Override
    public void removeImportedUsers(RealmModel realm, String storageProviderId) {
        super.removeImportedUsers(realm, storageProviderId);
        if (isShared) {
            AddressFill.afterCommit(session, realm.getId());
        }
    }

    private UserModel addressed(RealmModel realm, UserModel user) {
        return isShared && user instanceof UserAdapter stored && !(user instanceof AddressedUser)
                ? new AddressedUser(session, realm, em, stored.getEntity())
                : user;
    }
}
