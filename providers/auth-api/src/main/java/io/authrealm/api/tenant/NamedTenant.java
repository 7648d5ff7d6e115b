package io.authrealm.api.tenant;

import io.authrealm.core.outcome.Cases;
import java.util.Optional;

/** What a public key names, or what a user owns. */
public sealed interface NamedTenant {

    record Open(Tenant tenant) implements NamedTenant {}

    /** A realm that has opted in, and that is closed to the API now. */
    record Closed() implements NamedTenant {}

    record Unknown() implements NamedTenant {}

    Cases<NamedTenant, NamedTenant, Optional<Tenant>> IF_OPEN =
            Cases.<NamedTenant, NamedTenant, Optional<Tenant>>of(NamedTenant.class)
                    .when(Open.class, (any, open) -> Optional.of(open.tenant()))
                    .when(Closed.class, any -> Optional.empty())
                    .when(Unknown.class, any -> Optional.empty())
                    .complete();

    /** The tenant if it is open. */
    default Optional<Tenant> open() {
        return IF_OPEN.apply(this, this);
    }
}
