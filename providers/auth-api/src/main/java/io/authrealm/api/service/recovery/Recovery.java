package io.authrealm.api.service.recovery;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.delivery.Delivery;
import io.authrealm.api.delivery.Mail;
import io.authrealm.api.delivery.Mail.Template;
import io.authrealm.api.service.link.MailRequestResult;
import io.authrealm.api.service.link.MailedLinks;
import io.authrealm.api.service.password.PasswordRefusal;
import io.authrealm.api.service.password.PasswordUpdate;
import io.authrealm.api.service.session.Sessions;
import io.authrealm.api.service.verification.AddressProof;
import io.authrealm.api.store.Links;
import io.authrealm.api.store.Links.Purpose;
import io.authrealm.api.tenant.Tenant;
import java.time.Instant;
import java.util.Map;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.policy.PasswordPolicyManagerProvider;
import org.keycloak.policy.PolicyError;

/** Forgotten passwords: a mailed link sets a new one. */
public final class Recovery {

    /** How setting a password by a link ends. */
    public sealed interface ResetResult {

        record Reset() implements ResetResult {}

        /** The realm's password policy refuses it; the link is as good as before. */
        record PasswordRefused(PasswordRefusal refusal) implements ResetResult {}

        record LinkInvalid() implements ResetResult {}

        record LinkUsed() implements ResetResult {}

        record LinkExpired() implements ResetResult {}

        /** The server computes too many password hashes already; the link is as good as before. */
        record Overloaded(int retryAfterSeconds) implements ResetResult {}

        /**
         * The password belongs to a directory that this server may only read; the link is as good
         * as before.
         */
        record ReadOnly() implements ResetResult {}
    }

    private final KeycloakSession session;
    private final Delivery delivery;
    private final Tenant tenant;
    private final Tenant entry;

    /**
     * @param entry the tenant that the client sees; an address may have led to {@code tenant}
     */
    public Recovery(KeycloakSession session, Delivery delivery, Tenant tenant, Tenant entry) {
        this.session = session;
        this.delivery = delivery;
        this.tenant = tenant;
        this.entry = entry;
    }

    /** Mails a link to the one enabled user with {@code email}, if there is one. */
    public MailRequestResult start(String email) {
        return mailedLinks().mail(MailedLinks.Kind.PASSWORD_RESET, email);
    }

    /** Behaves like {@link #start} for an address without an account. */
    public MailRequestResult startWithoutTenant() {
        return mailedLinks().mailNobody();
    }

    private MailedLinks mailedLinks() {
        return new MailedLinks(session, delivery, tenant, entry);
    }

    /**
     * Sets the password of the user whom the link was mailed to, and ends all sessions of the user.
     */
    public ResetResult reset(String token, String password) {
        Links links = new Links(session, tenant.realm());
        Links.Found found =
                tenant.realm().isResetPasswordAllowed()
                        ? links.find(token, Purpose.PASSWORD_RESET)
                        : new Links.Found.Unknown();
        UserModel user = found instanceof Links.Found.Valid valid ? valid.user() : null;
        PolicyError refusal = refusal(user, password);
        if (refusal != null) {
            return new ResetResult.PasswordRefused(PasswordRefusal.of(refusal));
        }
        if (found instanceof Links.Found.Used) {
            return new ResetResult.LinkUsed();
        }
        if (found instanceof Links.Found.Expired) {
            return new ResetResult.LinkExpired();
        }
        if (!(found instanceof Links.Found.Valid valid)) {
            return new ResetResult.LinkInvalid();
        }
        return links.use(valid)
                ? replace(valid.user(), password, links)
                : new ResetResult.LinkUsed();
    }

    private ResetResult replace(UserModel user, String password, Links links) {
        EventBuilder event = event(EventType.RESET_PASSWORD).user(user);
        new AddressProof(session, tenant).byLink(user);
        PasswordUpdate.Result update = PasswordUpdate.store(session, user, password);
        if (update instanceof PasswordUpdate.Result.ReadOnly) {
            event.error(Errors.NOT_ALLOWED);
            session.getTransactionManager().setRollbackOnly();
            return new ResetResult.ReadOnly();
        }
        if (update instanceof PasswordUpdate.Result.Overloaded overloaded) {
            session.getTransactionManager().setRollbackOnly();
            return new ResetResult.Overloaded(overloaded.retryAfterSeconds());
        }
        links.endAll(user);
        new Sessions(session, tenant).revokeAll(user);
        event.success();
        tellChanged(user);
        return new ResetResult.Reset();
    }

    /** A full outbox does not undo the reset. */
    private void tellChanged(UserModel user) {
        Mail mail =
                new Mail(
                        tenant.realm().getId(),
                        user.getId(),
                        user.getEmail(),
                        Template.PASSWORD_CHANGED,
                        Map.of(),
                        Instant.MAX);
        delivery.outbox()
                .reserve(tenant.realm().getId())
                .ifPresent(place -> place.sendAfterCommit(session, mail));
    }

    /** The policy is checked before the link, so that its answer does not reveal a good link. */
    private PolicyError refusal(UserModel user, String password) {
        PasswordPolicyManagerProvider policies =
                session.getProvider(PasswordPolicyManagerProvider.class);
        return user == null
                ? policies.validate((String) null, password)
                : policies.validate(tenant.realm(), user, password);
    }

    private EventBuilder event(EventType type) {
        return ApiEvents.open(session, tenant, type);
    }
}
