package io.authrealm.api.service.frontend;

import io.authrealm.api.caller.Door;
import io.authrealm.api.caller.Visit;
import io.authrealm.api.tenant.MinimumResponseTime;
import java.util.List;

/** Tells anybody which front ends a tenant has. */
public final class FrontEnds {

    private final Visit visit;

    public FrontEnds(Door door) {
        this.visit = door.enter(MinimumResponseTime.NONE);
    }

    /** Those of the tenant that the request names, or of the default tenant. */
    public List<FrontEnd> all() {
        return FrontEnd.all(visit.entry());
    }
}
