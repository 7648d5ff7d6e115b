package io.authrealm.api.service.invites;

import io.authrealm.api.keycloak.AdminRights;
import io.authrealm.api.keycloak.AssumedAdmin;
import io.authrealm.api.service.users.GrantNames;
import io.authrealm.api.store.Invites;
import io.authrealm.api.store.StoredApiKeys;
import io.authrealm.api.tenant.Tenant;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;

/**
 * The role that comes with an invite. It must be in the power of the inviter when the invite is
 * sent, and still be when it is accepted: else an admin who is dismissed could come back by an
 * invite to an address of their own, with the role that they have lost.
 */
final class InvitedRole {

    /** No token that a client gets has this id. */
    private static final String TOKEN_ID = "authrealm-inviter";

    private final KeycloakSession session;
    private final Tenant tenant;
    private final RealmModel realm;

    InvitedRole(KeycloakSession session, Tenant tenant) {
        this.session = session;
        this.tenant = tenant;
        this.realm = tenant.realm();
    }

    /** The realm role with this id. */
    static Optional<RoleModel> byId(RealmModel realm, String roleId) {
        return Optional.ofNullable(realm.getRoleById(roleId)).filter(role -> !role.isClientRole());
    }

    /** Whether the invite is to no role, or its inviter may give the role now. */
    boolean isGivenBy(Invites.Entry invite) {
        return invite.roleId() == null || find(invite).isPresent();
    }

    /**
     * Gives the user the role of the invite, if it is to one.
     *
     * @return false if its inviter may not give it now
     */
    boolean give(Invites.Entry invite, UserModel user) {
        if (invite.roleId() == null) {
            return true;
        }
        Optional<RoleModel> role = find(invite);
        role.ifPresent(user::grantRole);
        return role.isPresent();
    }

    private Optional<RoleModel> find(Invites.Entry invite) {
        return byId(realm, invite.roleId())
                .filter(
                        role ->
                                rightsOf(invite.inviter())
                                        .filter(AdminRights::canManageUsers)
                                        .map(rights -> new GrantNames(session, realm, rights))
                                        .filter(grants -> grants.canGive(role))
                                        .isPresent());
    }

    /** Nothing of an inviter who is gone, or whose realm or client is closed. */
    private Optional<AdminRights> rightsOf(StoredApiKeys.Maker inviter) {
        RealmModel home = session.realms().getRealm(inviter.realmId());
        if (home == null || !home.isEnabled()) {
            return Optional.empty();
        }
        UserModel user = session.users().getUserById(home, inviter.userId());
        ClientModel client = home.getClientByClientId(inviter.clientId());
        return user == null || !user.isEnabled() || client == null || !client.isEnabled()
                ? Optional.empty()
                : Optional.of(
                        AssumedAdmin.of(session, TOKEN_ID, realm, home, user, client)
                                .rights(session, realm, tenant.client()));
    }
}
