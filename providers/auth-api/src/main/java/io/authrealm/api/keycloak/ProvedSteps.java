package io.authrealm.api.keycloak;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.keycloak.events.Details;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.RealmModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;

/** Counts the steps of a flow as done that a proof replaces. */
final class ProvedSteps {

    /** A setting of Keycloak's step of organizations. */
    private static final String MEMBERS_ONLY = "requiresUserMembership";

    private final RealmModel realm;
    private final AuthenticationSessionModel authentication;

    ProvedSteps(RealmModel realm, AuthenticationSessionModel authentication) {
        this.realm = realm;
        this.authentication = authentication;
    }

    void markDone(String flowId, Proof proof) {
        authentication.setAuthNote(Details.AUTH_TYPE, proof.name());
        if (proof.isOfMailbox()) {
            LinkedMailbox.keep(authentication);
        }
        proof.credentials().forEach(type -> UsedCredentials.add(authentication, type));
        // It never succeeds by itself: the flow would end after it, without a second factor.
        mark(flowId, ProvedSteps::isOrganization, ExecutionStatus.ATTEMPTED);
        if (!proof.isPasskey()) {
            mark(flowId, ProvedSteps::isNameOrPassword, ExecutionStatus.SUCCESS);
            skipPasskeysInPlaceOfPassword(flowId);
        } else if (mark(flowId, ProvedSteps::isPasskey, ExecutionStatus.SUCCESS)) {
            mark(flowId, ProvedSteps::isName, ExecutionStatus.SUCCESS);
        } else {
            // A flow that has no step for passkeys takes one as it takes the password.
            mark(flowId, ProvedSteps::isNameOrPassword, ExecutionStatus.SUCCESS);
        }
    }

    /**
     * A passkey that the flow takes in place of the password is not asked for. It must not count as
     * done either: the flow may end after it.
     */
    private void skipPasskeysInPlaceOfPassword(String flowId) {
        List<AuthenticationExecutionModel> executions = enabled(flowId).toList();
        for (AuthenticationExecutionModel one : executions) {
            boolean isInPlaceOfPassword =
                    one.isAlternative()
                            && executions.stream()
                                    .filter(AuthenticationExecutionModel::isAlternative)
                                    .filter(other -> !other.getId().equals(one.getId()))
                                    .anyMatch(other -> has(other, ProvedSteps::isNameOrPassword));
            if (isInPlaceOfPassword && !has(one, ProvedSteps::isNameOrPassword)) {
                mark(one, ProvedSteps::isPasskey, ExecutionStatus.ATTEMPTED);
            } else if (one.isAuthenticatorFlow()) {
                skipPasskeysInPlaceOfPassword(one.getFlowId());
            }
        }
    }

    /**
     * Whether a step of the flow lets in only members of an organization. The proof replaces that
     * step, so nothing else asks for it.
     */
    boolean areForMembers(String flowId) {
        return enabled(flowId)
                .anyMatch(
                        one ->
                                one.isAuthenticatorFlow()
                                        ? areForMembers(one.getFlowId())
                                        : isOne(one, ProvedSteps::isOrganization)
                                                && demandsMembership(one));
    }

    private boolean demandsMembership(AuthenticationExecutionModel one) {
        AuthenticatorConfigModel config =
                one.getAuthenticatorConfig() == null
                        ? null
                        : realm.getAuthenticatorConfigById(one.getAuthenticatorConfig());
        return config != null
                && config.getConfig() != null
                && Boolean.parseBoolean(config.getConfig().get(MEMBERS_ONLY));
    }

    /** Returns whether there was such a step. */
    private boolean mark(String flowId, Predicate<FlowStep> steps, ExecutionStatus status) {
        return enabled(flowId).map(one -> mark(one, steps, status)).reduce(false, (a, b) -> a || b);
    }

    private boolean mark(
            AuthenticationExecutionModel one, Predicate<FlowStep> steps, ExecutionStatus status) {
        if (one.isAuthenticatorFlow()) {
            return mark(one.getFlowId(), steps, status);
        }
        boolean isWanted = isOne(one, steps);
        if (isWanted) {
            authentication.setExecutionStatus(one.getId(), status);
        }
        return isWanted;
    }

    private boolean has(AuthenticationExecutionModel one, Predicate<FlowStep> steps) {
        return one.isAuthenticatorFlow()
                ? enabled(one.getFlowId()).anyMatch(each -> has(each, steps))
                : isOne(one, steps);
    }

    private Stream<AuthenticationExecutionModel> enabled(String flowId) {
        return realm.getAuthenticationExecutionsStream(flowId)
                .filter(execution -> !execution.isDisabled());
    }

    private static boolean isOne(AuthenticationExecutionModel one, Predicate<FlowStep> steps) {
        return FlowStep.of(one.getAuthenticator()).filter(steps).isPresent();
    }

    private static boolean isNameOrPassword(FlowStep step) {
        return !step.isSecondFactor() && !isOrganization(step);
    }

    private static boolean isOrganization(FlowStep step) {
        return step == FlowStep.ORGANIZATION;
    }

    private static boolean isName(FlowStep step) {
        return isNameOrPassword(step) && !step.isPassword();
    }

    private static boolean isPasskey(FlowStep step) {
        return step == FlowStep.PASSKEY;
    }
}
