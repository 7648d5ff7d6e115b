package io.authrealm.api.caller;

import io.authrealm.api.tenant.Tenant;
import java.util.Optional;

/** Where a signed-in user asks for another tenant than the own one. */
public interface OtherTenants {

    /**
     * The open tenant with this UUID, whatever tenant the header or the host name of the request
     * names. There is none below the path of a realm. From here on, a refusal takes as long as that
     * of a sign-in.
     */
    Optional<Tenant> find(String tenantId);

    /** From here on the request is about this tenant. */
    void enter(Tenant other);
}
