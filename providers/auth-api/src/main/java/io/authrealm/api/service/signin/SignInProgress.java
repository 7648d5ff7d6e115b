package io.authrealm.api.service.signin;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.keycloak.BrowserContinuation;
import io.authrealm.api.keycloak.FlowOutcome;
import io.authrealm.api.keycloak.FlowRunner;
import io.authrealm.api.keycloak.FlowStep;
import io.authrealm.api.keycloak.HeadlessProcessor;
import io.authrealm.api.keycloak.Proof;
import io.authrealm.api.service.admission.Admission;
import io.authrealm.api.service.admission.Denial;
import io.authrealm.api.service.factor.CodeChannel;
import io.authrealm.api.service.factor.CodeFactor;
import io.authrealm.api.service.factor.FactorOffer;
import io.authrealm.api.service.factor.MailboxProof;
import io.authrealm.api.service.factor.SecondFactor;
import io.authrealm.api.service.factor.SecondFactorDemand;
import io.authrealm.api.service.factor.SignInCodes;
import io.authrealm.api.service.factor.TrustedDevices;
import io.authrealm.api.service.profile.ProfileForm;
import io.authrealm.api.service.session.Sessions;
import io.authrealm.api.service.signin.Challenges.Challenge;
import io.authrealm.api.service.signin.Challenges.Kind;
import io.authrealm.api.store.AccountState;
import io.authrealm.api.store.DeletedUsers;
import io.authrealm.api.store.OpenPages;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.authenticators.BreachedPasswordAuthenticatorFactory;
import java.net.URI;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Carries a sign-in at one tenant from request to request. A flow that asks for a second factor
 * waits under a challenge, and so does a complete flow whose user has something to do first. The
 * last request decides what the sign-in ends in.
 *
 * <p>A request that answers a challenge takes it, and then does one of three things: it goes on, it
 * puts the sign-in back, or it abandons it.
 */
final class SignInProgress {

    private static final Set<SecondFactor> ANSWERED_HERE =
            EnumSet.of(
                    SecondFactor.TOTP,
                    SecondFactor.SECURITY_KEY,
                    SecondFactor.PASSKEY,
                    SecondFactor.MAIL_CODE,
                    SecondFactor.TEXT_CODE,
                    SecondFactor.RECOVERY_CODE);

    private static final String PROMPTED_KEY_NOTE = "authrealm.prompted_key";
    private static final String PROMPTED_CODE_NOTE = "authrealm.prompted_code";

    private final KeycloakSession session;
    private final Tenant tenant;
    private final FlowRunner flow;
    private final Challenges challenges;
    private final Continuations continuations;
    private final SignInCompletion completion;
    private final SignInEnding ending;
    private final FactorOffer offer;
    private Admission admission = Admission.OF_EVERYBODY;

    /** A sign-in that ends in tokens. */
    SignInProgress(KeycloakSession session, Tenant tenant) {
        this(session, tenant, SignInEnding.TOKENS);
    }

    SignInProgress(KeycloakSession session, Tenant tenant, SignInEnding ending) {
        this.session = session;
        this.tenant = tenant;
        this.flow = new FlowRunner(session, tenant.realm(), tenant.client());
        this.challenges = new Challenges(session, tenant);
        this.continuations = new Continuations(session, tenant);
        this.completion = new SignInCompletion(session, tenant);
        this.ending = ending;
        this.offer = new FactorOffer(session, tenant);
    }

    FlowRunner flow() {
        return flow;
    }

    // A sign-in begins

    /** Who may come in. Call it before the flow starts. */
    void admit(Admission rule) {
        admission = rule;
    }

    /** Call it before the flow starts. */
    void returnTo(AppReturn app) {
        flow.whenNew(authentication -> app.prepare(session, tenant, authentication));
    }

    /**
     * Call it before any secret is looked at.
     *
     * @param expected the user who is likely to sign in; may be null
     */
    void begin(UserModel expected) {
        completion.begin(expected);
    }

    /** The same, with the state of the account at the time when a secret was looked at. */
    void begin(UserModel expected, AccountState state) {
        completion.begin(expected, state);
    }

    // A sign-in waits

    /**
     * Takes the sign-in that waits under a challenge. There is nothing to go on with if the
     * challenge is unknown, answered, taken, expired, of another kind or another tenant's, or if
     * the account has changed since.
     */
    Optional<WaitingSignIn> take(Kind kind, String token) {
        return challenges
                .take(kind, token)
                .flatMap(
                        challenge ->
                                flow.find(challenge.rootId(), challenge.tabId())
                                        .map(
                                                found ->
                                                        new WaitingSignIn(
                                                                Challenges.spelled(token),
                                                                challenge,
                                                                found)))
                .filter(this::isUnchanged);
    }

    private boolean isUnchanged(WaitingSignIn waiting) {
        UserModel user = waiting.user();
        boolean isUnchanged =
                user != null
                        && user.getId().equals(waiting.challenge().userId())
                        && !DeletedUsers.contains(session, user)
                        && (user.isEnabled() || isCheckedByFlow(waiting))
                        && completion.resume(user, waiting.challenge().account());
        if (!isUnchanged) {
            flow.abandon(waiting.authentication());
        }
        return isUnchanged;
    }

    /**
     * Whether a disabled user is a deleted one. The user may have been deleted since this request
     * has read it, and is unknown from then on.
     */
    boolean isDeletedNow(UserModel user) {
        return user != null && !DeletedUsers.isStillThere(session, user);
    }

    /** A flow that is not complete tells a disabled user that the account is disabled. */
    private static boolean isCheckedByFlow(WaitingSignIn waiting) {
        return waiting.challenge().kind() == Kind.FACTOR;
    }

    /** Lets the sign-in wait on as if the request had not come. */
    void putBack(WaitingSignIn waiting) {
        putBackOrAbandon(waiting, waiting.challenge());
    }

    /** Lets the sign-in wait on with one attempt less; the last one ends it. */
    void putBackAfterWrongAnswer(WaitingSignIn waiting) {
        putBackOrAbandon(waiting, waiting.challenge().afterWrongAnswer());
    }

    /**
     * The request itself has changed the account, with a new password for example. The sign-in goes
     * on from the state that the change has made, and only from that.
     *
     * @return what the request has to go on with, or to put back
     */
    WaitingSignIn accountChanged(WaitingSignIn waiting, AccountState made) {
        completion.begin(waiting.user(), made);
        String account = completion.fingerprint(waiting.user());
        return new WaitingSignIn(
                waiting.token(),
                waiting.challenge().withAccount(account),
                waiting.authentication());
    }

    private boolean putBackOrAbandon(WaitingSignIn waiting, Challenge challenge) {
        boolean waits = challenges.putBack(waiting.token(), challenge);
        if (!waits) {
            flow.abandon(waiting.authentication());
        }
        return waits;
    }

    // A sign-in goes on

    /** The flow asks for the first second factor. */
    SignInResult mfaRequired(FlowOutcome.Challenged asked) {
        return mfaRequired(asked, tenant.settings().mfaMaxAttempts());
    }

    /**
     * The flow asks for a second factor.
     *
     * @param attempts wrong answers that are left in this sign-in, including the next
     */
    SignInResult mfaRequired(FlowOutcome.Challenged asked, int attempts) {
        List<SecondFactor> factors = factors(asked.options(), asked.authenticationSession());
        return factors.isEmpty()
                ? redirect(asked.step())
                : mfaRequired(asked.authenticationSession(), factors, attempts);
    }

    private SignInResult mfaRequired(
            AuthenticationSessionModel authentication, List<SecondFactor> factors, int attempts) {
        UserModel user = authentication.getAuthenticatedUser();
        String account = completion.fingerprint(user);
        String token = challenges.open(Kind.FACTOR, authentication, account, attempts);
        // A page does not ask for the mailbox of the link, so it leads nowhere.
        boolean isMailboxAsked =
                factors.stream().anyMatch(factor -> MailboxProof.covers(authentication, factor));
        return new SignInResult.MfaRequired(
                token,
                factors,
                destinations(authentication, factors),
                isMailboxAsked ? Optional.empty() : continuation(authentication, account, token),
                isAddressDue(user));
    }

    private static List<CodeFactor> destinations(
            AuthenticationSessionModel authentication, List<SecondFactor> factors) {
        return factors.stream()
                .flatMap(factor -> CodeChannel.of(factor).stream())
                .flatMap(channel -> SignInCodes.offered(authentication, channel).stream())
                .toList();
    }

    /** As Keycloak's required action will decide, which follows the flow. */
    private boolean isAddressDue(UserModel user) {
        String alias = UserModel.RequiredAction.VERIFY_EMAIL.name();
        RequiredActionProviderModel action = tenant.realm().getRequiredActionProviderByAlias(alias);
        boolean isAsked = user.getRequiredActionsStream().anyMatch(alias::equals);
        boolean isMissing =
                tenant.realm().isVerifyEmail()
                        && !user.isEmailVerified()
                        && user.getEmail() != null;
        return action != null && action.isEnabled() && (isAsked || isMissing);
    }

    /** What the challenge of a waiting sign-in can be answered with. */
    List<SecondFactor> factors(WaitingSignIn waiting) {
        return factors(flow.options(waiting.authentication()), waiting.authentication());
    }

    /**
     * The factor that the client has asked for last, of those that are proved by a signature or of
     * those that are proved by a code. A code that was sent stays good if a key is asked for later.
     */
    Optional<SecondFactor> prompted(WaitingSignIn waiting, boolean isKey) {
        return Optional.ofNullable(waiting.authentication().getAuthNote(promptedNote(isKey)))
                .flatMap(SecondFactor::ofType);
    }

    void prompted(WaitingSignIn waiting, SecondFactor factor) {
        waiting.authentication().setAuthNote(promptedNote(factor.isKey()), factor.type());
    }

    private static String promptedNote(boolean isKey) {
        return isKey ? PROMPTED_KEY_NOTE : PROMPTED_CODE_NOTE;
    }

    /**
     * Those that the user has and the tenant takes, in the order of the flow; recovery codes are
     * the last resort. What the sign-in began with is no other factor: neither its passkey nor the
     * mailbox of its link. The mailbox is asked for again only if there is nothing better.
     */
    private List<SecondFactor> factors(
            List<FlowStep> options, AuthenticationSessionModel authentication) {
        List<SecondFactor> usable = usable(options, authentication);
        List<SecondFactor> others =
                usable.stream()
                        .filter(factor -> !MailboxProof.covers(authentication, factor))
                        .toList();
        boolean isBetter = others.stream().anyMatch(factor -> factor != SecondFactor.RECOVERY_CODE);
        return isBetter ? others : usable;
    }

    private List<SecondFactor> usable(
            List<FlowStep> options, AuthenticationSessionModel authentication) {
        UserModel user = authentication.getAuthenticatedUser();
        boolean beganWithPasskey =
                Proof.PASSKEY.name().equals(authentication.getAuthNote(Details.AUTH_TYPE));
        return options.stream()
                .flatMap(step -> SecondFactor.ofType(step.credentialType()).stream())
                .filter(ANSWERED_HERE::contains)
                .filter(offer::isTakenAtSignIn)
                .filter(factor -> factor != SecondFactor.PASSKEY || !beganWithPasskey)
                .filter(factor -> user.credentialManager().isConfiguredFor(factor.type()))
                .distinct()
                .sorted(Comparator.comparing(SecondFactor.RECOVERY_CODE::equals))
                .toList();
    }

    /**
     * The flow asks for something that only a browser can give.
     *
     * @param step what the event calls it
     */
    SignInResult redirect(Object step) {
        return goOnInBrowser(SignIn.NO_JSON + step);
    }

    /** The same for any reason. */
    SignInResult goOnInBrowser(String reason) {
        writeUnanswerable(reason);
        return goOnInBrowser();
    }

    /** Ends the flow of this request, because the API has no answer for it. */
    void endUnanswerable(String reason) {
        writeUnanswerable(reason);
        abandon();
    }

    private void writeUnanswerable(String reason) {
        EventBuilder event = ApiEvents.open(session, tenant, EventType.LOGIN);
        UserModel user = session.getContext().getAuthenticationSession().getAuthenticatedUser();
        if (user != null) {
            event.user(user);
        }
        event.detail(Details.REASON, reason).error(Errors.GENERIC_AUTHENTICATION_ERROR);
    }

    /**
     * The flow is complete.
     *
     * @param overtaken the result if the account's sessions were ended, or its password was
     *     changed, while the sign-in was under way
     */
    SignInResult complete(HeadlessProcessor finished, SignInResult overtaken) {
        return complete(finished, authentication -> Optional.of(open(Kind.ACTIONS, authentication)))
                .<SignInResult>map(Function.identity())
                .orElse(overtaken);
    }

    /**
     * Goes on with a sign-in whose flow is complete, after the user has done something. If there is
     * more to do, it waits under the token that it has.
     */
    SignInResult.AfterFlow goOn(WaitingSignIn waiting) {
        return complete(
                        flow.processorFor(waiting.authentication()),
                        authentication ->
                                putBackOrAbandon(waiting, waiting.challenge())
                                        ? Optional.of(waiting.token())
                                        : Optional.empty())
                .orElseGet(SignInResult.ChallengeExpired::new);
    }

    /**
     * Returns nothing if the account's sessions were ended, its password was changed, or passwords
     * were switched off, while the sign-in was under way.
     *
     * @param wait lets the sign-in wait and returns its token; nothing if its time is over
     */
    private Optional<SignInResult.AfterFlow> complete(
            HeadlessProcessor finished,
            Function<AuthenticationSessionModel, Optional<String>> wait) {
        AuthenticationSessionModel authentication = finished.getAuthenticationSession();
        Optional<Denial> denial = admission.denial(authentication.getAuthenticatedUser());
        if (denial.isPresent()) {
            return Optional.of(deny(finished, denial.get()));
        }
        if (PasswordUse.isInVain(authentication)) {
            // Switched off since the password was looked at.
            finished.getEvent()
                    .user(authentication.getAuthenticatedUser())
                    .detail(Details.REASON, "password_sign_in")
                    .error(Errors.NOT_ALLOWED);
            flow.abandon(authentication);
            return Optional.empty();
        }
        SecondFactorDemand.Verdict demand = SecondFactorDemand.verdict(session, authentication);
        if (endingOf(authentication) == SignInEnding.COOKIES && isFactorLeftOut(authentication)) {
            return Optional.of(refuseForAllClients(finished));
        }
        List<String> actions = SecondFactorDemand.pendingActions(finished, demand);
        if (actions.isEmpty()) {
            return end(finished);
        }
        finished.getEvent()
                .user(authentication.getAuthenticatedUser())
                .detail(Details.REASON, String.join(" ", actions))
                .error(Errors.RESOLVE_REQUIRED_ACTIONS);
        if (demand == SecondFactorDemand.Verdict.NOT_ASKED) {
            flow.abandon(authentication);
            return Optional.of(new SignInResult.RedirectToWeb());
        }
        endingOf(authentication).keepIn(authentication);
        return Optional.of(
                wait.apply(authentication)
                        .map(token -> required(authentication, actions, token))
                        .map(required -> asked(authentication, required))
                        .orElseGet(SignInResult.ChallengeExpired::new));
    }

    /** A sign-in that waited for actions ends as it began, wherever they are answered. */
    private SignInEnding endingOf(AuthenticationSessionModel authentication) {
        return SignInEnding.of(authentication).orElse(ending);
    }

    /** Whether the sign-in of a waiting user ends in cookies. */
    boolean endsInCookies(WaitingSignIn waiting) {
        return endingOf(waiting.authentication()) == SignInEnding.COOKIES;
    }

    /**
     * The cookies would sign the user in to every client of the realm, also to those whose flow
     * asks for the factor that this one has not asked for. A page would do the same, so there is no
     * page for the rest of this sign-in either.
     */
    private SignInResult.AfterFlow refuseForAllClients(HeadlessProcessor finished) {
        AuthenticationSessionModel authentication = finished.getAuthenticationSession();
        finished.getEvent()
                .user(authentication.getAuthenticatedUser())
                .detail(Details.REASON, "the flow has not asked for a second factor")
                .error(Errors.GENERIC_AUTHENTICATION_ERROR);
        flow.abandon(authentication);
        return new SignInResult.RedirectToWeb();
    }

    private SignInResult.AfterFlow asked(
            AuthenticationSessionModel authentication, SignInResult.ActionRequired required) {
        boolean isEnrollment =
                required.actions().get(0).kind() == PendingAction.Kind.SET_UP_TOTP
                        && SecondFactorDemand.mayAddFactor(session, authentication);
        return isEnrollment ? new SignInResult.EnrollmentRequired(required) : required;
    }

    private SignInResult.ActionRequired required(
            AuthenticationSessionModel authentication, List<String> actions, String token) {
        UserModel user = authentication.getAuthenticatedUser();
        return new SignInResult.ActionRequired(
                described(authentication, actions),
                token,
                isSafeOnPages(authentication, actions)
                        ? continuations.open(authentication, completion.fingerprint(user), token)
                        : Optional.empty());
    }

    /**
     * Whether Keycloak's pages ask for what is left to do. What they pass over, they would not do,
     * and they end the sign-in with cookies for every client of the realm.
     */
    private boolean isSafeOnPages(AuthenticationSessionModel authentication, List<String> actions) {
        return BrowserContinuation.asksForAll(authentication, actions)
                && !isFactorLeftOut(authentication);
    }

    /** Whether neither a factor nor a device that the user trusts stands beside the password. */
    private boolean isFactorLeftOut(AuthenticationSessionModel authentication) {
        return SecondFactorDemand.wasLeftOut(session, authentication)
                && !TrustedDevices.standsInStill(session, authentication);
    }

    private List<PendingAction> described(
            AuthenticationSessionModel authentication, List<String> actions) {
        return actions.stream().map(alias -> described(authentication, alias)).toList();
    }

    private PendingAction described(AuthenticationSessionModel authentication, String alias) {
        PendingAction.Kind kind = PendingAction.Kind.of(alias);
        return new PendingAction(
                kind,
                alias,
                kind == PendingAction.Kind.UPDATE_PROFILE
                        ? new ProfileForm(session, tenant)
                                .attributes(authentication.getAuthenticatedUser())
                        : List.of(),
                kind.factor().filter(factor -> !maySetUp(authentication, factor)).isPresent(),
                kind == PendingAction.Kind.SET_UP_TOTP ? alternatives(authentication) : List.of());
    }

    private boolean maySetUp(AuthenticationSessionModel authentication, SecondFactor factor) {
        return offer.isPossible(factor) && SecondFactorDemand.mayAddFactor(session, authentication);
    }

    /**
     * The factors beside an app by which the user can meet the demand for one. Each of them is
     * asked for by the flow, because a user who has only another factor could not sign in again.
     */
    private List<SecondFactor> alternatives(AuthenticationSessionModel authentication) {
        if (!SecondFactorDemand.isMetByAnyFactor(session, authentication)) {
            return List.of();
        }
        return flow.steps(authentication).stream()
                .flatMap(step -> SecondFactor.ofType(step.credentialType()).stream())
                .filter(factor -> factor != SecondFactor.TOTP)
                .filter(factor -> SecondFactor.TYPES_BESIDE_THE_PASSWORD.contains(factor.type()))
                .filter(offer::isPossible)
                .distinct()
                .toList();
    }

    /** What the user of a waiting sign-in has to do, in the order in which it is due. */
    List<PendingAction> pending(WaitingSignIn waiting) {
        AuthenticationSessionModel authentication = waiting.authentication();
        return described(
                authentication,
                SecondFactorDemand.pendingActions(
                        flow.processorFor(authentication),
                        SecondFactorDemand.verdict(session, authentication)));
    }

    /** Lets the first sign-in of an account wait, which had no flow. */
    SignInResult.ActionRequired waitFor(
            List<String> actions, AuthenticationSessionModel authentication) {
        ending.keepIn(authentication);
        return required(authentication, actions, open(Kind.ACTIONS, authentication));
    }

    /** Only a browser can answer what the flow of this request asks for. */
    SignInResult goOnInBrowser() {
        AuthenticationSessionModel authentication = session.getContext().getAuthenticationSession();
        UserModel user = authentication.getAuthenticatedUser();
        Optional<Continuation> continuation =
                continuation(authentication, user == null ? "" : completion.fingerprint(user), "");
        if (continuation.isEmpty()) {
            flow.abandon(authentication);
        }
        return new SignInResult.RedirectToWeb(continuation);
    }

    /** The page by which a browser goes on with a flow that is not complete. */
    private Optional<Continuation> continuation(
            AuthenticationSessionModel authentication, String account, String challenge) {
        boolean isSafe =
                SecondFactorDemand.isMetOnPages(session, authentication)
                        && BrowserContinuation.asksForAll(
                                authentication, List.copyOf(authentication.getRequiredActions()));
        return isSafe ? continuations.open(authentication, account, challenge) : Optional.empty();
    }

    /**
     * Gives the browser of this request the sign-in that a page was made for, and returns where it
     * goes on; nothing if the page is of no use, or if the account has changed since.
     */
    Optional<URI> handOver(String token) {
        return continuations
                .take(token)
                .flatMap(
                        opened ->
                                flow.find(opened.rootId(), opened.tabId())
                                        .filter(this::isRemembered)
                                        .filter(found -> isUnchanged(found, opened.account()))
                                        .filter(
                                                found ->
                                                        !opened.isFlowComplete()
                                                                || isSafeWithoutFlow(found)))
                .filter(found -> SecondFactorDemand.isMetOnPages(session, found))
                .map(this::handOver);
    }

    /** The user may have set up a factor since, and no page asks for it after the flow. */
    private boolean isSafeWithoutFlow(AuthenticationSessionModel authentication) {
        boolean isSafe = !isFactorLeftOut(authentication);
        if (!isSafe) {
            flow.abandon(authentication);
        }
        return isSafe;
    }

    /** Lets what ends the sessions of the user end the page too; no user is known to some flows. */
    private boolean isRemembered(AuthenticationSessionModel authentication) {
        UserModel user = authentication.getAuthenticatedUser();
        return user == null
                || new OpenPages(session, tenant.realm())
                        .open(user, authentication.getParentSession().getId());
    }

    /**
     * What this sign-in would still have done itself goes with it: the session belongs to the state
     * of the account that was checked, and a password that was found in a breach is replaced.
     */
    private URI handOver(AuthenticationSessionModel authentication) {
        UserModel user = authentication.getAuthenticatedUser();
        if (user != null) {
            completion.handOver(authentication);
            BreachedPasswordAuthenticatorFactory.actionsFromNextSignInOn(authentication)
                    .forEach(user::addRequiredAction);
        }
        return new BrowserContinuation(session).handOver(authentication);
    }

    private boolean isUnchanged(AuthenticationSessionModel authentication, String account) {
        UserModel user = authentication.getAuthenticatedUser();
        boolean isUnchanged =
                user == null
                        ? account.isEmpty()
                        : user.isEnabled()
                                && !DeletedUsers.contains(session, user)
                                && completion.resume(user, account);
        if (!isUnchanged) {
            flow.abandon(authentication);
        }
        return isUnchanged;
    }

    private SignInResult.AfterFlow deny(HeadlessProcessor finished, Denial denial) {
        AuthenticationSessionModel authentication = finished.getAuthenticationSession();
        finished.getEvent()
                .user(authentication.getAuthenticatedUser())
                .detail(Details.REASON, denial.name().toLowerCase(Locale.ROOT))
                .error(Errors.ACCESS_DENIED);
        flow.abandon(authentication);
        return new SignInResult.NotAdmitted(denial);
    }

    private Optional<SignInResult.AfterFlow> end(HeadlessProcessor finished) {
        AuthenticationSessionModel authentication = finished.getAuthenticationSession();
        if (new Sessions(session, tenant).areTooMany(authentication.getAuthenticatedUser())) {
            finished.getEvent()
                    .user(authentication.getAuthenticatedUser())
                    .detail(Details.REASON, "sessions_per_user")
                    .error(Errors.GENERIC_AUTHENTICATION_ERROR);
            flow.abandon(authentication);
            return Optional.of(new SignInResult.TooManySessions());
        }
        Optional<Denial> denial = admission.toll(session);
        if (denial.isPresent()) {
            return Optional.of(deny(finished, denial.get()));
        }
        List<String> actionsFromNextTime =
                BreachedPasswordAuthenticatorFactory.actionsFromNextSignInOn(authentication);
        actionsFromNextTime.forEach(authentication.getAuthenticatedUser()::addRequiredAction);
        SignInEnding wanted = endingOf(authentication);
        // The cookies would do without the factor at the realm's other clients.
        SignInEnding allowed = isFactorLeftOut(authentication) ? wanted.afterActions() : wanted;
        Optional<SignInResult.AfterFlow> ended =
                allowed.end(completion, finished, actionsFromNextTime);
        if (ended.isEmpty()) {
            // It was overtaken, after its transaction was committed.
            KeycloakModelUtils.runJobInTransaction(
                    session.getKeycloakSessionFactory(), admission::giveBack);
        }
        return ended;
    }

    private String open(Kind kind, AuthenticationSessionModel authentication) {
        String account = completion.fingerprint(authentication.getAuthenticatedUser());
        return challenges.open(kind, authentication, account, tenant.settings().mfaMaxAttempts());
    }

    /** Ends a sign-in that waited. */
    void abandon(WaitingSignIn waiting) {
        flow.abandon(waiting.authentication());
    }

    /** Ends the flow of this request, which will not continue. */
    void abandon() {
        flow.abandon(session.getContext().getAuthenticationSession());
    }
}
