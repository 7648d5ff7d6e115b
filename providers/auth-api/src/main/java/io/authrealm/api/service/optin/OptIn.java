package io.authrealm.api.service.optin;

import io.authrealm.api.keycloak.AdminEventWriter;
import io.authrealm.api.store.RealmLock;
import io.authrealm.core.outcome.Cases;
import java.util.ArrayList;
import java.util.List;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Opens a realm that is there to the API: makes what it lacks, and leaves what it has as it is.
 *
 * <p>All parts are one transaction, so a failure leaves nothing. Of several requests at the same
 * moment, on any node, each sees what the one before has made.
 */
public final class OptIn {

    private static final Cases<Step, Look, PartState> SEEN =
            Cases.<Step, Look, PartState>of(Look.class)
                    .when(Look.Fits.class, (step, fits) -> step.kept(fits.detail()))
                    .when(Look.Missing.class, (step, missing) -> step.make(missing.detail()))
                    .when(Look.Clash.class, (step, clash) -> step.conflict(clash.detail()))
                    .complete();

    /** One part at a time. */
    private record Step(Part part, boolean isDryRun) {

        PartState state() {
            return SEEN.apply(this, part.look());
        }

        private PartState kept(String detail) {
            return new PartState(part.name(), PartState.State.KEPT, detail);
        }

        private PartState conflict(String detail) {
            return new PartState(part.name(), PartState.State.CONFLICT, detail);
        }

        private PartState make(String detail) {
            if (isDryRun) {
                return new PartState(part.name(), PartState.State.WOULD_CHANGE, detail);
            }
            part.make();
            return new PartState(part.name(), PartState.State.CREATED, detail);
        }
    }

    private final KeycloakSession session;
    private final AdminEventWriter events;

    public OptIn(KeycloakSession session, AdminEventWriter events) {
        this.session = session;
        this.events = events;
    }

    /** Makes what is missing. It is committed when this returns. */
    public OptInResult apply(String realmId, OptInRequest wanted) {
        try {
            return inTransaction(realmId, wanted);
        } catch (ModelDuplicateException e) {
            // Keycloak's cache told of the realm as it was before the other request.
            return inTransaction(realmId, wanted);
        }
    }

    private OptInResult inTransaction(String realmId, OptInRequest wanted) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                session.getContext(),
                job ->
                        RealmLock.take(job, realmId)
                                .map(realm -> apply(job, realm, wanted))
                                .orElseGet(OptInResult.Gone::new),
                "AuthRealm opt-in");
    }

    private OptInResult apply(KeycloakSession job, RealmModel realm, OptInRequest wanted) {
        Site site;
        try {
            site = Site.of(job, realm, wanted);
        } catch (IllegalArgumentException e) {
            return new OptInResult.Unreadable(e.getMessage());
        }
        List<PartState> states = new ArrayList<>();
        for (Part part : parts(site)) {
            states.add(new Step(part, wanted.isDryRun()).state());
        }
        if (states.stream().anyMatch(state -> state.state() == PartState.State.CREATED)) {
            events.in(job).other("AUTHREALM", OperationType.UPDATE, states, "authrealm");
        }
        return new OptInResult.Looked(List.copyOf(states));
    }

    /** The settings come last, because they open the API. */
    static List<Part> parts(Site site) {
        List<Part> parts = new ArrayList<>();
        parts.add(new KeyPart(site));
        parts.add(new ScopesPart(site));
        parts.add(
                site.wanted().wants(ExtraPart.FLOW)
                        ? new PackFlowPart(site)
                        : new OwnFlowPart(site));
        parts.add(new ClientPart(site));
        parts.add(new MapperPart(site));
        parts.add(new ProfilePart(site));
        parts.add(new EventsPart(site));
        if (site.wanted().wants(ExtraPart.POLICIES)) {
            parts.add(new PoliciesPart(site));
        }
        if (site.wanted().wants(ExtraPart.THEMES)) {
            parts.add(new ThemesPart(site));
        }
        parts.add(new SettingsPart(site));
        return parts;
    }
}
