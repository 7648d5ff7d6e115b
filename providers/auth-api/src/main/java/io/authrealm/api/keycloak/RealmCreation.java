package io.authrealm.api.keycloak;

import java.util.Arrays;
import java.util.Locale;
import org.keycloak.Config;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.services.managers.ClientManager;
import org.keycloak.services.managers.RealmManager;

/** Makes and removes realms as Keycloak's admin REST API does. */
public final class RealmCreation {

    private RealmCreation() {}

    /**
     * Whether a realm of this name would get the client that is there already by which {@code
     * master} manages another realm.
     */
    public static boolean isAdminClientTaken(KeycloakSession session, String name) {
        return session.realms()
                        .getRealmByName(Config.getAdminRealm())
                        .getClientByClientId(
                                KeycloakModelUtils.getMasterRealmAdminManagementClientId(name))
                != null;
    }

    /** Whether this is the realm of the server's administrators. */
    public static boolean isAdminRealm(String name) {
        return Config.getAdminRealm().toLowerCase(Locale.ROOT).equals(name);
    }

    /**
     * Makes a realm, and lets the session work for it.
     *
     * @throws org.keycloak.models.ModelDuplicateException if there is a realm of this name
     */
    public static RealmModel create(KeycloakSession job, RealmRepresentation wanted) {
        new RealmManager(job).importRealm(wanted);
        RealmModel realm = job.realms().getRealm(wanted.getId());
        job.getContext().setRealm(realm);
        return realm;
    }

    /**
     * Gives a user of {@code master} the rights in a new realm that Keycloak gives to its maker. A
     * user with the role {@code admin} has them already.
     */
    public static void giveRightsTo(
            KeycloakSession job, RealmModel realm, String masterId, String userId) {
        RealmModel master = job.realms().getRealm(masterId);
        UserModel user = job.users().getUserById(master, userId);
        if (user == null || user.hasRole(master.getRole(AdminRoles.ADMIN))) {
            return;
        }
        ClientModel roles = realm.getMasterAdminClient();
        Arrays.stream(AdminRoles.ALL_REALM_ROLES).map(roles::getRole).forEach(user::grantRole);
    }

    /** The client whose roles are the rights in the realm; null if it has none. */
    public static ClientModel managementClient(RealmModel realm) {
        return isAdminRealm(realm.getName())
                ? realm.getMasterAdminClient()
                : realm.getClientByClientId(Constants.REALM_MANAGEMENT_CLIENT_ID);
    }

    /** Removes a client and what its users have in their sessions of it. */
    public static boolean removeClient(
            KeycloakSession session, RealmModel realm, ClientModel client) {
        return new ClientManager(new RealmManager(session)).removeClient(realm, client);
    }

    /** Removes a realm with everything in it. */
    public static void remove(KeycloakSession job, RealmModel realm) {
        // Keycloak takes the realm of some of its tables from here.
        job.getContext().setRealm(realm);
        new RealmManager(job).removeRealm(realm);
    }
}
