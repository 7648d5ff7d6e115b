package io.authrealm.api.service.parent;

import io.authrealm.api.keycloak.LoginFailures;
import io.authrealm.api.store.DeletedUsers;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.api.tenant.UserByEmail;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * What a strict tenant tells about an address to anybody who asks. Only strict tenants ask for it.
 */
final class AccountLookup {

    /** The state of an account. */
    sealed interface Found {

        record Usable(UserModel user) implements Found {}

        record Nobody() implements Found {}

        record Inactive() implements Found {}

        record Locked(int retryAfterSeconds) implements Found {}

        /** The tenant wants the address verified, and it is not. */
        record Unverified(UserModel user) implements Found {}
    }

    private final KeycloakSession session;
    private final Tenant tenant;

    AccountLookup(KeycloakSession session, Tenant tenant) {
        this.session = session;
        this.tenant = tenant;
    }

    Found find(String email) {
        UserModel user = UserByEmail.findAlsoByName(session, tenant.realm(), email);
        if (user == null || DeletedUsers.contains(session, user)) {
            return new Found.Nobody();
        }
        if (!user.isEnabled()) {
            return new Found.Inactive();
        }
        if (tenant.realm().isBruteForceProtected()
                && LoginFailures.isLocked(session, tenant.realm(), user)) {
            return new Found.Locked(tenant.realm().getWaitIncrementSeconds());
        }
        return tenant.realm().isVerifyEmail() && !user.isEmailVerified()
                ? new Found.Unverified(user)
                : new Found.Usable(user);
    }
}
