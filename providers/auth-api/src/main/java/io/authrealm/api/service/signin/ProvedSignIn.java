package io.authrealm.api.service.signin;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.caller.Visit;
import io.authrealm.api.keycloak.FlowOutcome;
import io.authrealm.api.keycloak.FlowRunner;
import io.authrealm.api.keycloak.Proof;
import io.authrealm.api.service.factor.StepUp;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.limits.KeyedGate;
import io.authrealm.core.outcome.Cases;
import java.util.Optional;
import java.util.function.Supplier;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * Sign-in at one tenant with a passkey, or with the session of another tenant, in place of the
 * password. The flow goes on as after the password, or as after its own step for passkeys if it has
 * one and a passkey was used.
 *
 * <p>A page of the tenant gets cookies beside the tokens for a passkey, so its user is signed in at
 * the realm's other clients too.
 *
 * <p>Sign-ins of one user are let through one at a time. A lock that wrong passwords have caused is
 * the flow's to look at.
 */
public final class ProvedSignIn {

    private record Attempt(ProvedSignIn signIn, UserModel user, Proof proof) {

        SignInResult completed(FlowOutcome.Completed completed) {
            if (proof.isPasskey()) {
                StepUp.openAtSignIn(completed.finished().getAuthenticationSession());
            }
            return signIn.progress.complete(
                    completed.finished(), new SignInResult.ChallengeExpired());
        }

        SignInResult challenged(FlowOutcome.Challenged asked) {
            return asked.step().isSecondFactor()
                    ? signIn.progress.mfaRequired(asked)
                    : redirect("no JSON form for step " + asked.step());
        }

        SignInResult refused(FlowOutcome.Refused refused) {
            signIn.progress.abandon();
            return switch (refused.refusal()) {
                case DISABLED ->
                        signIn.progress.isDeletedNow(user)
                                ? new SignInResult.ChallengeExpired()
                                : new SignInResult.AccountInactive();
                case LOCKED ->
                        new SignInResult.AccountLocked(
                                Math.max(1, signIn.lockout.secondsLockedByKeycloak(user)));
                case EXPIRED, CREDENTIALS -> new SignInResult.RedirectToWeb();
            };
        }

        SignInResult unsupported(FlowOutcome.Unsupported unsupported) {
            return redirect("no JSON form for step " + unsupported.authenticator());
        }

        private SignInResult redirect(String reason) {
            signIn.event(user)
                    .detail(Details.REASON, reason)
                    .error(Errors.GENERIC_AUTHENTICATION_ERROR);
            return signIn.progress.goOnInBrowser();
        }
    }

    private static final Cases<Attempt, FlowOutcome, SignInResult> KEY_USED =
            Cases.<Attempt, FlowOutcome, SignInResult>of(FlowOutcome.class)
                    .when(FlowOutcome.Completed.class, Attempt::completed)
                    .when(FlowOutcome.Challenged.class, Attempt::challenged)
                    .when(FlowOutcome.Refused.class, Attempt::refused)
                    .when(FlowOutcome.Unsupported.class, Attempt::unsupported)
                    .complete();

    private final KeycloakSession session;
    private final KeyedGate gate;
    private final Tenant tenant;
    private final SignInProgress progress;
    private final FlowRunner flow;
    private final Lockout lockout;

    private final String method;

    private ProvedSignIn(
            KeycloakSession session,
            SignInProtection protection,
            Tenant entry,
            Tenant tenant,
            SignInEnding ending,
            Proof proof) {
        this.session = session;
        this.gate = protection.gate();
        this.tenant = tenant;
        this.progress = new SignInProgress(session, tenant, ending);
        this.flow = progress.flow();
        this.lockout = new Lockout(session, protection, entry, tenant);
        this.method = proof.name();
    }

    /** With a passkey. */
    public static ProvedSignIn withKey(
            KeycloakSession session, SignInProtection protection, Visit visit, Tenant tenant) {
        return new ProvedSignIn(
                session,
                protection,
                visit.entry(),
                tenant,
                visit.isOfOwnPage() ? SignInEnding.TOKENS_AND_COOKIES : SignInEnding.TOKENS,
                Proof.PASSKEY);
    }

    /** With the session of another tenant. */
    public static ProvedSignIn afterSwitch(
            KeycloakSession session, SignInProtection protection, Tenant tenant) {
        return new ProvedSignIn(
                session, protection, tenant, tenant, SignInEnding.TOKENS, Proof.TENANT_SWITCH);
    }

    /** Where a browser comes back to if it has to go on. Call it before the sign-in. */
    public ProvedSignIn returningTo(AppReturn app) {
        progress.returnTo(app);
        return this;
    }

    /**
     * Signs in a user.
     *
     * @param verification looks at the proof, such as a signature; it gives nothing if that is
     *     wrong
     * @param ifNotLookedAt runs in place of the verification if the client has to wait
     * @return nothing if the proof is wrong
     */
    public Optional<SignInResult> signIn(
            UserModel user, Supplier<Optional<Proof>> verification, Runnable ifNotLookedAt) {
        Optional<KeyedGate.Pass> pass = gate.enter(Lockout.gateKey(tenant, user.getId()));
        if (pass.isEmpty()) {
            ifNotLookedAt.run();
            return Optional.of(new SignInResult.Busy(KeyedGate.RETRY_AFTER_SECONDS));
        }
        try (KeyedGate.Pass inside = pass.get()) {
            progress.begin(user);
            return verification.get().map(proof -> proved(user, proof));
        }
    }

    /** Only a client with the right proof is told that the account is disabled. */
    private SignInResult proved(UserModel user, Proof proof) {
        if (!user.isEnabled() && !progress.isDeletedNow(user)) {
            event(user).error(Errors.USER_DISABLED);
            return new SignInResult.AccountInactive();
        }
        return KEY_USED.apply(new Attempt(this, user, proof), flow.startProved(user, proof));
    }

    private EventBuilder event(UserModel user) {
        return ApiEvents.open(session, tenant, EventType.LOGIN)
                .user(user)
                .detail(Details.AUTH_TYPE, method);
    }
}
