package io.authrealm.api.service.parent;

import io.authrealm.api.service.link.LinkKind;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.text.WebOrigin;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.keycloak.models.KeycloakSession;

/**
 * The pages of an app to which links in mails lead. A request may name one, but none of a foreign
 * site: the mail would give the link to the one who has sent the request.
 */
final class ParentPages {

    private static final String TOKEN = "token=";

    /**
     * A query could make a page of the app send its visitor on to another site. A path that leads
     * upwards is another one than it looks.
     */
    private static final Pattern AMBIGUOUS =
            Pattern.compile("[?]|[.][.]|%2e|%2f|%5c", Pattern.CASE_INSENSITIVE);

    private static final Pattern PRIVATE =
            Pattern.compile("https://.*|http://(localhost|127[.]0[.]0[.]1|\\[::1])(:[0-9]+)?");

    private final KeycloakSession session;
    private final Tenant tenant;
    private final ParentOrganization organization;

    ParentPages(KeycloakSession session, Tenant tenant) {
        this.session = session;
        this.tenant = tenant;
        this.organization = new ParentOrganizations(session).of(tenant);
    }

    /**
     * The page of links of a kind, if the request names none: that of the organization, or else of
     * the app. Null if there is neither.
     */
    String page(LinkKind kind, ParentPage page) {
        String set = organization.pages().get(page);
        return set == null ? kind.page(tenant) : withToken(set);
    }

    /** The page that a request names by its path or address; nothing if it may not. */
    Optional<String> named(String pathOrAddress) {
        String address =
                pathOrAddress.startsWith("/") && !pathOrAddress.startsWith("//")
                        ? base() + pathOrAddress
                        : pathOrAddress;
        Set<String> origins = originsOfAdmins();
        WebOrigin.of(organization.url()).ifPresent(origins::add);
        return isPageOf(origins, address) ? Optional.of(withToken(address)) : Optional.empty();
    }

    /**
     * Whether an owner may choose the address for the organization. Who has stolen a token of the
     * owner must not get the links of all children, so only an admin makes a site one of the
     * tenant's.
     */
    boolean isForOwners(String address) {
        return isPageOf(originsOfAdmins(), address)
                && WebOrigin.of(address).filter(PRIVATE.asMatchPredicate()).isPresent();
    }

    private static boolean isPageOf(Set<String> origins, String address) {
        return WebOrigin.of(address).filter(origins::contains).isPresent()
                && !AMBIGUOUS.matcher(address).find();
    }

    private String base() {
        String url = organization.url() == null ? tenant.settings().appUrl() : organization.url();
        return url == null ? "" : url.replaceFirst("/+$", "");
    }

    private Set<String> originsOfAdmins() {
        Set<String> origins = new HashSet<>(tenant.webOrigins(session));
        WebOrigin.of(tenant.settings().appUrl()).ifPresent(origins::add);
        return origins;
    }

    private static String withToken(String page) {
        return page + (page.indexOf('?') < 0 ? '?' : '&') + TOKEN;
    }
}
