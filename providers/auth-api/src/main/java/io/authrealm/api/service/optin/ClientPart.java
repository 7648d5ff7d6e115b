package io.authrealm.api.service.optin;

import io.authrealm.api.keycloak.RealmCreation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.utils.RepresentationToModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.ScopeMappingRepresentation;

/** The client by which the API signs users in. */
final class ClientPart implements Part {

    static final String NAME = "client";

    private final Site site;

    ClientPart(Site site) {
        this.site = site;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Look look() {
        return site.client()
                .map(this::look)
                .orElseGet(() -> new Look.Missing("The client %s.".formatted(site.clientId())));
    }

    private Look look(ClientModel client) {
        String id = client.getClientId();
        if (!OIDCLoginProtocol.LOGIN_PROTOCOL.equals(client.getProtocol())) {
            return new Look.Clash("The client %s is not one of OpenID Connect.".formatted(id));
        }
        if (client.isBearerOnly()) {
            return new Look.Clash("The client %s only verifies tokens.".formatted(id));
        }
        if (!client.isEnabled()) {
            return new Look.Clash("The client %s is disabled.".formatted(id));
        }
        List<String> lacking = lackingOrigins(client.getWebOrigins());
        return lacking.isEmpty()
                ? new Look.Fits("The realm has the client %s.".formatted(id))
                : new Look.Clash(
                        "The client %s is there without the web origins %s: add them yourself."
                                .formatted(id, String.join(", ", lacking)));
    }

    /** Whether users can sign in by the client at all. */
    static boolean signsUsersIn(ClientModel client) {
        return client.isEnabled()
                && !client.isBearerOnly()
                && OIDCLoginProtocol.LOGIN_PROTOCOL.equals(client.getProtocol());
    }

    /** Only what the admin has said counts; the app's own origin may be in a redirect address. */
    private List<String> lackingOrigins(Set<String> there) {
        List<String> said = site.wanted().webOrigins();
        return said == null || there.contains("*")
                ? List.of()
                : said.stream().filter(origin -> !there.contains(origin)).toList();
    }

    @Override
    public void make() {
        ClientRepresentation wanted = site.templateClient();
        wanted.setClientId(site.clientId());
        wanted.setRedirectUris(redirects(wanted.getRedirectUris()));
        wanted.setWebOrigins(site.wanted().origins());
        wanted.setStandardFlowEnabled(!wanted.getRedirectUris().isEmpty());
        String alias = PackFlowPart.wanted(site).getAlias();
        AuthenticationFlowModel flow =
                site.wanted().wants(ExtraPart.FLOW) ? site.realm().getFlowByAlias(alias) : null;
        wanted.setAuthenticationFlowBindingOverrides(
                flow == null ? Map.of() : Map.of("browser", flow.getId()));
        // A part of its own.
        wanted.setProtocolMappers(List.of());
        ClientModel client =
                RepresentationToModel.createClient(site.session(), site.realm(), wanted);
        addRoles(client);
        site.made().add(NAME, client.getId());
    }

    /** Those of the template, at the app of the realm. */
    private List<String> redirects(List<String> ofTemplate) {
        String app = site.wanted().appUrl();
        String templateApp = SettingsPart.templateConfig(site).getFirst(SettingsPart.APP_URL);
        return app == null
                ? List.of()
                : ofTemplate.stream().map(address -> address.replace(templateApp, app)).toList();
    }

    /** Users who have these roles can use them through the client. */
    private void addRoles(ClientModel client) {
        RealmModel realm = site.realm();
        ClientModel management = RealmCreation.managementClient(realm);
        if (management == null) {
            return;
        }
        site.template().getClientScopeMappings().values().stream()
                .flatMap(List::stream)
                .map(ScopeMappingRepresentation::getRoles)
                .flatMap(Set::stream)
                .map(management::getRole)
                .filter(Objects::nonNull)
                .forEach((RoleModel role) -> client.addScopeMapping(role));
    }
}
