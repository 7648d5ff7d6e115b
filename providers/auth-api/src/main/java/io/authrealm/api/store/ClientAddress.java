package io.authrealm.api.store;

import io.authrealm.core.limits.AddressKey;
import java.util.Optional;
import java.util.regex.Pattern;
import org.keycloak.models.KeycloakSession;

/** Tells clients apart by their address. */
final class ClientAddress {

    /** What is no numeric address is not the address of one client. */
    private static final Pattern NUMERIC = Pattern.compile(".*[0-9:].*");

    private ClientAddress() {}

    /** That of the client of this request; nothing if a proxy does not tell which client it is. */
    static Optional<String> of(KeycloakSession session) {
        return Optional.ofNullable(session.getContext().getConnection().getRemoteAddr())
                .filter(address -> NUMERIC.matcher(address).matches())
                .map(AddressKey::of);
    }
}
