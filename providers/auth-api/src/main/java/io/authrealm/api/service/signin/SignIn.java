package io.authrealm.api.service.signin;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.caller.Visit;
import io.authrealm.api.keycloak.FlowAnswer;
import io.authrealm.api.keycloak.FlowOutcome;
import io.authrealm.api.keycloak.FlowOutcome.Knowledge;
import io.authrealm.api.keycloak.FlowOutcome.Refusal;
import io.authrealm.api.keycloak.FlowRunner;
import io.authrealm.api.keycloak.FlowStep;
import io.authrealm.api.keycloak.Proof;
import io.authrealm.api.keycloak.UsedCredentials;
import io.authrealm.api.service.admission.Admission;
import io.authrealm.api.store.AccountState;
import io.authrealm.api.store.DeletedUsers;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.api.tenant.UserByEmail;
import io.authrealm.core.limits.KeyedGate;
import io.authrealm.core.outcome.Cases;
import io.authrealm.hashing.HashingBusyException;
import io.authrealm.hashing.PasswordCheck;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Sign-in at one tenant with email and password, or with a magic link. Second factors are answered
 * in {@link FactorSignIn}.
 *
 * <p>Attempts on one address are let through one at a time: the lock is checked, the flow runs, the
 * outcome is counted, and only then does the next attempt begin. So a burst of guesses never gets
 * more hashes than the realm allows guesses, and a burst of honest sign-ins only waits for itself.
 */
public final class SignIn {

    /**
     * Turns an address into a name that no user can have, and that explains itself in the event
     * log.
     */
    private static final String NOBODY = " (no tenant)";

    /** The same for the address of a deleted user, which looks like an unknown one. */
    private static final String DELETED = " (deleted)";

    static final String NO_JSON = "no JSON form for step ";

    /**
     * A sign-in whose flow has seen the password.
     *
     * @param user the one who has the address, or null
     */
    private record PasswordAttempt(SignIn signIn, String address, UserModel user, String password) {

        /**
         * A flow that completed without a look at the password, or an outcome that this class does
         * not know.
         */
        SignInResult completed(FlowOutcome.Completed completed) {
            if (completed.knowledge() != Knowledge.FIRST_FACTOR) {
                return goOnInBrowser(Knowledge.NAME, "the flow has verified no password");
            }
            signIn.clearFailures(completed.finished().getAuthenticationSession(), address, user);
            return signIn.progress.complete(
                    completed.finished(), new SignInResult.InvalidCredentials());
        }

        SignInResult challenged(FlowOutcome.Challenged asked) {
            if (!asked.step().isSecondFactor() || asked.knowledge() != Knowledge.FIRST_FACTOR) {
                return goOnInBrowser(asked.knowledge(), NO_JSON + asked.step());
            }
            signIn.clearFailures(asked.authenticationSession(), address, user);
            return signIn.progress.mfaRequired(asked);
        }

        SignInResult refused(FlowOutcome.Refused refused) {
            signIn.progress.abandon();
            if (refused.step() == FlowStep.ORGANIZATION) {
                // Keycloak's step refuses an unknown address before any password is hashed.
                PasswordCheck.spend(signIn.session, password);
            }
            return signIn.unlessOverloaded(
                    () -> {
                        boolean isPasswordRight =
                                refused.refusal() == Refusal.DISABLED
                                        && refused.step() == FlowStep.AUTHREALM_PASSWORD;
                        return isPasswordRight && !signIn.progress.isDeletedNow(user)
                                ? new SignInResult.AccountInactive()
                                : countWrongPassword();
                    });
        }

        SignInResult unsupported(FlowOutcome.Unsupported unsupported) {
            return goOnInBrowser(unsupported.knowledge(), NO_JSON + unsupported.authenticator());
        }

        /**
         * Tells the client to go on in a browser if it has given the right password, or if the
         * request named the tenant and the flow does not know the user yet. In any other case this
         * would tell that there is an account, so the answer is that of a wrong password.
         */
        private SignInResult goOnInBrowser(Knowledge knowledge, String reason) {
            boolean isSafeToTell =
                    switch (knowledge) {
                        case FIRST_FACTOR -> true;
                        case NOBODY -> signIn.isNamed;
                        case NAME -> false;
                    };
            if (isSafeToTell) {
                return signIn.progress.goOnInBrowser(reason);
            }
            signIn.progress.endUnanswerable(reason);
            return countWrongPassword();
        }

        private SignInResult countWrongPassword() {
            signIn.lockout.countWrongPassword(address, user);
            return new SignInResult.InvalidCredentials();
        }
    }

    private static final Cases<PasswordAttempt, FlowOutcome, SignInResult> PASSWORD_GIVEN =
            Cases.<PasswordAttempt, FlowOutcome, SignInResult>of(FlowOutcome.class)
                    .when(FlowOutcome.Completed.class, PasswordAttempt::completed)
                    .when(FlowOutcome.Challenged.class, PasswordAttempt::challenged)
                    .when(FlowOutcome.Refused.class, PasswordAttempt::refused)
                    .when(FlowOutcome.Unsupported.class, PasswordAttempt::unsupported)
                    .complete();

    /** A sign-in of a user who has followed a link. */
    private record KnownUser(SignIn signIn, UserModel user) {

        SignInResult completed(FlowOutcome.Completed completed) {
            return signIn.progress.complete(
                    completed.finished(), new SignInResult.ChallengeExpired());
        }

        SignInResult challenged(FlowOutcome.Challenged asked) {
            return asked.step().isSecondFactor()
                    ? signIn.progress.mfaRequired(asked)
                    : signIn.progress.redirect(asked.step());
        }

        SignInResult refused(FlowOutcome.Refused refused) {
            signIn.progress.abandon();
            return switch (refused.refusal()) {
                case DISABLED ->
                        signIn.progress.isDeletedNow(user)
                                ? new SignInResult.ChallengeExpired()
                                : new SignInResult.AccountInactive();
                case LOCKED ->
                        new SignInResult.AccountLocked(Math.max(1, signIn.secondsLocked(user)));
                case EXPIRED, CREDENTIALS -> new SignInResult.RedirectToWeb();
            };
        }

        SignInResult unsupported(FlowOutcome.Unsupported unsupported) {
            return signIn.progress.redirect(unsupported.authenticator());
        }
    }

    private static final Cases<KnownUser, FlowOutcome, SignInResult> LINK_FOLLOWED =
            Cases.<KnownUser, FlowOutcome, SignInResult>of(FlowOutcome.class)
                    .when(FlowOutcome.Completed.class, KnownUser::completed)
                    .when(FlowOutcome.Challenged.class, KnownUser::challenged)
                    .when(FlowOutcome.Refused.class, KnownUser::refused)
                    .when(FlowOutcome.Unsupported.class, KnownUser::unsupported)
                    .complete();

    private final KeycloakSession session;
    private final KeyedGate gate;
    private final boolean isNamed;
    private final Tenant tenant;
    private final SignInProgress progress;
    private final FlowRunner flow;
    private final Lockout lockout;

    /**
     * @param visit if it names no tenant, a behaviour of the flow that does not depend on the user
     *     would reveal in which tenant the address has an account
     * @param tenant the tenant in which the account is looked up
     */
    public SignIn(
            KeycloakSession session, SignInProtection protection, Visit visit, Tenant tenant) {
        this(session, protection, visit, tenant, SignInEnding.TOKENS);
    }

    SignIn(
            KeycloakSession session,
            SignInProtection protection,
            Visit visit,
            Tenant tenant,
            SignInEnding ending) {
        this.session = session;
        this.isNamed = visit.isTenantNamed();
        this.gate = protection.gate();
        this.tenant = tenant;
        this.progress = new SignInProgress(session, tenant, ending);
        this.flow = progress.flow();
        this.lockout = new Lockout(session, protection, visit.entry(), tenant);
    }

    /**
     * A sign-in that ends in one token without a refresh token, for those whom {@code admission}
     * lets in.
     */
    public static SignIn forSingleToken(
            KeycloakSession session,
            SignInProtection protection,
            Visit visit,
            Tenant tenant,
            Admission admission) {
        SignIn signIn = new SignIn(session, protection, visit, tenant, SignInEnding.SINGLE_TOKEN);
        signIn.progress.admit(admission);
        return signIn;
    }

    /** Where a browser comes back to if it has to go on. Call it before the sign-in. */
    public SignIn returningTo(AppReturn app) {
        progress.returnTo(app);
        return this;
    }

    /** Signs in the user of this tenant with {@code email}. */
    public SignInResult withPassword(String email, String password) {
        return tenant.settings().passwordSignIn()
                ? withPassword(email, email, password)
                : ofNobody(email, password);
    }

    /** Behaves like {@link #withPassword} for an address without an account. */
    public SignInResult ofNobody(String email, String password) {
        return isNamed && !tenant.settings().passwordSignIn()
                ? refuseMethod(email, password)
                : withPassword(email, email + NOBODY, password);
    }

    /** Takes the time of a wrong password. */
    private SignInResult refuseMethod(String address, String password) {
        PasswordCheck.spend(session, password);
        return unlessOverloaded(
                () -> {
                    event(address, null)
                            .detail(Details.REASON, "password_sign_in")
                            .error(Errors.NOT_ALLOWED);
                    return new SignInResult.MethodDisabled();
                });
    }

    /**
     * @param address what the client sent, and what failures are counted by
     * @param name what the user is looked up by
     */
    private SignInResult withPassword(String address, String name, String password) {
        Optional<KeyedGate.Pass> pass = gate.enter(Lockout.gateKey(tenant, address));
        if (pass.isEmpty()) {
            return new SignInResult.Busy(KeyedGate.RETRY_AFTER_SECONDS);
        }
        try (KeyedGate.Pass inside = pass.get()) {
            UserModel found = UserByEmail.findAlsoByName(session, tenant.realm(), name);
            boolean isDeleted = found != null && DeletedUsers.contains(session, found);
            UserModel user = isDeleted ? null : found;
            int locked = lockout.secondsLocked(address, user);
            if (locked > 0) {
                return refuseLocked(address, user, locked);
            }
            if (user != null && lockout.isClosed(user)) {
                return refuseClosed(address, user, password);
            }
            if (user != null && !user.isEnabled()) {
                return refuseDisabled(address, user, password);
            }
            progress.begin(user);
            String username = found == null ? name : found.getUsername();
            FlowOutcome outcome =
                    flow.start(
                            FlowAnswer.password(
                                    isDeleted ? username + DELETED : username, password));
            return PASSWORD_GIVEN.apply(
                    new PasswordAttempt(this, address, user, password), outcome);
        }
    }

    private SignInResult refuseLocked(String address, UserModel user, int seconds) {
        event(address, user).error(Errors.USER_TEMPORARILY_DISABLED);
        return new SignInResult.AccountLocked(seconds);
    }

    /** A closed account: to the client, every password is wrong. */
    private SignInResult refuseClosed(String address, UserModel user, String password) {
        PasswordCheck.spend(session, password);
        return unlessOverloaded(
                () -> {
                    event(address, user).error(Errors.USER_TEMPORARILY_DISABLED);
                    lockout.countClosed(address, user);
                    return new SignInResult.InvalidCredentials();
                });
    }

    /** No flow lets a disabled user in. Only a client with the right password is told why. */
    private SignInResult refuseDisabled(String address, UserModel user, String password) {
        boolean isRight =
                PasswordCheck.matches(session, user, password)
                        && DeletedUsers.isStillThere(session, user);
        return unlessOverloaded(
                () -> {
                    if (isRight) {
                        event(address, user).error(Errors.USER_DISABLED);
                        return new SignInResult.AccountInactive();
                    }
                    event(address, user).error(Errors.INVALID_USER_CREDENTIALS);
                    lockout.countWrongPassword(address, user);
                    return new SignInResult.InvalidCredentials();
                });
    }

    /** A step may look users up by something other than the address, and find another user. */
    private void clearFailures(
            AuthenticationSessionModel authentication, String address, UserModel user) {
        if (user != null && user.equals(authentication.getAuthenticatedUser())) {
            lockout.clearPassword(address, user, Set.copyOf(UsedCredentials.of(authentication)));
        }
    }

    /** Seconds for which Keycloak has locked the user; zero if it has not. */
    public int secondsLocked(UserModel user) {
        return lockout.secondsLockedByKeycloak(user);
    }

    /**
     * Signs in a user who followed a magic link.
     *
     * @param state of the account when the link was looked up
     */
    public SignInResult withLink(UserModel user, AccountState state) {
        progress.begin(user, state);
        FlowOutcome outcome = flow.startProved(user, Proof.MAGIC_LINK);
        return LINK_FOLLOWED.apply(new KnownUser(this, user), outcome);
    }

    /**
     * If the server had no permit for the hash, the password was not looked at, and nothing is
     * counted.
     */
    private SignInResult unlessOverloaded(Supplier<SignInResult> result) {
        OptionalInt overloaded = HashingBusyException.retryAfter(session);
        return overloaded.isPresent()
                ? new SignInResult.Overloaded(overloaded.getAsInt())
                : result.get();
    }

    private EventBuilder event(String address, UserModel user) {
        EventBuilder event =
                ApiEvents.open(session, tenant, EventType.LOGIN).detail(Details.USERNAME, address);
        return user == null ? event : event.user(user);
    }
}
