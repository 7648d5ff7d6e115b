package io.authrealm.api.service.roles;

import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.keycloak.Permission;
import io.authrealm.api.keycloak.RealmRoles;
import io.authrealm.api.service.users.GrantNames;
import io.authrealm.api.store.RealmLock;
import io.authrealm.api.store.RoleHolders;
import io.authrealm.api.store.RoleNames;
import io.authrealm.api.tenant.Tenant;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * The roles of a tenant, for an admin who may make them and change what they give. Nobody makes a
 * role give more than they may give themselves.
 */
public final class ManagedRoles {

    /** As many as the list shows. */
    private static final int MOST = 1000;

    private final KeycloakSession session;
    private final AdminCaller caller;

    ManagedRoles(KeycloakSession session, AdminCaller caller) {
        this.session = session;
        this.caller = caller;
    }

    /**
     * Makes a role that gives nothing. It is committed when this returns.
     *
     * @param description may be null
     */
    public RoleCreateResult create(String name, String description) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                session.getContext(),
                job ->
                        RealmLock.take(job, caller.tenant().realm().getId())
                                .flatMap(realm -> Tenant.of(job, realm))
                                .map(tenant -> create(job, tenant, name, description))
                                .orElseGet(RoleCreateResult.Closed::new),
                "AuthRealm role");
    }

    private RoleCreateResult create(
            KeycloakSession job, Tenant tenant, String name, String description) {
        RealmModel realm = tenant.realm();
        RoleNames taken = RoleNames.of(job, realm, MOST);
        if (taken.contains(name)) {
            return new RoleCreateResult.NameTaken();
        }
        if (taken.names().size() == MOST) {
            return new RoleCreateResult.TooMany(MOST);
        }
        RoleModel role = new RealmRoles(job, realm).create(name, description);
        caller.events().in(job).roleCreated(role.getId(), name);
        return new RoleCreateResult.Created(TenantRole.of(tenant, role, false));
    }

    /** Makes the role give a permission. */
    public RolePermissionChangeResult give(String roleId, String permission) {
        return change(roleId, permission, true);
    }

    /** Makes the role give a permission no more. */
    public RolePermissionChangeResult take(String roleId, String permission) {
        return change(roleId, permission, false);
    }

    private RolePermissionChangeResult change(String roleId, String key, boolean isGiven) {
        RealmRoles roles = new RealmRoles(session, caller.tenant().realm());
        Optional<RoleModel> role = roles.byId(roleId);
        Optional<Permission> permission = Permission.of(key);
        if (role.isEmpty() || permission.isEmpty()) {
            return new RolePermissionChangeResult.NotFound();
        }
        if (roles.isOwner(role.get())) {
            return new RolePermissionChangeResult.OfOwners();
        }
        new RoleHolders(session, roleId).lock();
        return isGiven
                ? give(roles, role.get(), permission.get())
                : take(roles, role.get(), permission.get());
    }

    private RolePermissionChangeResult give(
            RealmRoles roles, RoleModel role, Permission permission) {
        Optional<RoleModel> giving = roles.giving(permission);
        if (giving.isEmpty()) {
            return new RolePermissionChangeResult.NotFound();
        }
        if (!new GrantNames(session, caller).canGive(giving.get())) {
            return new RolePermissionChangeResult.Refused();
        }
        if (!roles.permissions(role).contains(permission)) {
            role.addCompositeRole(giving.get());
            event(role, giving.get(), true);
        }
        return new RolePermissionChangeResult.Changed();
    }

    private RolePermissionChangeResult take(
            RealmRoles roles, RoleModel role, Permission permission) {
        List<RoleModel> giving = roles.directlyGiving(role, permission);
        GrantNames grants = new GrantNames(session, caller);
        if (!giving.stream().allMatch(grants::canGive)) {
            return new RolePermissionChangeResult.Refused();
        }
        giving.forEach(role::removeCompositeRole);
        if (roles.permissions(role).contains(permission)) {
            session.getTransactionManager().setRollbackOnly();
            return new RolePermissionChangeResult.GivenByAnother();
        }
        giving.forEach(taken -> event(role, taken, false));
        return new RolePermissionChangeResult.Changed();
    }

    private void event(RoleModel role, RoleModel composite, boolean isGiven) {
        caller.events()
                .compositeChanged(role.getId(), composite.getId(), composite.getName(), isGiven);
    }
}
