package io.authrealm.api.caller;

import io.authrealm.api.tenant.Tenant;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/** The user who sends an authenticated request, by a Bearer token whose session is alive. */
public record Caller(Tenant tenant, UserModel user, UserSessionModel session) {

    public String userId() {
        return user.getId();
    }

    /** The address of the user; null if there is none. */
    public String email() {
        return user.getEmail();
    }

    public String sessionId() {
        return session.getId();
    }
}
