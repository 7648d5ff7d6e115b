package io.authrealm.api.dialect.jitsudo;

import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.caller.Bearer;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.http.Call;
import io.authrealm.api.tenant.Tenant;

/**
 * Lets in users and admins by their tokens. Each of their requests also names the tenant by a
 * header, and it must be the one of the token.
 */
record Entrance(Call call, JitsudoErrors errors) {

    Caller user() {
        Caller user = call.user();
        requireHeader(user.tenant());
        return user;
    }

    AdminCaller admin() {
        AdminCaller admin = call.adminByToken();
        requireHeader(admin.tenant());
        return admin;
    }

    /** For a service that verifies the token by itself. */
    Bearer bearer() {
        Bearer bearer = call.bearer();
        requireHeader(bearer.tenant());
        return bearer;
    }

    private void requireHeader(Tenant tenant) {
        String named = call.header(JitsudoErrors.TENANT_HEADER);
        if (named == null || named.isBlank()) {
            call.refuse(errors.of(JitsudoError.TENANT_REQUIRED));
        } else if (!tenant.isNamedBy(named.trim())) {
            call.refuse(errors.of(JitsudoError.TENANT_MISMATCH));
        }
    }
}
