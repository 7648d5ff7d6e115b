package io.authrealm.api.service.users;

import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.service.bin.PurgeResult;
import io.authrealm.api.service.bin.RecycleBin;
import io.authrealm.api.service.bin.RestoreResult;
import org.keycloak.models.KeycloakSession;

/**
 * A user in the recycle bin, whom an admin may manage. The bin locks the user, and each change is
 * an admin event.
 */
public final class BinnedUser {

    private final RecycleBin bin;
    private final AdminCaller caller;
    private final String id;

    BinnedUser(KeycloakSession session, AdminCaller caller, String id) {
        this.bin = new RecycleBin(session, caller.tenant());
        this.caller = caller;
        this.id = id;
    }

    /** Brings the user back from the recycle bin. */
    public RestoreResult restore() {
        RestoreResult result = bin.restore(id);
        if (result instanceof RestoreResult.Restored) {
            caller.events().acted(id, "restore");
        }
        return result;
    }

    /** Removes the user from the recycle bin for good. */
    public PurgeResult purge() {
        PurgeResult result = bin.purge(id);
        if (result instanceof PurgeResult.Purged) {
            caller.events().purged(id);
        }
        return result;
    }
}
