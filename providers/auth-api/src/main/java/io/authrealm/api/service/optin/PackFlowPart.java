package io.authrealm.api.service.optin;

import io.authrealm.api.keycloak.FlowSurvey;
import java.util.Objects;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.RepresentationToModel;
import org.keycloak.representations.idm.AuthenticationExecutionExportRepresentation;
import org.keycloak.representations.idm.AuthenticationFlowRepresentation;
import org.keycloak.representations.idm.AuthenticatorConfigRepresentation;

/** The pack's own flow for the API's client, which is not bound to it before it is made. */
final class PackFlowPart implements Part {

    static final String NAME = "flow";

    /** The configuration of a step, which goes with its flow. */
    static final String CONFIG = "flow_config";

    private final Site site;

    PackFlowPart(Site site) {
        this.site = site;
    }

    /** The flow of the template's client. */
    static AuthenticationFlowRepresentation wanted(Site site) {
        String id = site.templateClient().getAuthenticationFlowBindingOverrides().get("browser");
        return site.template().getAuthenticationFlows().stream()
                .filter(flow -> Objects.equals(flow.getId(), id))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Look look() {
        String alias = wanted(site).getAlias();
        AuthenticationFlowModel flow = site.realm().getFlowByAlias(alias);
        ClientModel client = site.client().orElse(null);
        if (client == null) {
            return flow == null
                    ? new Look.Missing("The flow \"%s\".".formatted(alias))
                    : new Look.Fits("The realm has the flow \"%s\".".formatted(alias));
        }
        AuthenticationFlowModel used = FlowSurvey.flowOf(site.realm(), client);
        return used != null && used.getAlias().equals(alias)
                ? new Look.Fits("The client signs in by the flow \"%s\".".formatted(alias))
                : new Look.Clash(
                        "The client %s is there and signs in by another flow: bind it to \"%s\" yourself."
                                .formatted(site.clientId(), alias));
    }

    @Override
    public void make() {
        create(wanted(site));
    }

    private AuthenticationFlowModel create(AuthenticationFlowRepresentation wanted) {
        RealmModel realm = site.realm();
        AuthenticationFlowModel flow =
                realm.addAuthenticationFlow(RepresentationToModel.toModel(wanted));
        site.made().add(NAME, flow.getId());
        for (AuthenticationExecutionExportRepresentation step :
                wanted.getAuthenticationExecutions()) {
            AuthenticationExecutionModel execution = new AuthenticationExecutionModel();
            execution.setParentFlow(flow.getId());
            execution.setAuthenticator(step.getAuthenticator());
            execution.setAuthenticatorFlow(step.isAuthenticatorFlow());
            execution.setPriority(step.getPriority());
            execution.setRequirement(
                    AuthenticationExecutionModel.Requirement.valueOf(step.getRequirement()));
            if (step.isAuthenticatorFlow()) {
                execution.setFlowId(child(step.getFlowAlias()).getId());
            }
            if (step.getAuthenticatorConfig() != null) {
                execution.setAuthenticatorConfig(config(step.getAuthenticatorConfig()));
            }
            realm.addAuthenticatorExecution(execution);
        }
        return flow;
    }

    private AuthenticationFlowModel child(String alias) {
        AuthenticationFlowModel there = site.realm().getFlowByAlias(alias);
        return there != null
                ? there
                : create(
                        site.template().getAuthenticationFlows().stream()
                                .filter(flow -> flow.getAlias().equals(alias))
                                .findFirst()
                                .orElseThrow());
    }

    private String config(String alias) {
        AuthenticatorConfigModel there = site.realm().getAuthenticatorConfigByAlias(alias);
        if (there != null) {
            return there.getId();
        }
        AuthenticatorConfigRepresentation wanted =
                site.template().getAuthenticatorConfig().stream()
                        .filter(config -> config.getAlias().equals(alias))
                        .findFirst()
                        .orElseThrow();
        String id =
                site.realm().addAuthenticatorConfig(RepresentationToModel.toModel(wanted)).getId();
        site.made().add(CONFIG, id);
        return id;
    }
}
