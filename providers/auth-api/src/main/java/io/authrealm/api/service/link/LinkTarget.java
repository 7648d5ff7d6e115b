package io.authrealm.api.service.link;

import io.authrealm.api.service.frontend.FrontEnd;
import io.authrealm.api.tenant.Tenant;
import org.keycloak.models.KeycloakSession;

/**
 * Where the link in a mail leads.
 *
 * @param address of the app or of its page; null if there is none
 * @param path what comes behind it
 */
record LinkTarget(String address, LinkPage.Path path) {

    /** The page that a client asks for, if it can be one of the tenant's. */
    static LinkTarget of(KeycloakSession session, Tenant tenant, LinkPage page) {
        String app =
                FrontEnd.allowed(session, tenant, page.wanted())
                        .or(() -> FrontEnd.called(tenant, page.alias()).map(FrontEnd::address))
                        .orElseGet(tenant.settings()::appUrl);
        return new LinkTarget(app, page.path());
    }

    /**
     * @param page the address to which the token is added; null if there is none
     */
    static LinkTarget at(String page) {
        return new LinkTarget(page, (app, token, email) -> token);
    }

    String link(String token, String email) {
        return address + path.of(address, token, email);
    }
}
