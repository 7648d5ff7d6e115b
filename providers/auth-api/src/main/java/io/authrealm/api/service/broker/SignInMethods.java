package io.authrealm.api.service.broker;

import io.authrealm.api.caller.Door;
import io.authrealm.api.caller.Visit;
import io.authrealm.api.tenant.MinimumResponseTime;
import io.authrealm.api.tenant.Tenant;
import java.util.EnumSet;
import java.util.Set;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.IdentityProviderStorageProvider.FetchMode;
import org.keycloak.models.KeycloakSession;

/**
 * The ways to sign in to a tenant, for a client that knows a domain or a name. The answer tells
 * which domains belong to tenants, and nothing about users.
 */
public final class SignInMethods {

    private final KeycloakSession session;
    private final Visit visit;

    public SignInMethods(KeycloakSession session, Door door) {
        this.session = session;
        this.visit = door.enter(MinimumResponseTime.NONE);
    }

    /** For the tenant of the path, or at the root for the one that has the domain of addresses. */
    public SignInMethodsResult ofDomain(String domain) {
        return visit.find(tenants -> tenants.byEmailDomain(domain))
                .map(this::of)
                .orElseGet(SignInMethodsResult.UnknownTenant::new);
    }

    /** For the tenant with this slug. */
    public SignInMethodsResult ofSlug(String slug) {
        return visit.find(tenants -> tenants.bySlug(slug))
                .filter(tenant -> tenant.isCalled(slug))
                .map(this::of)
                .orElseGet(SignInMethodsResult.UnknownTenant::new);
    }

    private SignInMethodsResult of(Tenant tenant) {
        Set<SignInMethod> methods =
                tenant.settings().passwordSignIn()
                        ? EnumSet.of(SignInMethod.LOCAL)
                        : EnumSet.noneOf(SignInMethod.class);
        session.identityProviders()
                .getForLogin(FetchMode.ALL, null)
                .map(IdentityProviderModel::getProviderId)
                .map(SignInMethod::of)
                .forEach(methods::add);
        return new SignInMethodsResult.Found(tenant.id(), methods);
    }
}
