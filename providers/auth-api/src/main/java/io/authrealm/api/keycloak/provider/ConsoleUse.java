package io.authrealm.api.keycloak.provider;

import io.authrealm.api.keycloak.AdminRequest;
import io.authrealm.api.keycloak.ConsoleAdmin;
import io.authrealm.api.service.bin.DeleteResult;
import io.authrealm.api.service.bin.RecycleBin;
import io.authrealm.api.store.DeletedUsers;
import io.authrealm.api.tenant.Tenant;
import java.util.Map;
import java.util.Optional;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.storage.ReadOnlyException;

/** What admins meet of the recycle bin in Keycloak's console and in its admin REST API. */
final class ConsoleUse {

    private ConsoleUse() {}

    /**
     * Refuses to enable a deleted user: only a restore does. If no admin asks for it, such as in an
     * import of a whole directory, it is only not done.
     */
    static void refuseToEnable(KeycloakSession session, UserModel deleted) {
        boolean isAsked =
                AdminRequest.of(session)
                        .filter(request -> request.isAbout(deleted.getId(), "PUT"))
                        .isPresent();
        if (isAsked) {
            throw new ReadOnlyException(
                    "The user was deleted"
                            + since(session, deleted)
                            + " and is in AuthRealm's recycle bin. Restore the user there: POST"
                            + " /v1/users/"
                            + deleted.getId()
                            + "/restore.");
        }
    }

    /**
     * If an admin gives the address or the name of a deleted user to another user, and may see
     * users, says who has it. The console would say that it is taken, and show nobody who has it.
     */
    static void tellWhoHasIt(KeycloakSession session, RealmModel realm, UserModel holder) {
        boolean isWanted =
                AdminRequest.of(session)
                        .filter(request -> request.writesAnotherUserThan(holder.getId()))
                        .isPresent();
        if (isWanted
                && DeletedUsers.contains(session, holder)
                && ConsoleAdmin.of(session)
                        .filter(admin -> admin.mayView(realm, holder))
                        .isPresent()) {
            throw ConsoleAdmin.conflict(
                    "The user "
                            + holder.getId()
                            + " has it, who was deleted"
                            + since(session, holder)
                            + " and is in AuthRealm's recycle bin. Restore the user (POST"
                            + " /v1/users/"
                            + holder.getId()
                            + "/restore), or remove the user for good (DELETE /v1/users/"
                            + holder.getId()
                            + "/purge).");
        }
    }

    private static String since(KeycloakSession session, UserModel deleted) {
        return DeletedUsers.deletedAt(session, deleted.getId())
                .map(time -> " on " + time)
                .orElse("");
    }

    /**
     * Puts a user into the recycle bin whom an admin deletes, if the realm wants that. Keycloak's
     * own deletion then ends: it would go on to remove what belongs to the user elsewhere.
     */
    static void keep(KeycloakSession session, RealmModel realm, UserModel user) {
        boolean isDeletion =
                AdminRequest.of(session)
                        .filter(request -> request.isAbout(user.getId(), "DELETE"))
                        .isPresent();
        // A user of a directory is gone there already.
        if (!isDeletion || user.getFederationLink() != null) {
            return;
        }
        boolean isKept =
                Tenant.of(session, realm)
                        .filter(tenant -> tenant.settings().keepsConsoleDeletions())
                        .flatMap(tenant -> ConsoleAdmin.of(session))
                        .filter(admin -> keep(session, realm.getId(), user.getId(), admin))
                        .isPresent();
        if (isKept) {
            throw ConsoleAdmin.doneOtherwise();
        }
    }

    private static boolean keep(
            KeycloakSession session, String realmId, String userId, ConsoleAdmin admin) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                session.getContext(),
                job -> {
                    RealmModel realm = job.realms().getRealm(realmId);
                    Optional<Tenant> tenant = Tenant.of(job, realm);
                    UserModel user = job.users().getUserById(realm, userId);
                    if (tenant.isEmpty() || user == null) {
                        return false;
                    }
                    boolean isDeleted =
                            new RecycleBin(job, tenant.get()).delete(user, admin.id())
                                    instanceof DeleteResult.Deleted;
                    if (isDeleted) {
                        admin.eventsIn(job, realm)
                                .user(OperationType.DELETE, Map.of("id", userId), "users", userId);
                    }
                    return isDeleted;
                },
                "AuthRealm deletion in the console");
    }
}
