package io.authrealm.api.service.recovery;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.caller.Door;
import io.authrealm.api.caller.Visit;
import io.authrealm.api.delivery.Delivery;
import io.authrealm.api.delivery.Mail;
import io.authrealm.api.delivery.Mail.Template;
import io.authrealm.api.service.admission.Admission;
import io.authrealm.api.service.admission.Denial;
import io.authrealm.api.service.disclosure.Disclosure;
import io.authrealm.api.service.disclosure.Disclosure.Seen;
import io.authrealm.api.service.password.PasswordRefusal;
import io.authrealm.api.service.password.PasswordRules;
import io.authrealm.api.service.password.PasswordUpdate;
import io.authrealm.api.service.password.PasswordUpdateResult;
import io.authrealm.api.service.session.Sessions;
import io.authrealm.api.service.transport.SentPassword;
import io.authrealm.api.service.verification.AddressProof;
import io.authrealm.api.store.AccountState;
import io.authrealm.api.store.Links;
import io.authrealm.api.store.Links.Purpose;
import io.authrealm.api.store.SessionEnds;
import io.authrealm.api.tenant.MinimumResponseTime;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.outcome.Cases;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** Sets a forgotten password by a mailed link. */
public final class PasswordReset {

    private record Reset(
            PasswordReset service,
            Tenant tenant,
            Links links,
            String password,
            Admission admission) {

        Optional<PasswordRefusal> refusalFor(Links.Found.Valid valid) {
            return rules().refusal(tenant.realm(), valid.user(), password);
        }

        Optional<PasswordRefusal> refusalForNobody() {
            return rules().refusal(null, password);
        }

        private PasswordRules rules() {
            return new PasswordRules(service.session);
        }

        @Override
        public String toString() {
            return "Reset";
        }
    }

    private static final Cases<Reset, Links.Found, Optional<PasswordRefusal>> REFUSED =
            Cases.<Reset, Links.Found, Optional<PasswordRefusal>>of(Links.Found.class)
                    .when(Links.Found.Valid.class, Reset::refusalFor)
                    .when(Links.Found.Unknown.class, reset -> reset.refusalForNobody())
                    .when(Links.Found.Used.class, reset -> reset.refusalForNobody())
                    .when(Links.Found.Expired.class, reset -> reset.refusalForNobody())
                    .complete();

    private static final Cases<Reset, Links.Found, PasswordResetResult> BY_LINK =
            Cases.<Reset, Links.Found, PasswordResetResult>of(Links.Found.class)
                    .when(
                            Links.Found.Valid.class,
                            (reset, valid) -> reset.service().byLink(reset, valid))
                    .when(Links.Found.Unknown.class, reset -> new PasswordResetResult.LinkInvalid())
                    .when(Links.Found.Used.class, reset -> new PasswordResetResult.LinkUsed())
                    .when(Links.Found.Expired.class, reset -> new PasswordResetResult.LinkExpired())
                    .complete();

    private record Update(Reset reset, UserModel user, EventBuilder event) {

        PasswordResetResult stored() {
            reset.links().endAll(user);
            new Sessions(session(), reset.tenant()).revokeAll(user);
            event.success();
            reset.service().tellChanged(reset.tenant(), user);
            return new PasswordResetResult.Reset(user.getId());
        }

        PasswordResetResult overloaded(PasswordUpdateResult.Overloaded overloaded) {
            session().getTransactionManager().setRollbackOnly();
            return new PasswordResetResult.Overloaded(overloaded.retryAfterSeconds());
        }

        PasswordResetResult readOnly() {
            event.error(Errors.NOT_ALLOWED);
            session().getTransactionManager().setRollbackOnly();
            return new PasswordResetResult.ReadOnly();
        }

        private KeycloakSession session() {
            return reset.service().session;
        }
    }

    private static final Cases<Update, PasswordUpdateResult, PasswordResetResult> UPDATED =
            Cases.<Update, PasswordUpdateResult, PasswordResetResult>of(PasswordUpdateResult.class)
                    .when(PasswordUpdateResult.Stored.class, update -> update.stored())
                    .when(PasswordUpdateResult.Overloaded.class, Update::overloaded)
                    .when(PasswordUpdateResult.ReadOnly.class, update -> update.readOnly())
                    .complete();

    private final KeycloakSession session;
    private final Delivery delivery;
    private final Visit visit;

    public PasswordReset(KeycloakSession session, Delivery delivery, Door door) {
        this.session = session;
        this.delivery = delivery;
        this.visit = door.enter(MinimumResponseTime.NONE);
    }

    /** For a service that has let the request in. */
    public PasswordReset(KeycloakSession session, Delivery delivery, Visit visit) {
        this.session = session;
        this.delivery = delivery;
        this.visit = visit;
    }

    /**
     * Sets the password of the user whom the link was mailed to, and ends all sessions of the user.
     * The password is checked before the link, so that its refusal does not reveal a good link.
     */
    public PasswordResetResult reset(String token, String password) {
        return reset(token, password, tenant -> Admission.OF_EVERYBODY);
    }

    /**
     * The same for a link to this address, and a client that may have encrypted the password. A
     * link to another address is unknown.
     *
     * @return nothing if the password should be encrypted, but not with the key of the tenant of
     *     the link
     */
    public Optional<PasswordResetResult> reset(String token, SentPassword sent, String email) {
        Tenant tenant = tenantOf(token);
        return Disclosure.of(session, visit, tenant, email).seen() == Seen.UNKNOWN
                ? Optional.of(new PasswordResetResult.UnknownUser())
                : sent.openedBy(session, tenant)
                        .map(
                                password ->
                                        reset(
                                                tenant,
                                                token,
                                                password,
                                                email,
                                                Admission.OF_EVERYBODY));
    }

    /**
     * The same for those whom a rule lets in.
     *
     * @param rule of the tenant of the link
     */
    public PasswordResetResult reset(
            String token, String password, Function<Tenant, Admission> rule) {
        Tenant tenant = tenantOf(token);
        return reset(tenant, token, password, null, rule.apply(tenant));
    }

    private Tenant tenantOf(String token) {
        return visit.find(tenants -> Links.realmOf(session, token).flatMap(tenants::openById))
                .orElseGet(visit::entry);
    }

    /**
     * @param email null for a link to any address
     */
    private PasswordResetResult reset(
            Tenant tenant, String token, String password, String email, Admission admission) {
        Links links = new Links(session, tenant.realm());
        Links.Found found =
                tenant.realm().isResetPasswordAllowed() && tenant.settings().passwordSignIn()
                        ? links.find(token, Purpose.PASSWORD_RESET, email)
                        : new Links.Found.Unknown();
        Reset reset = new Reset(this, tenant, links, password, admission);
        return REFUSED.apply(reset, found)
                .<PasswordResetResult>map(PasswordResetResult.PasswordRefused::new)
                .orElseGet(() -> BY_LINK.apply(reset, found));
    }

    private PasswordResetResult byLink(Reset reset, Links.Found.Valid valid) {
        UserModel user = valid.user();
        Optional<Denial> denial = reset.admission().denial(user);
        if (denial.isPresent()) {
            return new PasswordResetResult.NotAdmitted(denial.get());
        }
        new SessionEnds(session).takeTurn(user);
        if (!reset.links().use(valid)) {
            return new PasswordResetResult.LinkUsed();
        }
        if (!valid.state().isSame(AccountState.of(session, user))) {
            // The link was good when it was found, and the account has changed since.
            return new PasswordResetResult.LinkInvalid();
        }
        EventBuilder event =
                ApiEvents.open(session, reset.tenant(), EventType.RESET_PASSWORD).user(user);
        new AddressProof(session, reset.tenant()).byLink(user);
        return UPDATED.apply(
                new Update(reset, user, event),
                PasswordUpdate.store(session, user, reset.password()));
    }

    /** The reset counts even if the outbox is full. */
    private void tellChanged(Tenant tenant, UserModel user) {
        Mail mail =
                new Mail(
                        tenant.realm().getId(),
                        user.getId(),
                        user.getEmail(),
                        Template.PASSWORD_CHANGED,
                        Map.of(),
                        Instant.MAX);
        delivery.outbox().notifyAfterCommit(session, mail);
    }
}
