package io.authrealm.api.keycloak;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.AuthenticationSelectionOption;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.RealmModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * What a flow asks, and what the user may answer in its place. Between two requests it is kept in
 * notes of the authentication session. The engine itself checks each change to another step, so the
 * notes only say what to try.
 *
 * @param execution the execution that asks
 * @param authenticator the authenticator of that execution
 * @param options in the engine's order; those without a JSON form are left out
 */
record FlowQuestion(String execution, String authenticator, List<FlowOption> options) {

    private static final String OPTIONS_NOTE = "authrealm.options";
    private static final String FLOW_NOTE = "authrealm.flow";
    private static final String SEPARATOR = " ";

    /** What the engine has just asked; nothing if the execution is gone. */
    static Optional<FlowQuestion> of(HeadlessProcessor engine) {
        RealmModel realm = engine.getRealm();
        return asked(realm, engine.getAuthenticationSession())
                .map(
                        asked ->
                                new FlowQuestion(
                                        asked.getId(),
                                        asked.getAuthenticator(),
                                        withFirst(asked, selections(engine, asked))));
    }

    /** What an earlier request was asked; nothing if the flow has been changed since. */
    static Optional<FlowQuestion> kept(
            RealmModel realm, AuthenticationSessionModel authentication, String flowId) {
        String options = authentication.getAuthNote(OPTIONS_NOTE);
        if (options == null || !flowId.equals(authentication.getAuthNote(FLOW_NOTE))) {
            return Optional.empty();
        }
        return asked(realm, authentication)
                .map(
                        asked ->
                                new FlowQuestion(
                                        asked.getId(),
                                        asked.getAuthenticator(),
                                        Arrays.stream(options.split(SEPARATOR))
                                                .map(realm::getAuthenticationExecutionById)
                                                .flatMap(FlowQuestion::option)
                                                .toList()));
    }

    private static Optional<AuthenticationExecutionModel> asked(
            RealmModel realm, AuthenticationSessionModel authentication) {
        return Optional.ofNullable(
                        authentication.getAuthNote(
                                AuthenticationProcessor.CURRENT_AUTHENTICATION_EXECUTION))
                .map(realm::getAuthenticationExecutionById)
                .filter(execution -> !execution.isDisabled());
    }

    /** The step that asks is an option, even if the engine does not list it. */
    private static List<FlowOption> withFirst(
            AuthenticationExecutionModel asked, List<FlowOption> listed) {
        List<FlowOption> options = new ArrayList<>(listed);
        if (listed.stream().noneMatch(option -> option.execution().equals(asked.getId()))) {
            option(asked).forEach(first -> options.add(0, first));
        }
        return List.copyOf(options);
    }

    private static List<FlowOption> selections(
            HeadlessProcessor engine, AuthenticationExecutionModel asked) {
        return engine
                .lastResult()
                .filter(result -> result.getExecution().getId().equals(asked.getId()))
                .map(AuthenticationProcessor.Result::getAuthenticationSelections)
                .orElseGet(List::of)
                .stream()
                .map(AuthenticationSelectionOption::getAuthenticationExecution)
                .flatMap(FlowQuestion::option)
                .toList();
    }

    private static Stream<FlowOption> option(AuthenticationExecutionModel execution) {
        return Stream.ofNullable(execution)
                .filter(it -> !it.isDisabled())
                .flatMap(it -> FlowStep.of(it.getAuthenticator()).stream())
                .map(step -> new FlowOption(step, execution.getId()));
    }

    /** The step that asks; nothing if it has no JSON form. */
    Optional<FlowStep> step() {
        return FlowStep.of(authenticator);
    }

    Optional<FlowOption> option(Predicate<FlowStep> wanted) {
        return options.stream().filter(option -> wanted.test(option.step())).findFirst();
    }

    /** The steps that the user can choose from. */
    List<FlowStep> steps() {
        return options.stream().map(FlowOption::step).toList();
    }

    /** Keeps the question for the next request. */
    void keep(AuthenticationSessionModel authentication, String flowId) {
        authentication.setAuthNote(FLOW_NOTE, flowId);
        authentication.setAuthNote(
                OPTIONS_NOTE,
                String.join(SEPARATOR, options.stream().map(FlowOption::execution).toList()));
    }
}
