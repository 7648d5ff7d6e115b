package io.authrealm.api.account;

import io.authrealm.api.account.MfaChallenges.Challenge;
import io.authrealm.api.flow.FlowOutcome;
import io.authrealm.api.flow.FlowRunner;
import io.authrealm.api.flow.FlowStep;
import io.authrealm.api.flow.FlowStep.FormField;
import io.authrealm.api.flow.HeadlessProcessor;
import io.authrealm.api.store.DeletedUsers;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.api.token.TokenIssuer;
import io.authrealm.api.token.TokenPair;
import io.authrealm.authenticators.BreachedPasswordAuthenticatorFactory;
import io.authrealm.core.limits.KeyedGate;
import io.authrealm.core.text.EmailSyntax;
import io.authrealm.hashing.HashingBusyException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Signing in with email and password or a link in a mail, and a second factor where the flow asks
 * for one (contract, sections 8.2, 8.3 and 9.4).
 *
 * <p>Attempts on one address are let through one at a time: the lock is looked at, the flow runs,
 * the outcome is counted, and only then does the next attempt begin. So a burst of guesses never
 * gets more of them to the hash than the realm allows, and a burst of honest sign-ins only waits
 * for itself.
 */
public final class SignIn {

    /**
     * Makes of an address a name that nobody can have, and that explains itself in the event log.
     */
    private static final String NOBODY = " (no tenant)";

    /** The same for the address of a deleted user, who looks like nobody. */
    private static final String DELETED = " (deleted)";

    private static final String MAGIC_LINK = "magic_link";

    private final KeycloakSession session;
    private final KeyedGate gate;
    private final Tenant tenant;
    private final FlowRunner flow;
    private final Lockout lockout;
    private final MfaChallenges challenges;

    public SignIn(KeycloakSession session, KeyedGate gate, Tenant tenant) {
        this.session = session;
        this.gate = gate;
        this.tenant = tenant;
        this.flow = new FlowRunner(session, tenant);
        this.lockout = new Lockout(session, tenant);
        this.challenges = new MfaChallenges(session, tenant);
    }

    /** Signs in the user of this tenant who has {@code email}. */
    public SignInResult withPassword(String email, String password) {
        Optional<KeyedGate.Pass> pass =
                gate.enter(tenant.realm().getId() + '|' + EmailSyntax.normalized(email));
        if (pass.isEmpty()) {
            return new SignInResult.Busy();
        }
        try (KeyedGate.Pass inside = pass.get()) {
            UserModel known = userOf(email);
            boolean isDeleted = known != null && DeletedUsers.contains(session, known);
            UserModel user = isDeleted ? null : known;
            String subject = lockout.passwordSubject(email, user);
            int locked = lockout.secondsLocked(subject);
            if (locked > 0) {
                return refuseLocked(email, user, locked);
            }
            String name = user == null ? email : user.getUsername();
            FlowOutcome outcome =
                    flow.start(
                            Map.of(
                                    FormField.USERNAME,
                                    isDeleted ? name + DELETED : name,
                                    FormField.PASSWORD,
                                    password));
            return conclude(outcome, subject, null);
        }
    }

    /** Behaves like {@link #withPassword} for an address that nobody has. */
    public SignInResult withoutTenant(String email, String password) {
        return withPassword(email + NOBODY, password);
    }

    /**
     * Seconds for which nobody signs in to this account; zero where it is not locked. Whoever locks
     * an account by wrong passwords locks it for links too, as everywhere in Keycloak.
     */
    int secondsLocked(UserModel user) {
        return lockout.secondsLocked(user.getId());
    }

    /** Signs in a user who has followed a link in a mail. */
    SignInResult withLink(UserModel user) {
        FlowOutcome outcome = flow.startWithoutPassword(user, MAGIC_LINK);
        if (outcome instanceof FlowOutcome.Completed completed) {
            return complete(completed.finished(), user.getId());
        }
        if (outcome instanceof FlowOutcome.Challenged asked && asked.step().isSecondFactor()) {
            return new SignInResult.MfaRequired(
                    challenges.open(asked.authenticationSession()), List.of("totp"));
        }
        AuthenticationSessionModel authentication = session.getContext().getAuthenticationSession();
        if (outcome instanceof FlowOutcome.Refused refused) {
            flow.abandon(authentication);
            return switch (refused.error()) {
                case Errors.USER_DISABLED -> new SignInResult.AccountInactive();
                case Errors.USER_TEMPORARILY_DISABLED ->
                        new SignInResult.AccountLocked(Math.max(1, secondsLocked(user)));
                default -> new SignInResult.RedirectToWeb();
            };
        }
        endUnanswerable(outcome);
        flow.abandon(authentication);
        return new SignInResult.RedirectToWeb();
    }

    /** Answers the challenge of an earlier {@link SignInResult.MfaRequired} with a TOTP code. */
    public SignInResult withCode(String mfaToken, String code) {
        Optional<Challenge> taken = challenges.take(mfaToken);
        if (taken.isEmpty()) {
            return new SignInResult.ChallengeExpired();
        }
        Challenge challenge = taken.get();
        Optional<AuthenticationSessionModel> found =
                flow.find(challenge.rootId(), challenge.tabId());
        if (found.isEmpty() || found.get().getAuthenticatedUser() == null) {
            return new SignInResult.ChallengeExpired();
        }
        UserModel user = found.get().getAuthenticatedUser();
        if (DeletedUsers.contains(session, user)) {
            flow.abandon(found.get());
            return new SignInResult.ChallengeExpired();
        }
        Optional<KeyedGate.Pass> pass = gate.enter(tenant.realm().getId() + '|' + user.getId());
        if (pass.isEmpty()) {
            challenges.putBack(mfaToken, challenge);
            return new SignInResult.Busy();
        }
        try (KeyedGate.Pass inside = pass.get()) {
            String subject = lockout.secondFactorSubject(user);
            int locked = lockout.secondsLocked(subject);
            if (locked > 0) {
                challenges.putBack(mfaToken, challenge);
                return refuseLocked(user.getEmail(), user, locked);
            }
            FlowOutcome outcome = flow.resume(found.get(), Map.of(FormField.OTP, code));
            SignInResult result = conclude(outcome, subject, found.get());
            if (result instanceof SignInResult.CodeInvalid
                    && !challenges.putBack(mfaToken, challenge.afterWrongCode())) {
                flow.abandon(found.get());
            }
            return result;
        }
    }

    private SignInResult conclude(
            FlowOutcome outcome, String subject, AuthenticationSessionModel challenged) {
        if (outcome instanceof FlowOutcome.Completed completed) {
            return complete(completed.finished(), subject);
        }
        if (outcome instanceof FlowOutcome.Challenged asked && asked.step().isSecondFactor()) {
            if (challenged == null) {
                lockout.clear(subject, Set.of(PasswordCredentialModel.TYPE));
            }
            return new SignInResult.MfaRequired(
                    challenges.open(asked.authenticationSession()), List.of("totp"));
        }
        if (outcome instanceof FlowOutcome.Refused refused) {
            if (challenged == null) {
                flow.abandon(session.getContext().getAuthenticationSession());
            }
            OptionalInt overloaded = HashingBusyException.retryAfter(session);
            return overloaded.isPresent()
                    ? new SignInResult.Overloaded(overloaded.getAsInt())
                    : refuse(refused, subject, challenged != null);
        }
        return goOnInBrowser(outcome, subject);
    }

    /**
     * Said to somebody who has given the right password, or before the flow has looked at who it
     * is. In between it would tell that the account is there, so that looks like a wrong password.
     */
    private SignInResult goOnInBrowser(FlowOutcome outcome, String subject) {
        AuthenticationSessionModel authentication = session.getContext().getAuthenticationSession();
        boolean isKnownByNameOnly =
                authentication.getAuthenticatedUser() != null
                        && !"true"
                                .equals(
                                        authentication.getAuthNote(
                                                AuthenticationManager.PASSWORD_VALIDATED));
        endUnanswerable(outcome);
        flow.abandon(authentication);
        if (isKnownByNameOnly) {
            lockout.countFailure(subject, PasswordCredentialModel.TYPE);
            return new SignInResult.InvalidCredentials();
        }
        return new SignInResult.RedirectToWeb();
    }

    private SignInResult complete(HeadlessProcessor finished, String subject) {
        AuthenticationSessionModel authentication = finished.getAuthenticationSession();
        UserModel user = authentication.getAuthenticatedUser();
        // A step that knows people by something else than the address may have found another.
        if (subject.equals(user.getId()) || subject.equals(lockout.secondFactorSubject(user))) {
            lockout.clear(
                    subject, Set.copyOf(AuthenticatorUtil.getAuthnCredentials(authentication)));
        }
        List<String> actions = finished.pendingActions();
        if (!actions.isEmpty()) {
            finished.getEvent()
                    .user(user)
                    .detail(Details.REASON, String.join(" ", actions))
                    .error(Errors.RESOLVE_REQUIRED_ACTIONS);
            flow.abandon(authentication);
            return new SignInResult.ActionRequired(actions);
        }
        List<String> actionsFromNextTime =
                BreachedPasswordAuthenticatorFactory.actionsFromNextSignInOn(authentication);
        TokenPair tokens = new TokenIssuer(session, tenant).issue(finished);
        actionsFromNextTime.forEach(user::addRequiredAction);
        return new SignInResult.SignedIn(tokens, actionsFromNextTime);
    }

    private SignInResult refuse(
            FlowOutcome.Refused refused, String subject, boolean isSecondRequest) {
        switch (refused.error()) {
            case Errors.USER_DISABLED:
                return new SignInResult.AccountInactive();
            case Errors.USER_TEMPORARILY_DISABLED:
                // A lock by another node, set since this request looked.
                return new SignInResult.AccountLocked(Math.max(1, lockout.secondsLocked(subject)));
            case Errors.EXPIRED_CODE:
                return new SignInResult.ChallengeExpired();
            default:
                FlowStep step = refused.step();
                lockout.countFailure(
                        subject, (step == null ? FlowStep.PASSWORD : step).credentialType());
                return isSecondRequest
                        ? new SignInResult.CodeInvalid()
                        : new SignInResult.InvalidCredentials();
        }
    }

    private SignInResult refuseLocked(String email, UserModel user, int seconds) {
        EventBuilder event =
                new EventBuilder(tenant.realm(), session, session.getContext().getConnection())
                        .event(EventType.LOGIN)
                        .client(tenant.client())
                        .detail(Details.USERNAME, email);
        if (user != null) {
            event.user(user);
        }
        event.error(Errors.USER_TEMPORARILY_DISABLED);
        return new SignInResult.AccountLocked(seconds);
    }

    private void endUnanswerable(FlowOutcome outcome) {
        EventBuilder event =
                new EventBuilder(tenant.realm(), session, session.getContext().getConnection())
                        .event(EventType.LOGIN)
                        .client(tenant.client());
        String step =
                outcome instanceof FlowOutcome.Unsupported unsupported
                        ? unsupported.authenticator()
                        : String.valueOf(((FlowOutcome.Challenged) outcome).step());
        UserModel user = session.getContext().getAuthenticationSession().getAuthenticatedUser();
        if (user != null) {
            event.user(user);
        }
        event.detail(Details.REASON, "no JSON form for step " + step)
                .error(Errors.GENERIC_AUTHENTICATION_ERROR);
    }

    private UserModel userOf(String email) {
        String name = EmailSyntax.normalized(email);
        try {
            UserModel byEmail = session.users().getUserByEmail(tenant.realm(), name);
            return byEmail != null
                    ? byEmail
                    : session.users().getUserByUsername(tenant.realm(), name);
        } catch (ModelDuplicateException e) {
            // A realm that allows it has two users with this address: neither can be told from the
            // other.
            return null;
        }
    }
}
