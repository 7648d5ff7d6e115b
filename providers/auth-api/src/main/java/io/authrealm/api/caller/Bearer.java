package io.authrealm.api.caller;

import io.authrealm.api.tenant.Tenant;

/** A Bearer token that was sent to an open tenant. It is not verified yet. */
public record Bearer(Tenant tenant, String token) {

    @Override
    public String toString() {
        return "Bearer";
    }
}
