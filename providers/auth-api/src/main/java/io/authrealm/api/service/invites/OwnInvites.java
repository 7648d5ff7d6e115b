package io.authrealm.api.service.invites;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.service.verification.AddressProof;
import io.authrealm.api.store.Invites;
import io.authrealm.api.store.SessionEnds;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.text.EmailSyntax;
import java.util.List;
import java.util.Optional;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.storage.ReadOnlyException;

/**
 * The invites of a signed-in user, in the tenant of the session. To see them, and to name one by
 * its id, the user must have proved the address. A token proves it: it was mailed there.
 */
public final class OwnInvites {

    private static final int MOST = 50;

    private static final String ACCEPT = "accept_invite";

    private final KeycloakSession session;
    private final Tenant tenant;
    private final Invites invites;

    public OwnInvites(KeycloakSession session, Tenant tenant) {
        this.session = session;
        this.tenant = tenant;
        this.invites = new Invites(session, tenant.realm());
    }

    /** The newest invites that the user can accept. */
    public List<Invite> list(Caller caller) {
        return hasProvedAddress(caller)
                ? invites.openTo(caller.email(), MOST).stream().map(Invite::of).toList()
                : List.of();
    }

    /** Accepts the invite with this token. */
    public InviteJoinResult acceptByToken(Caller caller, String token) {
        Optional<Invites.Entry> found = invites.byToken(token);
        Optional<InviteRefusal> refusal = InviteRefusal.of(found);
        if (refusal.isPresent()) {
            return new InviteJoinResult.Refused(refusal.get());
        }
        return isTo(caller, found.get())
                ? join(caller, found.get())
                : new InviteJoinResult.OtherAddress();
    }

    /** Accepts one of {@link #list}. All others look alike, so an id reveals nothing. */
    public InviteJoinResult acceptById(Caller caller, String id) {
        return own(caller, id)
                .map(invite -> join(caller, invite))
                .orElseGet(OwnInvites::notPending);
    }

    /** Declines one of {@link #list}. */
    public InviteDeclineResult decline(Caller caller, String id) {
        Optional<Invites.Entry> own = own(caller, id);
        if (own.isEmpty() || !invites.decline(own.get().id())) {
            return new InviteDeclineResult.NotPending();
        }
        event(caller, "decline_invite", own.get()).success();
        return new InviteDeclineResult.Declined();
    }

    private Optional<Invites.Entry> own(Caller caller, String id) {
        return hasProvedAddress(caller)
                ? invites.byId(id)
                        .filter(invite -> invite.state() == Invites.State.PENDING)
                        .filter(invite -> isTo(caller, invite))
                : Optional.empty();
    }

    private InviteJoinResult join(Caller caller, Invites.Entry invite) {
        UserModel user = caller.user();
        // Two requests that give the same role would meet in the same row.
        new SessionEnds(session).takeTurn(user);
        InvitedRole role = new InvitedRole(session, tenant);
        if (!role.isGivenBy(invite)) {
            invites.revoke(invite.id());
            event(caller, ACCEPT, invite).error(Errors.NOT_ALLOWED);
            return notPending();
        }
        if (!invites.accept(invite)) {
            return new InviteJoinResult.Refused(
                    InviteRefusal.of(invites.byId(invite.id())).orElse(InviteRefusal.UNKNOWN));
        }
        try {
            if (!role.give(invite, user)) {
                session.getTransactionManager().setRollbackOnly();
                return notPending();
            }
        } catch (ReadOnlyException e) {
            session.getTransactionManager().setRollbackOnly();
            return new InviteJoinResult.ReadOnly();
        }
        AddressProof.accept(user);
        event(caller, ACCEPT, invite).success();
        return new InviteJoinResult.Joined(user.getId(), tenant.id());
    }

    private static InviteJoinResult notPending() {
        return new InviteJoinResult.Refused(InviteRefusal.NOT_PENDING);
    }

    private static boolean hasProvedAddress(Caller caller) {
        return caller.email() != null && caller.user().isEmailVerified();
    }

    private static boolean isTo(Caller caller, Invites.Entry invite) {
        return caller.email() != null
                && EmailSyntax.normalized(caller.email()).equals(invite.email());
    }

    private EventBuilder event(Caller caller, String action, Invites.Entry invite) {
        return ApiEvents.open(session, tenant, EventType.UPDATE_PROFILE)
                .user(caller.user())
                .session(caller.session())
                .detail(Details.ACTION, action)
                .detail("invite_id", invite.id());
    }
}
