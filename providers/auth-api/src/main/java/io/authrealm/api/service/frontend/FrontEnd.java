package io.authrealm.api.service.frontend;

import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.text.WebOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/**
 * A front end of a tenant.
 *
 * @param alias its name in upper case
 * @param address without a slash at its end; null if none is set
 */
public record FrontEnd(String alias, String address) {

    /** The one at the tenant's {@code app_url}, whose alias is the tenant's display name. */
    public static FrontEnd ofTenant(Tenant tenant) {
        return new FrontEnd(
                tenant.displayName().trim().toUpperCase(Locale.ROOT), tenant.settings().appUrl());
    }

    /** All of them, the tenant's own first. */
    public static List<FrontEnd> all(Tenant tenant) {
        List<FrontEnd> all = new ArrayList<>();
        all.add(ofTenant(tenant));
        tenant.settings()
                .clientAliases()
                .forEach((alias, address) -> all.add(new FrontEnd(alias, address)));
        return all;
    }

    /** Whether it is the one for admins, with which nobody registers. */
    public boolean isForAdmins(Tenant tenant) {
        return alias.equalsIgnoreCase(tenant.settings().adminAlias());
    }

    /**
     * The one with this alias in any case.
     *
     * @param alias null for the tenant's own
     */
    public static Optional<FrontEnd> called(Tenant tenant, String alias) {
        return alias == null
                ? Optional.of(ofTenant(tenant))
                : all(tenant).stream()
                        .filter(one -> one.alias().equalsIgnoreCase(alias.trim()))
                        .findFirst();
    }

    /**
     * The address that links lead to if a client asks for {@code wanted}: that of the front end
     * there, or else its origin if that is one of the tenant's web origins. Nothing of another path
     * is taken over: anybody can ask, and pages of the tenant that send their visitors on, or show
     * what users have written, must not get the links of others.
     */
    public static Optional<String> allowed(KeycloakSession session, Tenant tenant, String wanted) {
        return WebOrigin.of(wanted)
                .flatMap(
                        origin ->
                                configured(tenant, wanted.replaceFirst("/+$", ""), origin)
                                        .or(
                                                () ->
                                                        Optional.of(origin)
                                                                .filter(
                                                                        tenant.webOrigins(session)
                                                                                ::contains)));
    }

    /** The front end with this address, or else the first one of the same origin. */
    private static Optional<String> configured(Tenant tenant, String address, String origin) {
        List<String> there =
                all(tenant).stream()
                        .map(FrontEnd::address)
                        .filter(any -> WebOrigin.of(any).filter(origin::equals).isPresent())
                        .toList();
        return there.stream()
                .filter(address::equals)
                .findFirst()
                .or(() -> there.stream().findFirst());
    }
}
