package io.authrealm.api.keycloak;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowBindings;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;

/** What a flow asks for, as far as that can be told without running it. */
public final class FlowSurvey {

    /** Steps of Keycloak's and of the pack's that decide without asking the user anything. */
    private static final Set<String> SILENT =
            Set.of(
                    "allow-access-authenticator",
                    "auth-cookie",
                    "authrealm-breached-password",
                    "authrealm-second-factor",
                    "deny-access-authenticator",
                    "identity-provider-redirector",
                    "user-session-limits");

    private final RealmModel realm;
    private final List<String> authenticators = new ArrayList<>();
    private final Set<String> unasked = new TreeSet<>();

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
                                add(step);
                            }
                        });
    }

    private void add(AuthenticationExecutionModel step) {
        String id = step.getAuthenticator();
        authenticators.add(id);
        boolean isKnown =
                FlowStep.of(id).isPresent() || SILENT.contains(id) || id.contains("conditional");
        if (step.isRequired() && !isKnown) {
            unasked.add(id);
        }
    }

    /** The required steps that, if they ask the user something, send them to a page. */
    public Set<String> stepsWithoutForm() {
        return Collections.unmodifiableSet(unasked);
    }

    /** Whether the API can ask for a password in the flow. */
    public boolean asksForPassword() {
        return authenticators.stream()
                .flatMap(id -> FlowStep.of(id).stream())
                .anyMatch(FlowStep::isPassword);
    }
}
