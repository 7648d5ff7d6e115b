package io.authrealm.api.service.session;

import io.authrealm.api.caller.Door;
import io.authrealm.api.caller.Visit;
import io.authrealm.api.keycloak.LoginCookies;
import io.authrealm.api.tenant.MinimumResponseTime;
import io.authrealm.api.tenant.Tenant;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;

/** Ends the session of a browser that is named by its cookie alone. */
public final class CookieSignOut {

    private final KeycloakSession session;
    private final Visit visit;

    public CookieSignOut(KeycloakSession session, Door door) {
        this.session = session;
        this.visit = door.enter(MinimumResponseTime.NONE);
    }

    /** Ends the session, and makes the browser forget Keycloak's cookies. */
    public CookieSignOutResult by(String cookie) {
        Optional<HostedCookie> sent = HostedCookie.parse(cookie);
        Optional<Tenant> found = tenantOf(sent);
        if (sent.isEmpty() || found.isEmpty()) {
            return new CookieSignOutResult.Unknown();
        }
        if (!visit.provesItsPage()) {
            return new CookieSignOutResult.Forged();
        }
        Tenant tenant = found.get();
        LoginCookies.forget(session, tenant.realm());
        return end(tenant, sent.get());
    }

    /**
     * Makes the browser forget Keycloak's cookies in any case: those of the tenant of the path, or
     * at the origin root those of the tenant that the cookie or the request names. Ends the session
     * only if one of the tenant's pages asks for it.
     */
    public void forget(Optional<String> cookie) {
        Optional<HostedCookie> sent = cookie.flatMap(HostedCookie::parse);
        Optional<Tenant> found = tenantOf(sent);
        found.or(this::named).ifPresent(tenant -> LoginCookies.forget(session, tenant.realm()));
        if (sent.isPresent() && found.isPresent() && visit.provesItsPage()) {
            end(found.get(), sent.get());
        }
    }

    private Optional<Tenant> named() {
        return visit.isTenantNamed() ? Optional.of(visit.entry()) : Optional.empty();
    }

    private Optional<Tenant> tenantOf(Optional<HostedCookie> sent) {
        return visit.find(tenants -> sent.flatMap(cookie -> tenants.openById(cookie.realmId())));
    }

    private CookieSignOutResult end(Tenant tenant, HostedCookie cookie) {
        Optional<UserSessionModel> named = new HostedSessions(session, tenant).find(cookie);
        named.ifPresent(new Sessions(session, tenant)::end);
        return named.isPresent()
                ? new CookieSignOutResult.SignedOut()
                : new CookieSignOutResult.Unknown();
    }
}
