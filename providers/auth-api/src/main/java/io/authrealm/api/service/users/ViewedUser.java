package io.authrealm.api.service.users;

import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.service.factor.UserFactor;
import io.authrealm.api.service.profile.Profile;
import io.authrealm.api.service.profile.Profiles;
import io.authrealm.api.service.session.Sessions;
import io.authrealm.api.tenant.Tenant;
import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** A user whom an admin may see. */
public final class ViewedUser {

    private final KeycloakSession session;
    private final AdminCaller caller;
    private final UserModel user;

    ViewedUser(KeycloakSession session, AdminCaller caller, UserModel user) {
        this.session = session;
        this.caller = caller;
        this.user = user;
    }

    public Tenant tenant() {
        return caller.tenant();
    }

    public Profile profile() {
        return new Profiles(session, caller.tenant()).of(user);
    }

    /** How the account is protected. */
    public UserSecurity security() {
        return UserSecurity.of(session, caller.tenant(), user);
    }

    /** The second factors that this server stores. */
    public List<UserFactor> factors() {
        return UserFactor.of(session, user);
    }

    /** The sessions that are alive. */
    public List<Sessions.ActiveSession> sessions() {
        return new Sessions(session, caller.tenant()).active(user);
    }

    /** The roles and permissions, and those groups that the admin may see. */
    public UserGrants grants() {
        return UserGrants.of(caller, user);
    }
}
