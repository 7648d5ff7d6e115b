package io.authrealm.api.tenant;

import java.util.Optional;

/** What a public key names, or what a user owns. */
public sealed interface NamedTenant {

    /** The tenant if it is open. */
    Optional<Tenant> open();

    record Open(Tenant tenant) implements NamedTenant {
        @Override
        public Optional<Tenant> open() {
            return Optional.of(tenant);
        }
    }

    /** A realm that has opted in, and that is closed to the API now. */
    record Closed() implements NamedTenant {
        @Override
        public Optional<Tenant> open() {
            return Optional.empty();
        }
    }

    record Unknown() implements NamedTenant {
        @Override
        public Optional<Tenant> open() {
            return Optional.empty();
        }
    }
}
