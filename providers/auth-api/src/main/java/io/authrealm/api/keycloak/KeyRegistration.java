package io.authrealm.api.keycloak;

import io.authrealm.core.outcome.Cases;
import io.authrealm.core.webauthn.PublicKeyJson;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.keycloak.WebAuthnConstants;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionContextResult;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.common.ClientConnection;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.storage.UserStoragePrivateUtil;

/**
 * Registers a key by Keycloak's own required action, without a page. So Keycloak verifies the
 * attestation, applies the realm's policy and decides the stored form, in each version as its pages
 * do.
 */
public final class KeyRegistration {

    /** The result of a registration. */
    public sealed interface Result {

        record Registered(StoredKey key) implements Result {}

        /**
         * @param reason for the event log; it quotes no secret
         */
        record Refused(String reason) implements Result {}
    }

    /** The action writes its events twice, so the caller writes the one that counts. */
    private static final class UnwrittenEvent extends EventBuilder {

        UnwrittenEvent(RealmModel realm, KeycloakSession session, ClientConnection connection) {
            super(realm, session, connection);
        }

        @Override
        public void success() {
            // Nothing is written.
        }

        @Override
        public void error(String error) {
            // Nothing is written.
        }

        @Override
        @SuppressWarnings({"MethodDoesntCallSuperMethod", "PMD.CloneMethodMustImplementCloneable"})
        public EventBuilder clone() {
            return this;
        }

        String reason() {
            Map<String, String> details = getEvent().getDetails();
            String reason =
                    details == null ? null : details.get(WebAuthnConstants.REG_ERR_DETAIL_LABEL);
            return reason == null ? "the attestation is not valid" : reason;
        }
    }

    /** Authentication session note: it is not a page that runs the action. */
    private static final String RUNNING_NOTE = "authrealm.key_registration";

    private static final Cases<KeyRegistration, Result, Optional<String>> FAULT =
            Cases.<KeyRegistration, Result, Optional<String>>of(Result.class)
                    .when(Result.Registered.class, trial -> Optional.empty())
                    .when(Result.Refused.class, (trial, refused) -> Optional.of(refused.reason()))
                    .complete();

    private final KeycloakSession session;
    private final RealmModel realm;
    private final ClientModel client;
    private final KeyKind kind;

    public KeyRegistration(
            KeycloakSession session, RealmModel realm, ClientModel client, KeyKind kind) {
        this.session = session;
        this.realm = realm;
        this.client = client;
        this.kind = kind;
    }

    /** Whether the server has the action; an operator can switch the feature off. */
    public static boolean isAvailable(KeycloakSession session, KeyKind kind) {
        return factory(session, kind) != null;
    }

    /** Whether it is this class that runs the action. Its caller decides about the user. */
    public static boolean isRunningIn(AuthenticationSessionModel authentication) {
        return authentication.getAuthNote(RUNNING_NOTE) != null;
    }

    /**
     * Verifies what the browser has made, for a user who is not there yet. The user of the trial is
     * rolled back.
     *
     * @param challenge in base64url without padding
     * @return nothing if it is right, else the reason for the event log
     */
    public static Optional<String> fault(
            KeycloakSession session,
            ClientModel client,
            KeyKind kind,
            String challenge,
            PublicKeyJson.Attestation made) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                session.getContext(),
                job -> {
                    RealmModel realm = job.getContext().getRealm();
                    job.getTransactionManager().setRollbackOnly();
                    // Not in a directory, where nothing is rolled back.
                    UserModel nobody =
                            UserStoragePrivateUtil.userLocalStorage(job)
                                    .addUser(realm, "authrealm-trial-" + UUID.randomUUID());
                    KeyRegistration trial =
                            new KeyRegistration(
                                    job, realm, realm.getClientById(client.getId()), kind);
                    return FAULT.apply(trial, trial.register(nobody, challenge, made, null));
                },
                "AuthRealm trial of a key");
    }

    /**
     * Verifies what the browser has made, and stores it as a credential of the user.
     *
     * @param challenge in base64url without padding
     * @param label not one that another credential of the user has; may be null
     */
    public Result register(
            UserModel user, String challenge, PublicKeyJson.Attestation made, String label) {
        FlowRunner flow = new FlowRunner(session, realm, client);
        AuthenticationSessionModel authentication = flow.newAuthenticationSession();
        authentication.setAuthenticatedUser(user);
        authentication.setAuthNote(RUNNING_NOTE, "true");
        authentication.setAuthNote(WebAuthnConstants.AUTH_CHALLENGE_NOTE, challenge);
        session.getContext().setAuthenticationSession(authentication);
        session.getContext().setClient(client);
        try {
            return register(authentication, user, made, label);
        } finally {
            flow.abandon(authentication);
        }
    }

    private Result register(
            AuthenticationSessionModel authentication,
            UserModel user,
            PublicKeyJson.Attestation made,
            String label) {
        UnwrittenEvent event =
                new UnwrittenEvent(realm, session, session.getContext().getConnection());
        HeadlessRequest request = new HeadlessRequest(session.getContext().getHttpRequest());
        Map<String, String> fields = fields(made, label);
        request.submit(fields, fields.keySet());
        RequiredActionContextResult context =
                new RequiredActionContextResult(
                        authentication,
                        realm,
                        event,
                        session,
                        request,
                        user,
                        factory(session, kind));
        session.getProvider(RequiredActionProvider.class, kind.registration())
                .processAction(context);
        if (context.getStatus() != RequiredActionContext.Status.SUCCESS) {
            return new Result.Refused(event.reason());
        }
        return StoredKey.of(user, kind).stream()
                .filter(key -> key.credentialId().equals(made.id()))
                .findFirst()
                .<Result>map(Result.Registered::new)
                .orElseGet(() -> new Result.Refused("the id is not that of the attestation"));
    }

    private static Map<String, String> fields(PublicKeyJson.Attestation made, String label) {
        Map<String, String> fields = new HashMap<>();
        fields.put(WebAuthnConstants.CLIENT_DATA_JSON, made.clientDataJson());
        fields.put(WebAuthnConstants.ATTESTATION_OBJECT, made.attestationObject());
        fields.put(WebAuthnConstants.PUBLIC_KEY_CREDENTIAL_ID, made.id());
        fields.put(WebAuthnConstants.TRANSPORTS, String.join(",", made.transports()));
        made.attachment()
                .ifPresent(
                        attachment ->
                                fields.put(WebAuthnConstants.AUTHENTICATOR_ATTACHMENT, attachment));
        if (label != null) {
            fields.put(WebAuthnConstants.AUTHENTICATOR_LABEL, label);
        }
        return fields;
    }

    private static RequiredActionFactory factory(KeycloakSession session, KeyKind kind) {
        return (RequiredActionFactory)
                session.getKeycloakSessionFactory()
                        .getProviderFactory(RequiredActionProvider.class, kind.registration());
    }
}
