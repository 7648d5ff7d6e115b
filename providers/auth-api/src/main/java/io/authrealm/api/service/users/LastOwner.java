package io.authrealm.api.service.users;

import io.authrealm.api.keycloak.RealmRoles;
import io.authrealm.api.store.RoleHolders;
import io.authrealm.api.tenant.Tenant;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;

/**
 * Keeps a tenant from losing its last owner. Only those count who have the role directly and can
 * sign in. A realm without such a role has no owner to lose.
 */
final class LastOwner {

    private final KeycloakSession session;
    private final RealmRoles roles;

    LastOwner(KeycloakSession session, Tenant tenant) {
        this.session = session;
        this.roles = new RealmRoles(session, tenant.realm());
    }

    /**
     * Whether the tenant would have no owner any more without this one. Until the end of the
     * transaction, no other owner is lost.
     */
    boolean is(UserModel user) {
        return roles.owner()
                .filter(role -> user.isEnabled() && user.hasDirectRole(role))
                .filter(role -> isOnlyHolder(user, role))
                .isPresent();
    }

    /** The same if the role is taken away that is named. */
    boolean is(UserModel user, RoleModel taken) {
        return roles.isOwner(taken) && is(user);
    }

    private boolean isOnlyHolder(UserModel user, RoleModel role) {
        RoleHolders holders = new RoleHolders(session, role.getId());
        holders.lock();
        return !holders.areThereOthers(user.getId());
    }
}
