package io.authrealm.api.service.parent;

import io.authrealm.api.caller.Door;
import io.authrealm.api.caller.Visit;
import io.authrealm.api.service.session.TokenPair;
import io.authrealm.api.service.signin.PendingAction;
import io.authrealm.api.service.signin.SignIn;
import io.authrealm.api.service.signin.SignInProtection;
import io.authrealm.api.service.signin.SignInResult;
import io.authrealm.api.tenant.MinimumResponseTime;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.outcome.Cases;
import java.util.Optional;
import java.util.function.Supplier;
import org.keycloak.models.KeycloakSession;

/**
 * Sign-in of a child by a public key of its parent, and of a parent without one. It ends in one
 * access token, because these clients have no refresh token.
 */
public final class ParentSignIn {

    /** A sign-in at a tenant that ended. */
    private record Attempt(ParentSignIn service, Tenant tenant, String email) {

        ParentSignInResult signedIn(SignInResult.SignedIn signedIn) {
            TokenPair tokens = signedIn.tokens();
            return ParentAccounts.<ParentSignInResult>afterCommit(
                            service.session,
                            tenant,
                            tokens.userId(),
                            (job, here, user, account) ->
                                    new ParentSignInResult.SignedIn(
                                            account,
                                            ParentTokens.of(
                                                    job, here, account, tokens, service.claims),
                                            ParentTokens.secretOf(job, here, user)))
                    .orElseGet(ParentSignInResult.InvalidCredentials::new);
        }

        ParentSignInResult actionRequired(SignInResult.ActionRequired required) {
            return required.actions().get(0).kind() == PendingAction.Kind.VERIFY_EMAIL
                    ? new ParentSignInResult.EmailNotVerified()
                    : new ParentSignInResult.ActionRequired();
        }

        /** A strict tenant tells the state of the account, whatever the password was. */
        ParentSignInResult invalidCredentials() {
            return tenant.settings().parents().isStrict() && service.visit.mayTellOfAccounts()
                    ? ACCOUNT_FOUND.apply(
                            this, new AccountLookup(service.session, tenant).find(email))
                    : new ParentSignInResult.InvalidCredentials();
        }
    }

    private static final Cases<Attempt, AccountLookup.Found, ParentSignInResult> ACCOUNT_FOUND =
            Cases.<Attempt, AccountLookup.Found, ParentSignInResult>of(AccountLookup.Found.class)
                    .when(
                            AccountLookup.Found.Usable.class,
                            attempt -> new ParentSignInResult.InvalidCredentials())
                    .when(
                            AccountLookup.Found.Nobody.class,
                            attempt -> new ParentSignInResult.UnknownUser())
                    .when(
                            AccountLookup.Found.Inactive.class,
                            attempt -> new ParentSignInResult.AccountInactive())
                    .when(
                            AccountLookup.Found.Locked.class,
                            (attempt, locked) ->
                                    new ParentSignInResult.AccountLocked(
                                            locked.retryAfterSeconds()))
                    .when(
                            AccountLookup.Found.Unverified.class,
                            attempt -> new ParentSignInResult.EmailNotVerified())
                    .complete();

    private static final Cases<Attempt, SignInResult, ParentSignInResult> ENDED =
            Cases.<Attempt, SignInResult, ParentSignInResult>of(SignInResult.class)
                    .when(SignInResult.SignedIn.class, Attempt::signedIn)
                    .when(
                            SignInResult.SessionOpened.class,
                            attempt -> new ParentSignInResult.InvalidCredentials())
                    .when(
                            SignInResult.NotAdmitted.class,
                            (attempt, denied) -> new ParentSignInResult.NotAdmitted(denied.why()))
                    .when(
                            SignInResult.InvalidCredentials.class,
                            attempt -> attempt.invalidCredentials())
                    .when(SignInResult.UnknownUser.class, attempt -> attempt.invalidCredentials())
                    .when(
                            SignInResult.AddressUnverified.class,
                            attempt -> attempt.invalidCredentials())
                    .when(
                            SignInResult.TooManySessions.class,
                            attempt -> new ParentSignInResult.TooManySessions())
                    .when(
                            SignInResult.MethodDisabled.class,
                            attempt -> new ParentSignInResult.InvalidCredentials())
                    .when(
                            SignInResult.AccountInactive.class,
                            attempt -> new ParentSignInResult.AccountInactive())
                    .when(
                            SignInResult.AccountLocked.class,
                            (attempt, locked) ->
                                    new ParentSignInResult.AccountLocked(
                                            locked.retryAfterSeconds()))
                    .when(
                            SignInResult.MfaRequired.class,
                            attempt -> new ParentSignInResult.SecondFactorRequired())
                    .when(
                            SignInResult.EnrollmentRequired.class,
                            attempt -> new ParentSignInResult.SecondFactorRequired())
                    .when(SignInResult.ActionRequired.class, Attempt::actionRequired)
                    .when(
                            SignInResult.RedirectToWeb.class,
                            attempt -> new ParentSignInResult.ActionRequired())
                    // Answers to a challenge, which these clients do not get.
                    .when(
                            SignInResult.ChallengeExpired.class,
                            attempt -> new ParentSignInResult.InvalidCredentials())
                    .when(
                            SignInResult.CodeInvalid.class,
                            attempt -> new ParentSignInResult.InvalidCredentials())
                    .when(
                            SignInResult.KeyRejected.class,
                            attempt -> new ParentSignInResult.InvalidCredentials())
                    .when(
                            SignInResult.FactorNotOffered.class,
                            attempt -> new ParentSignInResult.InvalidCredentials())
                    .when(
                            SignInResult.Busy.class,
                            (attempt, busy) ->
                                    new ParentSignInResult.Limited(busy.retryAfterSeconds()))
                    .when(
                            SignInResult.Overloaded.class,
                            (attempt, overloaded) ->
                                    new ParentSignInResult.Overloaded(
                                            overloaded.retryAfterSeconds()))
                    .complete();

    private final KeycloakSession session;
    private final SignInProtection protection;
    private final AddressLimits limits;
    private final ParentClaims claims;
    private final Visit visit;

    /**
     * @param claims of a token that a shared secret signs
     */
    public ParentSignIn(
            KeycloakSession session,
            SignInProtection protection,
            AddressLimits limits,
            ParentClaims claims,
            Door door) {
        this.session = session;
        this.protection = protection;
        this.limits = limits;
        this.claims = claims;
        this.visit = door.enter(MinimumResponseTime.SIGN_IN);
    }

    /**
     * Signs in the user with {@code email}.
     *
     * @param key the public key of the tenant; null for a parent, whose tenant is found by the
     *     address
     */
    public ParentSignInResult signIn(String email, String password, String key) {
        return key == null
                ? withoutKey(email, password)
                : new ParentDoor(session, Toll.SIGN_IN)
                        .open(
                                visit,
                                key,
                                tenant -> byKey(tenant, email, password),
                                ParentSignInResult.Shut::new);
    }

    private ParentSignInResult byKey(Tenant tenant, String email, String password) {
        return unlessLimited(email, () -> at(tenant, true, email, password));
    }

    private ParentSignInResult withoutKey(String email, String password) {
        return unlessLimited(
                email,
                () -> {
                    Optional<Tenant> found = visit.find(tenants -> tenants.byEmail(email));
                    return found.isPresent()
                            ? at(found.get(), false, email, password)
                            : ofNobody(email, password);
                });
    }

    private ParentSignInResult unlessLimited(String email, Supplier<ParentSignInResult> signIn) {
        String client = session.getContext().getConnection().getRemoteAddr();
        int wait = limits.takeSignIn(visit.entry(), email, client);
        return wait > 0 ? new ParentSignInResult.Limited(wait) : signIn.get();
    }

    private ParentSignInResult at(Tenant tenant, boolean isKeyed, String email, String password) {
        return ENDED.apply(
                new Attempt(this, tenant, email),
                signInAt(tenant, isKeyed).withPassword(email, password));
    }

    private ParentSignInResult ofNobody(String email, String password) {
        Tenant entry = visit.entry();
        return ENDED.apply(
                new Attempt(this, entry, email), signInAt(entry, false).ofNobody(email, password));
    }

    private SignIn signInAt(Tenant tenant, boolean isKeyed) {
        return SignIn.forSingleToken(
                session, protection, visit, tenant, new Membership(session, tenant, isKeyed));
    }
}
