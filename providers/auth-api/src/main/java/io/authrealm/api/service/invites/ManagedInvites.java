package io.authrealm.api.service.invites;

import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.delivery.Delivery;
import io.authrealm.api.delivery.InviteMail;
import io.authrealm.api.delivery.Outbox;
import io.authrealm.api.service.signup.AccountCreation;
import io.authrealm.api.service.users.GrantNames;
import io.authrealm.api.store.Invites;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.text.EmailSyntax;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RoleModel;

/** Invites people for an admin who may manage every user. Each change is an admin event. */
public final class ManagedInvites {

    private static final String PAGE = "/invite/accept?token=";

    /** For how long an invite counts that was revoked or declined. */
    private static final Duration COUNTED = Duration.ofDays(1);

    private final KeycloakSession session;
    private final AdminCaller caller;
    private final Delivery delivery;
    private final Tenant tenant;
    private final Invites invites;

    public ManagedInvites(KeycloakSession session, AdminCaller caller, Delivery delivery) {
        this.session = session;
        this.caller = caller;
        this.delivery = delivery;
        this.tenant = caller.tenant();
        this.invites = new Invites(session, tenant.realm());
    }

    /**
     * Invites somebody, who may have an account already. An address can have several invites.
     *
     * @param email a valid address
     * @param roleId of the realm role that comes with the invite; may be null
     */
    public InviteSendResult invite(String email, String roleId) {
        String address = EmailSyntax.normalized(email);
        // The lower case of some letters is longer.
        if (!EmailSyntax.isValid(address) || AccountCreation.isAddressRefused(session, address)) {
            return new InviteSendResult.AddressRefused();
        }
        return refusalOfRole(roleId)
                .orElseGet(() -> send(address, true, () -> Optional.of(issue(address, roleId))));
    }

    private Invites.Issued issue(String address, String roleId) {
        Invites.Issued issued =
                invites.issue(address, roleId, tenant.settings().inviteLifetime(), caller.maker());
        caller.events().invited(issued.entry().id(), address, roleId);
        return issued;
    }

    /**
     * Sends an invite that is pending or has expired again. Its old link ends. From then on the
     * caller answers for it, and so must be able to give its role.
     */
    public InviteSendResult inviteAgain(String id) {
        return invites.byId(id).map(this::inviteAgain).orElseGet(InviteSendResult.NotFound::new);
    }

    private InviteSendResult inviteAgain(Invites.Entry entry) {
        return switch (entry.state()) {
            case ACCEPTED, REVOKED, DECLINED -> new InviteSendResult.NotFound();
            case PENDING -> inviteAgain(entry, false);
            case EXPIRED -> inviteAgain(entry, true);
        };
    }

    private InviteSendResult inviteAgain(Invites.Entry entry, boolean isOneMore) {
        return refusalOfRole(entry.roleId())
                .orElseGet(() -> send(entry.email(), isOneMore, () -> issueAgain(entry)));
    }

    private Optional<Invites.Issued> issueAgain(Invites.Entry entry) {
        Optional<Invites.Issued> issued =
                invites.reissue(entry.id(), tenant.settings().inviteLifetime(), caller.maker());
        issued.ifPresent(again -> caller.events().invitedAgain(again.entry().id()));
        return issued;
    }

    /**
     * Mails what {@code issue} makes, if the limits allow it.
     *
     * @param isOneMore whether the invite adds to those that the tenant has
     */
    private InviteSendResult send(
            String address, boolean isOneMore, Supplier<Optional<Invites.Issued>> issue) {
        Optional<Outbox.Slot> reserved = delivery.outbox().reserve(tenant.realm().getId());
        if (reserved.isEmpty()) {
            return new InviteSendResult.Busy(Outbox.RETRY_AFTER_SECONDS);
        }
        try (Outbox.Slot slot = reserved.get()) {
            int most = tenant.settings().mostPendingInvites();
            if (isOneMore && !hasRoom(most)) {
                return new InviteSendResult.TooMany(most);
            }
            int wait =
                    delivery.mailLimits()
                            .takeForLink(
                                    tenant.realm().getId(),
                                    address,
                                    tenant.settings().mailsPerRecipient());
            if (wait > 0) {
                return new InviteSendResult.Limited(wait);
            }
            Optional<Invites.Issued> issued = issue.get();
            issued.ifPresent(sent -> mail(slot, sent));
            return issued.<InviteSendResult>map(
                            sent ->
                                    new InviteSendResult.Sent(
                                            new SentInvite(Invite.of(sent.entry()), sent.token())))
                    .orElseGet(InviteSendResult.NotFound::new);
        }
    }

    /** Counts under a lock, so that simultaneous requests do not all find the last place. */
    private boolean hasRoom(int most) {
        invites.lock();
        return invites.count(COUNTED) < most;
    }

    /** Without an app to lead to there is no mail; the admin has the token. */
    private void mail(Outbox.Slot slot, Invites.Issued issued) {
        String app = tenant.settings().appUrl();
        if (app != null) {
            Invites.Entry entry = issued.entry();
            slot.sendAfterCommit(
                    session,
                    new InviteMail(
                            tenant.realm().getId(),
                            entry.id(),
                            entry.email(),
                            app + PAGE + issued.token(),
                            tenant.settings().inviteLifetime(),
                            entry.expiresAt()));
        }
    }

    /** Revokes an invite. Its link ends, and what came with an accepted one stays. */
    public InviteRevokeResult revoke(String id) {
        Optional<Invites.Entry> found = invites.byId(id);
        if (found.isEmpty() || !invites.revoke(found.get().id())) {
            return new InviteRevokeResult.NotFound();
        }
        caller.events().inviteRevoked(found.get().id());
        return new InviteRevokeResult.Revoked();
    }

    private Optional<InviteSendResult> refusalOfRole(String roleId) {
        if (roleId == null) {
            return Optional.empty();
        }
        Optional<RoleModel> role = InvitedRole.byId(tenant.realm(), roleId);
        if (role.isEmpty()) {
            return Optional.of(new InviteSendResult.UnknownRole());
        }
        return new GrantNames(session, caller).canGive(role.get())
                ? Optional.empty()
                : Optional.of(new InviteSendResult.RoleRefused());
    }
}
