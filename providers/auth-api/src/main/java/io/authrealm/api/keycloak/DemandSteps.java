package io.authrealm.api.keycloak;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.AuthenticationFlowBindings;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;

/**
 * The steps that demand a second factor of everybody, in the flow of the API's client and in that
 * of the realm's pages. A step that only some users come to is none of them: the admin has chosen
 * these users.
 */
public final class DemandSteps {

    /** The id of the step that the pack adds. */
    public static final String STEP = "authrealm-second-factor";

    private final RealmModel realm;
    private final ClientModel client;

    public DemandSteps(RealmModel realm, ClientModel client) {
        this.realm = realm;
        this.client = client;
    }

    /** Whether a second factor is demanded of everybody, in the API and on the pages. */
    public boolean areOn() {
        return flows().allMatch(
                        flow -> steps(flow).anyMatch(AuthenticationExecutionModel::isRequired));
    }

    /** Whether each of the flows has such a step, on or off. */
    public boolean areThere() {
        return flows().allMatch(flow -> steps(flow).findAny().isPresent());
    }

    /** Switches all of the steps on or off. */
    public void set(boolean isOn) {
        Requirement requirement = isOn ? Requirement.REQUIRED : Requirement.DISABLED;
        List<AuthenticationExecutionModel> steps =
                flows().flatMap(this::steps)
                        .filter(step -> step.getRequirement() != requirement)
                        .toList();
        for (AuthenticationExecutionModel step : steps) {
            step.setRequirement(requirement);
            realm.updateAuthenticatorExecution(step);
        }
    }

    /** By their ids. A flow that both use is there once. */
    private Stream<String> flows() {
        String ofPages = realm.getBrowserFlow().getId();
        String ofClient =
                Optional.ofNullable(
                                client.getAuthenticationFlowBindingOverride(
                                        AuthenticationFlowBindings.BROWSER_BINDING))
                        .map(realm::getAuthenticationFlowById)
                        .map(AuthenticationFlowModel::getId)
                        .orElse(ofPages);
        return Stream.of(ofClient, ofPages).distinct();
    }

    private Stream<AuthenticationExecutionModel> steps(String flowId) {
        return realm.getAuthenticationExecutionsStream(flowId)
                .flatMap(
                        execution ->
                                execution.isAuthenticatorFlow()
                                        ? stepsOfSubflow(execution)
                                        : Stream.of(execution)
                                                .filter(
                                                        one ->
                                                                STEP.equals(
                                                                        one.getAuthenticator())));
    }

    private Stream<AuthenticationExecutionModel> stepsOfSubflow(
            AuthenticationExecutionModel subflow) {
        return subflow.isDisabled() || subflow.isConditional()
                ? Stream.empty()
                : steps(subflow.getFlowId());
    }
}
