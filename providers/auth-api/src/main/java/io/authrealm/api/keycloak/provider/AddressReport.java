package io.authrealm.api.keycloak.provider;

import io.authrealm.api.keycloak.ActingAdmin;
import io.authrealm.api.tenant.AddressScope;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.keycloak.models.KeycloakSession;

/**
 * {@code GET /admin/realms/master/authrealm-addresses/clashes}: the addresses that several tenants
 * have although an address is to be unique. It names users of all tenants, so it is for the
 * server's administrators alone.
 */
public final class AddressReport {

    private final KeycloakSession session;

    AddressReport(KeycloakSession session) {
        this.session = session;
    }

    @GET
    @Path("clashes")
    @Produces(MediaType.APPLICATION_JSON)
    public List<AddressScope.Clash> clashes() {
        if (ActingAdmin.of(session) != ActingAdmin.OPERATOR) {
            throw new ForbiddenException();
        }
        return AddressScope.clashes(session);
    }
}
