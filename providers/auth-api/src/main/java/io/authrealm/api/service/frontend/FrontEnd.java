package io.authrealm.api.service.frontend;

import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.text.WebOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
     * The address that a client asks links to lead to, if a page of the tenant can be there:
     * anything else would let a stranger have the tenant mail a link to a page of the stranger's.
     */
    public static Optional<String> allowed(KeycloakSession session, Tenant tenant, String wanted) {
        if (wanted == null) {
            return Optional.empty();
        }
        Set<String> origins =
                all(tenant).stream()
                        .map(FrontEnd::address)
                        .flatMap(address -> origin(address).stream())
                        .collect(Collectors.toSet());
        origins.addAll(tenant.webOrigins(session));
        return origin(wanted).filter(origins::contains).map(any -> wanted.replaceFirst("/+$", ""));
    }

    /** Nothing if it is no web address that a path can be put behind. */
    private static Optional<String> origin(String address) {
        return WebOrigin.of(address).filter(any -> address.indexOf('?') < 0);
    }
}
