package io.authrealm.api.service.optin;

import io.authrealm.api.keycloak.AdminEventWriter;
import io.authrealm.api.keycloak.RealmCreation;
import io.authrealm.api.store.RealmLock;
import io.authrealm.api.tenant.TenantSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.keycloak.component.ComponentModel;
import org.keycloak.crypto.Algorithm;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.PasswordPolicy;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.protocol.oidc.OIDCConfigAttributes;
import org.keycloak.representations.userprofile.config.UPConfig;
import org.keycloak.userprofile.UserProfileProvider;

/**
 * Undoes what {@link OptIn} has made in a realm. What an admin had before stays, and so does what
 * an admin has come to use since. Users and credentials stay too.
 */
public final class OptOut {

    private final KeycloakSession session;
    private final AdminEventWriter events;

    public OptOut(KeycloakSession session, AdminEventWriter events) {
        this.session = session;
        this.events = events;
    }

    /** Undoes it. It is committed when this returns. */
    public OptOutResult apply(String realmId) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                session.getContext(),
                job ->
                        RealmLock.take(job, realmId)
                                .map(realm -> apply(job, realm))
                                .orElseGet(OptOutResult.Gone::new),
                "AuthRealm opt-out");
    }

    private OptOutResult apply(KeycloakSession job, RealmModel realm) {
        List<PartState> states = new Undoing(job, realm).run();
        if (states.stream().anyMatch(state -> state.state() == PartState.State.REMOVED)) {
            events.in(job).other("AUTHREALM", OperationType.DELETE, states, "authrealm");
        }
        return new OptOutResult.Undone(states);
    }

    /** One realm that is opted out. */
    private static final class Undoing {

        /** What a client can have signed by an algorithm of its own. */
        private static final List<String> SIGNED =
                List.of(
                        OIDCConfigAttributes.ACCESS_TOKEN_SIGNED_RESPONSE_ALG,
                        OIDCConfigAttributes.ID_TOKEN_SIGNED_RESPONSE_ALG,
                        OIDCConfigAttributes.USER_INFO_RESPONSE_SIGNATURE_ALG,
                        OIDCConfigAttributes.AUTHORIZATION_SIGNED_RESPONSE_ALG);

        private final KeycloakSession session;
        private final RealmModel realm;
        private final MadeParts made;
        private final List<PartState> states = new ArrayList<>();

        Undoing(KeycloakSession session, RealmModel realm) {
            this.session = session;
            this.realm = realm;
            this.made = new MadeParts(realm);
        }

        /** The settings go first, so that nothing of the rest is in use. */
        List<PartState> run() {
            removeEach(SettingsPart.NAME, this::removeComponent);
            if (states.isEmpty() && isOptedIn()) {
                keep(
                        SettingsPart.NAME,
                        "The settings were there before: delete the component \"authrealm\""
                                + " yourself.");
            }
            removeEach(MapperPart.NAME, this::removeMapper);
            removeEach(ClientPart.NAME, this::removeClient);
            removeFlows();
            removeEach(ScopesPart.NAME, this::removeScope);
            removeEach(KeyPart.NAME, this::removeKey);
            removeAttributes();
            removeEventTypes();
            removePolicies();
            removeThemes();
            made.forgetAll();
            return List.copyOf(states);
        }

        private boolean isOptedIn() {
            try {
                return TenantSettings.of(realm).isPresent();
            } catch (IllegalArgumentException e) {
                return true;
            }
        }

        private void keep(String part, String detail) {
            states.add(new PartState(part, PartState.State.KEPT, detail));
        }

        private void removed(String part, String detail) {
            states.add(new PartState(part, PartState.State.REMOVED, detail));
        }

        private void removeEach(String part, Predicate<String> remove) {
            for (String reference : made.of(part)) {
                if (remove.test(reference)) {
                    removed(part, "What the pack had made is gone.");
                } else {
                    keep(part, "It is gone already, or something else needs it now.");
                }
            }
        }

        private boolean removeComponent(String id) {
            ComponentModel component = realm.getComponent(id);
            if (component == null) {
                return false;
            }
            realm.removeComponent(component);
            return true;
        }

        private boolean removeMapper(String reference) {
            int space = reference.indexOf(' ');
            ClientModel client = realm.getClientById(reference.substring(0, space));
            ProtocolMapperModel mapper =
                    client == null
                            ? null
                            : client.getProtocolMapperById(reference.substring(space + 1));
            if (mapper == null) {
                return false;
            }
            client.removeProtocolMapper(mapper);
            return true;
        }

        private boolean removeClient(String id) {
            ClientModel client = realm.getClientById(id);
            return client != null && RealmCreation.removeClient(session, realm, client);
        }

        /** All of them go, or none: a flow that is bound needs its own flows and settings. */
        private void removeFlows() {
            List<AuthenticationFlowModel> flows =
                    made.of(PackFlowPart.NAME).stream()
                            .map(realm::getAuthenticationFlowById)
                            .filter(Objects::nonNull)
                            .toList();
            if (flows.isEmpty()) {
                return;
            }
            Set<String> ids =
                    flows.stream().map(AuthenticationFlowModel::getId).collect(Collectors.toSet());
            if (flows.stream().anyMatch(flow -> isUsed(flow, ids))) {
                keep(PackFlowPart.NAME, "Something else uses the flow now.");
                return;
            }
            for (AuthenticationFlowModel flow : flows) {
                realm.getAuthenticationExecutionsStream(flow.getId())
                        .toList()
                        .forEach(realm::removeAuthenticatorExecution);
            }
            flows.forEach(realm::removeAuthenticationFlow);
            made.of(PackFlowPart.CONFIG).stream()
                    .map(realm::getAuthenticatorConfigById)
                    .filter(Objects::nonNull)
                    .forEach(realm::removeAuthenticatorConfig);
            removed(PackFlowPart.NAME, "The flow that the pack had made is gone.");
        }

        private boolean isUsed(AuthenticationFlowModel flow, Set<String> ours) {
            return KeycloakModelUtils.isFlowUsed(session, realm, flow)
                    || realm.getAuthenticationFlowsStream()
                            .filter(other -> !ours.contains(other.getId()))
                            .flatMap(
                                    other -> realm.getAuthenticationExecutionsStream(other.getId()))
                            .map(AuthenticationExecutionModel::getFlowId)
                            .anyMatch(flow.getId()::equals);
        }

        private boolean removeScope(String id) {
            ClientScopeModel scope = realm.getClientScopeById(id);
            return scope != null && !isUsed(scope) && realm.removeClientScope(id);
        }

        private boolean isUsed(ClientScopeModel scope) {
            return realm.getClientsStream()
                    .anyMatch(
                            client ->
                                    client.getClientScopes(true).containsKey(scope.getName())
                                            || client.getClientScopes(false)
                                                    .containsKey(scope.getName()));
        }

        private boolean removeKey(String id) {
            boolean isUsed =
                    Algorithm.ES256.equals(realm.getDefaultSignatureAlgorithm())
                            || realm.getClientsStream().anyMatch(Undoing::signsByKey);
            return !isUsed && removeComponent(id);
        }

        private static boolean signsByKey(ClientModel client) {
            return SIGNED.stream()
                    .anyMatch(what -> Algorithm.ES256.equals(client.getAttribute(what)));
        }

        private void removeAttributes() {
            List<String> names = made.of(ProfilePart.NAME);
            UserProfileProvider profiles = session.getProvider(UserProfileProvider.class);
            UPConfig profile = profiles.getConfiguration();
            List<String> gone = names.stream().filter(profile::removeAttribute).toList();
            if (gone.isEmpty()) {
                return;
            }
            profiles.setConfiguration(profile);
            if (made.has(ProfilePart.NAME, ProfilePart.NONE_STORED)) {
                profiles.setConfiguration(null);
                if (!profiles.getConfiguration().equals(profile)) {
                    profiles.setConfiguration(profile);
                }
            }
            removed(
                    ProfilePart.NAME,
                    "These attributes are gone from the profile, and their values stay: %s."
                            .formatted(String.join(", ", gone)));
        }

        private void removeEventTypes() {
            List<String> types =
                    made.of(EventsPart.NAME).stream()
                            .filter(type -> !EventsPart.NONE_LISTED.equals(type))
                            .toList();
            if (types.isEmpty()) {
                return;
            }
            Set<String> left =
                    realm.getEnabledEventTypesStream()
                            .collect(Collectors.toCollection(TreeSet::new));
            left.removeAll(types);
            boolean wasEmpty =
                    made.has(EventsPart.NAME, EventsPart.NONE_LISTED)
                            && left.equals(EventsPart.byDefault());
            realm.setEnabledEventTypes(wasEmpty ? Set.of() : left);
            removed(EventsPart.NAME, "The event types that the pack had added are gone.");
        }

        private void removePolicies() {
            for (String policy : made.of(PoliciesPart.NAME)) {
                if (policy.equals(realm.getPasswordPolicy().toString())) {
                    realm.setPasswordPolicy(PasswordPolicy.parse(session, null));
                    removed(PoliciesPart.NAME, "The password policies are gone.");
                } else {
                    keep(PoliciesPart.NAME, "The password policies were changed since.");
                }
            }
        }

        private void removeThemes() {
            List<String> gone = new ArrayList<>();
            String theme = "authrealm";
            if (made.has(ThemesPart.NAME, ThemesPart.LOGIN)
                    && theme.equals(realm.getLoginTheme())) {
                realm.setLoginTheme(null);
                gone.add(ThemesPart.LOGIN);
            }
            if (made.has(ThemesPart.NAME, ThemesPart.EMAIL)
                    && theme.equals(realm.getEmailTheme())) {
                realm.setEmailTheme(null);
                gone.add(ThemesPart.EMAIL);
            }
            if (!gone.isEmpty()) {
                removed(
                        ThemesPart.NAME,
                        "These themes are gone: %s.".formatted(String.join(", ", gone)));
            }
        }
    }
}
