package io.authrealm.api.service.mailbox;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.caller.Door;
import io.authrealm.api.caller.Visit;
import io.authrealm.api.delivery.Delivery;
import io.authrealm.api.delivery.Outbox;
import io.authrealm.api.delivery.VerificationMail;
import io.authrealm.api.keycloak.ServerTime;
import io.authrealm.api.service.disclosure.Disclosure;
import io.authrealm.api.service.disclosure.Disclosure.Seen;
import io.authrealm.api.service.frontend.FrontEnd;
import io.authrealm.api.service.link.LinkPage;
import io.authrealm.api.service.signup.AccountCreation;
import io.authrealm.api.store.DeletedUsers;
import io.authrealm.api.store.ProvedMailboxes;
import io.authrealm.api.store.ProvedMailboxes.Client;
import io.authrealm.api.store.UsedCodes;
import io.authrealm.api.tenant.MinimumResponseTime;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.api.tenant.UserByEmail;
import io.authrealm.core.text.EmailSyntax;
import java.util.Locale;
import java.util.Optional;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * The proof of an address by somebody who wants to sign up with it. A link is mailed there, and the
 * client that follows it may sign up for an hour.
 *
 * <p>Whether there is an account with the address shows only to a client that has followed such a
 * link, unless the tenant reveals accounts.
 */
public final class MailboxProof {

    private final KeycloakSession session;
    private final Delivery delivery;
    private final Visit visit;
    private final Optional<String> token;

    /**
     * @param token that the client got when it proved an address
     */
    public MailboxProof(
            KeycloakSession session, Delivery delivery, Optional<String> token, Door door) {
        this.session = session;
        this.delivery = delivery;
        this.token = token;
        this.visit = door.enter(MinimumResponseTime.RECOVERY);
    }

    /**
     * Mails a link to the address if it has no account.
     *
     * @param email a valid address
     * @param page to which the link leads; an alias that the tenant does not have is refused
     */
    public MailboxMailResult mail(String email, LinkPage page) {
        return tenantFor(email)
                .filter(tenant -> tenant.realm().isRegistrationAllowed())
                .filter(tenant -> tenant.settings().passwordSignIn())
                .map(tenant -> mail(tenant, email, page))
                .orElseGet(MailboxMailResult.RegistrationClosed::new);
    }

    private MailboxMailResult mail(Tenant tenant, String email, LinkPage page) {
        Optional<FrontEnd> frontEnd = FrontEnd.called(tenant, page.alias());
        if (frontEnd.isEmpty()) {
            return new MailboxMailResult.UnknownFrontEnd(
                    FrontEnd.all(tenant).stream()
                            .filter(one -> !one.isForAdmins(tenant))
                            .map(FrontEnd::alias)
                            .toList());
        }
        if (frontEnd.get().isForAdmins(tenant)) {
            return new MailboxMailResult.ForAdmins();
        }
        if (frontEnd.get().address() == null) {
            return new MailboxMailResult.NoAddress();
        }
        if (AccountCreation.isAddressRefused(session, email)) {
            return new MailboxMailResult.AddressRefused();
        }
        Optional<Outbox.Slot> reserved = delivery.outbox().reserve(tenant.realm().getId());
        if (reserved.isEmpty()) {
            return new MailboxMailResult.Busy(Outbox.RETRY_AFTER_SECONDS);
        }
        try (Outbox.Slot slot = reserved.get()) {
            EventBuilder event = event(tenant, EventType.SEND_VERIFY_EMAIL, email);
            boolean isOneTooMany = isOneTooMany(tenant, email);
            if (Disclosure.of(session, visit, tenant, email).user() != null) {
                event.error(Errors.EMAIL_IN_USE);
                return new MailboxMailResult.Taken();
            }
            if (isOneTooMany) {
                event.detail(Details.REASON, "mails_per_recipient").error(Errors.SLOW_DOWN);
            } else if (account(tenant, email).isPresent()) {
                event.error(Errors.EMAIL_IN_USE);
            } else {
                slot.sendAfterCommit(
                        session, newMail(tenant, email, frontEnd.get().address(), page));
                event.success();
            }
            return new MailboxMailResult.Accepted();
        }
    }

    private VerificationMail newMail(Tenant tenant, String email, String app, LinkPage page) {
        String code = new MailboxCode(session, tenant.realm(), email).make();
        return new VerificationMail(
                tenant.realm().getId(),
                email,
                app + page.path().of(app, code, email),
                MailboxCode.LIFETIME,
                ServerTime.now().plus(MailboxCode.LIFETIME));
    }

    private boolean isOneTooMany(Tenant tenant, String email) {
        return delivery.mailLimits()
                        .takeForLink(
                                tenant.realm().getId(),
                                email,
                                tenant.settings().mailsPerRecipient())
                > 0;
    }

    /** Proves the address by the code of a link. */
    public MailboxProofResult prove(String email, String code) {
        return tenantFor(email)
                .map(tenant -> prove(tenant, email, code))
                .orElseGet(MailboxProofResult.CodeInvalid::new);
    }

    private MailboxProofResult prove(Tenant tenant, String email, String code) {
        EventBuilder event = event(tenant, EventType.VERIFY_EMAIL, email);
        if (!new MailboxCode(session, tenant.realm(), email).isRight(code)) {
            event.error(Errors.INVALID_CODE);
            return new MailboxProofResult.CodeInvalid();
        }
        event.success();
        if (account(tenant, email).isPresent()) {
            return new MailboxProofResult.ProvedBefore();
        }
        ProvedMailboxes proved = provedIn(session, visit, tenant, token);
        if (isFirstUse(tenant, email, code)) {
            return new MailboxProofResult.Proved(proved.add(email), ProvedMailboxes.LIFETIME);
        }
        proved.renew(email);
        return new MailboxProofResult.ProvedBefore();
    }

    /** An address with a code ends up in logs, where others find it. */
    private boolean isFirstUse(Tenant tenant, String email, String code) {
        return new UsedCodes(session)
                .claim(
                        "mailbox." + tenant.realm().getId() + '.' + EmailSyntax.normalized(email),
                        code.toLowerCase(Locale.ROOT),
                        MailboxCode.LIFETIME);
    }

    /** What the client learns about the address. */
    public MailboxState look(String email) {
        return tenantFor(email)
                .map(tenant -> look(tenant, email))
                .orElseGet(MailboxState.Hidden::new);
    }

    private MailboxState look(Tenant tenant, String email) {
        boolean isProved = provedIn(session, visit, tenant, token).contains(email);
        if (!isProved && Disclosure.of(session, visit, tenant, email).seen() == Seen.HIDDEN) {
            return new MailboxState.Hidden();
        }
        Optional<UserModel> user = account(tenant, email);
        if (user.isPresent()) {
            return new MailboxState.Registered(user.get().getId(), user.get().isEmailVerified());
        }
        return isProved ? new MailboxState.Proved() : new MailboxState.Unknown();
    }

    /**
     * What the client of this request has proved. A page of another site makes the browser of
     * somebody who has just proved an address send requests, so it stands for no client.
     */
    static ProvedMailboxes provedIn(
            KeycloakSession session, Visit visit, Tenant tenant, Optional<String> token) {
        return new ProvedMailboxes(
                session,
                tenant.realm(),
                visit.isOfForeignPage()
                        ? Client.UNKNOWN
                        : Client.of(session, tenant.settings().arePrivateClients(), token));
    }

    private Optional<UserModel> account(Tenant tenant, String email) {
        return Optional.ofNullable(UserByEmail.findAlsoByName(session, tenant.realm(), email))
                .filter(user -> !DeletedUsers.contains(session, user));
    }

    private Optional<Tenant> tenantFor(String email) {
        return visit.find(tenants -> tenants.forNewAccount(email));
    }

    private EventBuilder event(Tenant tenant, EventType type, String email) {
        return ApiEvents.open(session, tenant, type)
                .detail(Details.ACTION, "verify_mailbox")
                .detail(Details.EMAIL, email);
    }
}
