package io.authrealm.api.service.optin;

import io.authrealm.api.keycloak.OwnScopes;
import java.util.List;

/** The client scopes that give tokens their subject and the level of the sign-in. */
final class ScopesPart implements Part {

    static final String NAME = "client_scopes";

    private final Site site;
    private final OwnScopes scopes;

    ScopesPart(Site site) {
        this.site = site;
        this.scopes = new OwnScopes(site.session(), site.realm());
    }

    @Override
    public String name() {
        return NAME;
    }

    private List<String> missing() {
        return site.templateClient().getDefaultClientScopes().stream()
                .filter(scopes::canHave)
                .filter(name -> scopes.idOf(name).isEmpty())
                .toList();
    }

    @Override
    public Look look() {
        List<String> missing = missing();
        return missing.isEmpty()
                ? new Look.Fits("The realm has the client scopes of the API's client.")
                : new Look.Missing("The client scopes " + String.join(", ", missing) + ".");
    }

    @Override
    public void make() {
        missing().forEach(name -> site.made().add(NAME, scopes.create(name)));
    }
}
