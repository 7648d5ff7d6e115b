package io.authrealm.api.service.policy;

import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.keycloak.Permission;
import io.authrealm.api.service.users.UserAccessResult;
import java.util.function.Supplier;
import org.keycloak.models.KeycloakSession;

/** Decides who may see and change the policy of a tenant: who may do so with its realm. */
public final class PolicyAccess {

    private final KeycloakSession session;
    private final AdminCaller caller;

    public PolicyAccess(KeycloakSession session, AdminCaller caller) {
        this.session = session;
        this.caller = caller;
    }

    /** To see the policy. */
    public UserAccessResult<AuthPolicy> toRead() {
        return to(Permission.POLICY_READ, () -> new PolicySource(session, caller.tenant()).read());
    }

    /** To change the policy. */
    public UserAccessResult<ManagedPolicy> toChange() {
        return to(Permission.POLICY_WRITE, () -> new ManagedPolicy(session, caller));
    }

    private <T> UserAccessResult<T> to(Permission permission, Supplier<T> access) {
        return caller.rights().has(permission)
                ? new UserAccessResult.Granted<>(access.get())
                : new UserAccessResult.Denied<>();
    }
}
