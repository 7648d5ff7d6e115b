package io.authrealm.api.service.optin;

import io.authrealm.api.keycloak.FlowSurvey;
import org.keycloak.models.AuthenticationFlowModel;

/** The flow that the API signs users in by, as it is. Its rules hold for the API too. */
final class OwnFlowPart implements Part {

    private final Site site;

    OwnFlowPart(Site site) {
        this.site = site;
    }

    @Override
    public String name() {
        return PackFlowPart.NAME;
    }

    @Override
    public Look look() {
        AuthenticationFlowModel flow = FlowSurvey.flowOf(site.realm(), site.client().orElse(null));
        if (flow == null) {
            return new Look.Clash(
                    "The realm has no browser flow: bind one, or ask for the part \"flow\".");
        }
        return FlowSurvey.of(site.realm(), flow).asksForPassword()
                ? new Look.Fits("The API signs in by the flow \"%s\".".formatted(flow.getAlias()))
                : new Look.Clash(
                        "The flow \"%s\" has no step in which the API can ask for a password: change it, or ask for the part \"flow\"."
                                .formatted(flow.getAlias()));
    }

    @Override
    public void make() {
        throw new IllegalStateException("a flow of the realm's own is never missing");
    }
}
