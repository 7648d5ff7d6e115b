package io.authrealm.api.service.parent;

import io.authrealm.api.caller.Door;
import io.authrealm.api.caller.Visit;
import io.authrealm.api.delivery.Delivery;
import io.authrealm.api.service.admission.Denial;
import io.authrealm.api.service.link.LinkKind;
import io.authrealm.api.service.link.MailRequestResult;
import io.authrealm.api.service.link.MailedLinks;
import io.authrealm.api.tenant.MinimumResponseTime;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.outcome.Cases;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * Mails links to parents and children who are not signed in. In a strict tenant the answer tells
 * the state of the account; in any other it is the same for every address.
 */
public final class ParentMails {

    /**
     * A request at a tenant.
     *
     * @param tenant the one of the address; null if there is none
     * @param named what the public key names; nothing if the request has no key
     */
    private record Request(
            ParentMails service, LinkKind kind, Tenant tenant, Optional<Tenant> named) {

        Optional<ParentMailResult> usable(AccountLookup.Found.Usable found) {
            return denial(found.user())
                    .or(
                            () ->
                                    kind == LinkKind.VERIFY_EMAIL && found.user().isEmailVerified()
                                            ? Optional.of(new ParentMailResult.VerifiedAlready())
                                            : Optional.empty());
        }

        Optional<ParentMailResult> unverified(AccountLookup.Found.Unverified found) {
            return denial(found.user())
                    .or(
                            () ->
                                    kind == LinkKind.VERIFY_EMAIL
                                            ? Optional.empty()
                                            : Optional.of(new ParentMailResult.EmailNotVerified()));
        }

        private Optional<ParentMailResult> denial(UserModel user) {
            Optional<Denial> denial = new KeyRule(service.session, tenant, named).denial(user);
            return denial.map(ParentMailResult.NotAdmitted::new);
        }
    }

    private static final Cases<Request, AccountLookup.Found, Optional<ParentMailResult>> TOLD =
            Cases.<Request, AccountLookup.Found, Optional<ParentMailResult>>of(
                            AccountLookup.Found.class)
                    .when(AccountLookup.Found.Usable.class, Request::usable)
                    .when(
                            AccountLookup.Found.Nobody.class,
                            request -> Optional.of(new ParentMailResult.UnknownUser()))
                    .when(
                            AccountLookup.Found.Inactive.class,
                            request -> Optional.of(new ParentMailResult.AccountInactive()))
                    .when(
                            AccountLookup.Found.Locked.class,
                            (request, locked) ->
                                    Optional.of(
                                            new ParentMailResult.AccountLocked(
                                                    locked.retryAfterSeconds())))
                    .when(AccountLookup.Found.Unverified.class, Request::unverified)
                    .complete();

    static final Cases<LinkKind, MailRequestResult, ParentMailResult> MAILED =
            Cases.<LinkKind, MailRequestResult, ParentMailResult>of(MailRequestResult.class)
                    .when(MailRequestResult.Accepted.class, kind -> new ParentMailResult.Accepted())
                    .when(
                            MailRequestResult.UnknownUser.class,
                            kind -> new ParentMailResult.Accepted())
                    .when(
                            MailRequestResult.AddressUnverified.class,
                            kind -> new ParentMailResult.Accepted())
                    .when(
                            MailRequestResult.MethodDisabled.class,
                            kind -> new ParentMailResult.Accepted())
                    .when(
                            MailRequestResult.Busy.class,
                            (kind, busy) -> new ParentMailResult.Busy(busy.retryAfterSeconds()))
                    .complete();

    private final KeycloakSession session;
    private final Delivery delivery;
    private final AddressLimits limits;
    private final Visit visit;

    public ParentMails(
            KeycloakSession session, Delivery delivery, AddressLimits limits, Door door) {
        this.session = session;
        this.delivery = delivery;
        this.limits = limits;
        this.visit = door.enter(MinimumResponseTime.RECOVERY);
    }

    /**
     * Mails a link for a new password.
     *
     * @param key the public key of the tenant; null for a parent, whose tenant is found by the
     *     address
     */
    public ParentMailResult forNewPassword(String email, String key) {
        return mail(LinkKind.PASSWORD_UPDATE, ParentPage.UPDATE, email, key, null);
    }

    /**
     * Mails a link that verifies the address.
     *
     * @param page to which the link leads; null for the tenant's own
     */
    public ParentMailResult forVerification(String email, String key, String page) {
        return mail(LinkKind.VERIFY_EMAIL, ParentPage.VERIFY, email, key, page);
    }

    private ParentMailResult mail(
            LinkKind kind, ParentPage page, String email, String key, String sentPage) {
        if (key == null) {
            Tenant tenant = visit.find(tenants -> tenants.byEmail(email)).orElse(null);
            return mail(new Request(this, kind, tenant, Optional.empty()), page, email, sentPage);
        }
        return new ParentDoor(session, Toll.NOTHING)
                .open(
                        visit,
                        key,
                        tenant ->
                                mail(
                                        new Request(this, kind, tenant, Optional.of(tenant)),
                                        page,
                                        email,
                                        sentPage),
                        ParentMailResult.Shut::new);
    }

    private ParentMailResult mail(Request request, ParentPage page, String email, String sentPage) {
        Tenant seen = visit.entry();
        Optional<String> named =
                Optional.ofNullable(sentPage)
                        .flatMap(sent -> new ParentPages(session, seen).named(sent));
        if (sentPage != null && named.isEmpty()) {
            return new ParentMailResult.ForeignPage();
        }
        int wait = limits.takeLink(request.kind().name(), seen, email);
        if (wait > 0) {
            return new ParentMailResult.Limited(wait);
        }
        return told(request, email)
                .orElseGet(
                        () ->
                                MAILED.apply(
                                        request.kind(),
                                        new MailedLinks(session, delivery, visit)
                                                .mail(
                                                        request.tenant(),
                                                        request.kind(),
                                                        email,
                                                        named.filter(any -> isOfEntry(request))
                                                                .orElseGet(
                                                                        () ->
                                                                                pageOf(
                                                                                        request,
                                                                                        page)))));
    }

    /**
     * Whether the tenant whose pages were looked at is the one that mails. A page of another tenant
     * would get the link. To refuse it would tell which tenant has the address.
     */
    private boolean isOfEntry(Request request) {
        return request.tenant() != null && request.tenant().realm().equals(visit.entry().realm());
    }

    private Optional<ParentMailResult> told(Request request, String email) {
        if (!visit.entry().settings().parents().isStrict() || !visit.mayTellOfAccounts()) {
            return Optional.empty();
        }
        return request.tenant() == null
                ? Optional.of(new ParentMailResult.UnknownUser())
                : TOLD.apply(request, new AccountLookup(session, request.tenant()).find(email));
    }

    private String pageOf(Request request, ParentPage page) {
        return request.tenant() == null
                ? null
                : new ParentPages(session, request.tenant()).page(request.kind(), page);
    }
}
