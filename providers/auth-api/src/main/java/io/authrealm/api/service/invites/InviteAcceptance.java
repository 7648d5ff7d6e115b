package io.authrealm.api.service.invites;

import io.authrealm.api.caller.Door;
import io.authrealm.api.caller.Visit;
import io.authrealm.api.service.password.PasswordRefusal;
import io.authrealm.api.service.password.PasswordRules;
import io.authrealm.api.service.signin.AppReturn;
import io.authrealm.api.service.signup.AccountCreation.NewAccount;
import io.authrealm.api.service.signup.SignUp;
import io.authrealm.api.service.signup.SignUpResult;
import io.authrealm.api.service.verification.AddressProof;
import io.authrealm.api.store.Invites;
import io.authrealm.api.tenant.MinimumResponseTime;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.outcome.Cases;
import java.util.Optional;
import org.keycloak.events.Errors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * The acceptance of an invite by somebody who has no account in the tenant yet. It creates the
 * account, whose address is verified from the beginning, and signs it in. The invite is used in the
 * same transaction: an acceptance that fails gives it back.
 */
public final class InviteAcceptance {

    /** An acceptance that has found its invite. */
    private record Attempt(InviteAcceptance acceptance, Tenant tenant, Invites.Entry invite) {

        /**
         * The address has an account, perhaps since a moment ago: then another request has used the
         * invite, and the answer is the same as to a later one.
         */
        InviteAcceptResult taken() {
            return acceptance
                    .refusalNow(tenant, invite)
                    .<InviteAcceptResult>map(InviteAcceptResult.Refused::new)
                    .orElseGet(InviteAcceptResult.AccountExists::new);
        }

        /** The realm was closed to the API meanwhile, so it has no invites either. */
        InviteAcceptResult closed() {
            return new InviteAcceptResult.Refused(InviteRefusal.UNKNOWN);
        }
    }

    private static final Cases<Attempt, SignUpResult, InviteAcceptResult> SIGNED_UP =
            Cases.<Attempt, SignUpResult, InviteAcceptResult>of(SignUpResult.class)
                    .when(
                            SignUpResult.SignedUp.class,
                            (attempt, signedUp) ->
                                    new InviteAcceptResult.SignedUp(signedUp.tokens()))
                    .when(
                            SignUpResult.ActionRequired.class,
                            (attempt, required) ->
                                    new InviteAcceptResult.ActionRequired(required.signIn()))
                    .when(SignUpResult.Created.class, attempt -> new InviteAcceptResult.Created())
                    // Only a sign-up that asks for cookies ends in them.
                    .when(
                            SignUpResult.SessionOpened.class,
                            attempt -> new InviteAcceptResult.Created())
                    .when(SignUpResult.Refused.class, attempt -> attempt.taken())
                    .when(
                            SignUpResult.PasswordRefused.class,
                            (attempt, refused) ->
                                    new InviteAcceptResult.PasswordRefused(refused.refusal()))
                    .when(
                            SignUpResult.InvalidAttribute.class,
                            (attempt, invalid) ->
                                    new InviteAcceptResult.InvalidAttribute(invalid.attribute()))
                    .when(
                            SignUpResult.Overloaded.class,
                            (attempt, overloaded) ->
                                    new InviteAcceptResult.Overloaded(
                                            overloaded.retryAfterSeconds()))
                    // Only sign-ups that make a tenant are limited.
                    .when(
                            SignUpResult.Limited.class,
                            (attempt, limited) ->
                                    new InviteAcceptResult.Overloaded(limited.retryAfterSeconds()))
                    .when(SignUpResult.NotAdmitted.class, attempt -> attempt.closed())
                    .when(SignUpResult.RegistrationClosed.class, attempt -> attempt.closed())
                    .when(
                            SignUpResult.MethodDisabled.class,
                            attempt -> new InviteAcceptResult.MethodDisabled())
                    .when(SignUpResult.TenantClosed.class, attempt -> attempt.closed())
                    .complete();

    private final KeycloakSession session;
    private final Visit visit;

    public InviteAcceptance(KeycloakSession session, Door door) {
        this.session = session;
        this.visit = door.enter(MinimumResponseTime.SIGN_UP);
    }

    /**
     * Accepts the invite with this token. The password is checked before the token, so that its
     * refusal does not reveal a good one.
     *
     * @param displayName may be null
     * @param app where a browser comes back to if it has to go on
     */
    public InviteAcceptResult accept(
            String token, String password, String displayName, AppReturn app) {
        Tenant tenant =
                visit.find(tenants -> Invites.realmOf(session, token).flatMap(tenants::openById))
                        .orElseGet(visit::entry);
        Optional<Invites.Entry> found = new Invites(session, tenant.realm()).byToken(token);
        String email = found.map(Invites.Entry::email).orElse(null);
        Optional<PasswordRefusal> refusal = new PasswordRules(session).refusal(email, password);
        if (refusal.isPresent()) {
            return new InviteAcceptResult.PasswordRefused(refusal.get());
        }
        return InviteRefusal.of(found)
                .<InviteAcceptResult>map(InviteAcceptResult.Refused::new)
                .orElseGet(
                        () ->
                                accept(
                                        new Attempt(this, tenant, found.orElseThrow()),
                                        new NewAccount(email, password, displayName),
                                        app));
    }

    private InviteAcceptResult accept(Attempt attempt, NewAccount account, AppReturn app) {
        Tenant tenant = attempt.tenant();
        Invites.Entry invite = attempt.invite();
        if (!new InvitedRole(session, tenant).isGivenBy(invite)) {
            new Invites(session, tenant.realm()).revoke(invite.id());
            SignUp.eventOfInvited(session, tenant, invite.email(), invite.id())
                    .error(Errors.NOT_ALLOWED);
            return new InviteAcceptResult.Refused(InviteRefusal.NOT_PENDING);
        }
        return SignUp.ofInvited(
                        session,
                        tenant,
                        account,
                        invite.id(),
                        (job, here, user) -> use(job, here, user, invite),
                        app)
                .map(result -> SIGNED_UP.apply(attempt, result))
                .orElseGet(
                        () ->
                                new InviteAcceptResult.Refused(
                                        refusalNow(tenant, invite)
                                                .orElse(InviteRefusal.NOT_PENDING)));
    }

    private static boolean use(
            KeycloakSession job, Tenant here, UserModel user, Invites.Entry invite) {
        if (!new Invites(job, here.realm()).accept(invite)
                || !new InvitedRole(job, here).give(invite, user)) {
            return false;
        }
        AddressProof.accept(user);
        return true;
    }

    /** An invite that has got another token is unknown by the one that was sent. */
    private Optional<InviteRefusal> refusalNow(Tenant tenant, Invites.Entry invite) {
        return InviteRefusal.of(
                new Invites(session, tenant.realm())
                        .byId(invite.id())
                        .filter(now -> now.tokenHash().equals(invite.tokenHash())));
    }
}
