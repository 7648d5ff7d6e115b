package io.authrealm.api.keycloak;

import java.util.ArrayList;
import java.util.List;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowBindings;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;

/** What a flow asks for, as far as that can be told without running it. */
public final class FlowSurvey {

    private final RealmModel realm;
    private final List<String> authenticators = new ArrayList<>();

    private FlowSurvey(RealmModel realm) {
        this.realm = realm;
    }

    /** Looks at all steps of a flow that are not disabled. */
    public static FlowSurvey of(RealmModel realm, AuthenticationFlowModel flow) {
        FlowSurvey survey = new FlowSurvey(realm);
        survey.add(flow.getId(), 0);
        return survey;
    }

    /**
     * The flow by which the API signs users of a client in.
     *
     * @param client null for one that is bound to no flow
     */
    public static AuthenticationFlowModel flowOf(RealmModel realm, ClientModel client) {
        String bound =
                client == null
                        ? null
                        : client.getAuthenticationFlowBindingOverride(
                                AuthenticationFlowBindings.BROWSER_BINDING);
        AuthenticationFlowModel flow =
                bound == null ? null : realm.getAuthenticationFlowById(bound);
        return flow == null ? realm.getBrowserFlow() : flow;
    }

    private void add(String flowId, int depth) {
        if (depth > 20) {
            return;
        }
        realm.getAuthenticationExecutionsStream(flowId)
                .filter(AuthenticationExecutionModel::isEnabled)
                .forEach(
                        step -> {
                            if (step.isAuthenticatorFlow()) {
                                add(step.getFlowId(), depth + 1);
                            } else {
                                authenticators.add(step.getAuthenticator());
                            }
                        });
    }

    /** Whether the API can ask for a password in the flow. */
    public boolean asksForPassword() {
        return authenticators.stream()
                .flatMap(id -> FlowStep.of(id).stream())
                .anyMatch(FlowStep::isPassword);
    }
}
