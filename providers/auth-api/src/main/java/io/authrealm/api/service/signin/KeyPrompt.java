package io.authrealm.api.service.signin;

import io.authrealm.api.keycloak.FlowOutcome;
import io.authrealm.api.keycloak.FlowRunner;
import io.authrealm.api.keycloak.KeyKind;
import io.authrealm.api.keycloak.KeyOptions;
import io.authrealm.api.keycloak.KeyOptions.Descriptor;
import io.authrealm.api.keycloak.StoredKey;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.outcome.Cases;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Lets the flow ask for a key, so that its step has a challenge to compare the signature with. */
final class KeyPrompt {

    private record Asking(KeyPrompt prompt, KeyKind kind) {

        Optional<Map<String, Object>> options(FlowOutcome.Challenged asked) {
            return prompt.options(asked.authenticationSession(), kind);
        }
    }

    private static final Cases<Asking, FlowOutcome, Optional<Map<String, Object>>> ASKED =
            Cases.<Asking, FlowOutcome, Optional<Map<String, Object>>>of(FlowOutcome.class)
                    .when(FlowOutcome.Challenged.class, Asking::options)
                    .when(FlowOutcome.Completed.class, asking -> Optional.empty())
                    .when(FlowOutcome.Refused.class, asking -> Optional.empty())
                    .when(FlowOutcome.Unsupported.class, asking -> Optional.empty())
                    .complete();

    private final KeycloakSession session;
    private final Tenant tenant;
    private final FlowRunner flow;

    KeyPrompt(KeycloakSession session, Tenant tenant, FlowRunner flow) {
        this.session = session;
        this.tenant = tenant;
        this.flow = flow;
    }

    /** The options for the browser; nothing if the flow cannot ask any more. */
    Optional<Map<String, Object>> ask(AuthenticationSessionModel authentication, KeyKind kind) {
        return ASKED.apply(new Asking(this, kind), flow.ask(authentication, kind.credentialType()));
    }

    private Optional<Map<String, Object>> options(
            AuthenticationSessionModel authentication, KeyKind kind) {
        return flow.keyChallenge(authentication)
                .map(
                        challenge ->
                                new KeyOptions(session, tenant.realm(), kind)
                                        .request(
                                                challenge,
                                                StoredKey.of(
                                                                authentication
                                                                        .getAuthenticatedUser(),
                                                                kind)
                                                        .stream()
                                                        .map(Descriptor::of)
                                                        .toList()));
    }
}
