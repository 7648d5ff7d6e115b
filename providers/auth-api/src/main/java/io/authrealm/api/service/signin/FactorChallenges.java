package io.authrealm.api.service.signin;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.caller.Visit;
import io.authrealm.api.keycloak.FlowOutcome;
import io.authrealm.api.keycloak.KeyKind;
import io.authrealm.api.keycloak.UsedCredentials;
import io.authrealm.api.service.factor.CodeChannel;
import io.authrealm.api.service.factor.FactorCodeResult;
import io.authrealm.api.service.factor.SecondFactor;
import io.authrealm.api.service.factor.SecondFactorDemand;
import io.authrealm.api.service.factor.SignInCodes;
import io.authrealm.api.service.factor.StepUp;
import io.authrealm.api.service.factor.TrustedDevices;
import io.authrealm.api.service.signin.Challenges.Kind;
import io.authrealm.api.store.AttemptBudget;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.limits.KeyedGate;
import io.authrealm.core.outcome.Cases;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * The second-factor challenges of one tenant.
 *
 * <p>Three counts slow guesses down. A challenge takes {@code mfa_max_attempts} wrong answers. In a
 * protected realm, wrong answers lock the factors of the user for a while, see {@link Lockout}. And
 * each answer is paid for from the budget of its user before it is looked at, in each realm and
 * over all nodes, see {@link AttemptBudget}.
 */
final class FactorChallenges {

    /** An answer that the flow has looked at. */
    private record Attempt(
            FactorChallenges challenges,
            WaitingSignIn waiting,
            SecondFactor factor,
            boolean isKey) {

        SignInResult signedIn(FlowOutcome.Completed completed) {
            UserModel user = waiting.user();
            Set<String> used =
                    new HashSet<>(
                            UsedCredentials.of(completed.finished().getAuthenticationSession()));
            used.add(factor.type());
            challenges.lockout.clearSecondFactor(user, used);
            challenges.budget.renew(user, challenges.tenant.settings().factorMaxAttempts());
            if (SecondFactorDemand.wasUsed(challenges.session, waiting.authentication())) {
                StepUp.openAtSignIn(waiting.authentication());
            }
            return challenges.progress.complete(
                    completed.finished(), new SignInResult.ChallengeExpired());
        }

        /** Right, and the flow asks for another factor. */
        SignInResult challenged(FlowOutcome.Challenged asked) {
            return challenges.progress.mfaRequired(asked, waiting.challenge().attempts());
        }

        SignInResult refused(FlowOutcome.Refused refused) {
            return switch (refused.refusal()) {
                case DISABLED ->
                        challenges.progress.isDeletedNow(waiting.user())
                                ? new SignInResult.ChallengeExpired()
                                : new SignInResult.AccountInactive();
                case EXPIRED -> new SignInResult.ChallengeExpired();
                case LOCKED, CREDENTIALS -> {
                    challenges.lockout.countWrongCode(waiting.user());
                    challenges.progress.putBackAfterWrongAnswer(waiting);
                    yield isKey ? new SignInResult.KeyRejected() : new SignInResult.CodeInvalid();
                }
            };
        }

        SignInResult unsupported(FlowOutcome.Unsupported unsupported) {
            return challenges.progress.redirect(unsupported.authenticator());
        }
    }

    private static final Cases<Attempt, FlowOutcome, SignInResult> ANSWERED =
            Cases.<Attempt, FlowOutcome, SignInResult>of(FlowOutcome.class)
                    .when(FlowOutcome.Completed.class, Attempt::signedIn)
                    .when(FlowOutcome.Challenged.class, Attempt::challenged)
                    .when(FlowOutcome.Refused.class, Attempt::refused)
                    .when(FlowOutcome.Unsupported.class, Attempt::unsupported)
                    .complete();

    /** A code that was asked for. */
    private record CodePrompt(
            FactorChallenges challenges, WaitingSignIn waiting, CodeChannel channel) {

        FactorPromptResult sent(FactorCodeResult.Sent sent) {
            challenges.progress.prompted(waiting, channel.factor());
            return new FactorPromptResult.CodeSent(sent.destination());
        }

        FactorPromptResult notSent(FactorCodeResult.NotSent why) {
            return new FactorPromptResult.CodeNotSent(why);
        }
    }

    private static final Cases<CodePrompt, FactorCodeResult, FactorPromptResult> CODE_PROMPTED =
            Cases.<CodePrompt, FactorCodeResult, FactorPromptResult>of(FactorCodeResult.class)
                    .when(FactorCodeResult.Sent.class, CodePrompt::sent)
                    .when(FactorCodeResult.NotSent.class, CodePrompt::notSent)
                    .complete();

    private final KeycloakSession session;
    private final Tenant tenant;
    private final KeyedGate gate;
    private final Lockout lockout;
    private final AttemptBudget budget;
    private final SignInProgress progress;

    FactorChallenges(
            KeycloakSession session,
            SignInProtection protection,
            Visit visit,
            Tenant tenant,
            SignInEnding ending) {
        this.session = session;
        this.tenant = tenant;
        this.gate = protection.gate();
        this.lockout = new Lockout(session, protection, visit.entry(), tenant);
        this.budget = new AttemptBudget(session, tenant.realm());
        this.progress = new SignInProgress(session, tenant, ending);
    }

    SignInResult answer(String mfaToken, FactorAnswer answer) {
        return progress.take(Kind.FACTOR, mfaToken)
                .map(waiting -> answer(waiting, answer))
                .orElseGet(SignInResult.ChallengeExpired::new);
    }

    private SignInResult answer(WaitingSignIn waiting, FactorAnswer answer) {
        UserModel user = waiting.user();
        Optional<KeyedGate.Pass> pass = gate.enter(Lockout.gateKey(tenant, user.getId()));
        if (pass.isEmpty()) {
            progress.putBack(waiting);
            return new SignInResult.Busy(KeyedGate.RETRY_AFTER_SECONDS);
        }
        try (KeyedGate.Pass inside = pass.get()) {
            List<SecondFactor> offered = progress.factors(waiting);
            if (offered.isEmpty()) {
                progress.abandon(waiting);
                return new SignInResult.ChallengeExpired();
            }
            return answer.among(offered, progress.prompted(waiting, answer.isKey()))
                    .map(factor -> answer(waiting, answer, factor))
                    .orElseGet(() -> notOffered(waiting));
        }
    }

    private SignInResult answer(WaitingSignIn waiting, FactorAnswer answer, SecondFactor factor) {
        int locked = payForAttempt(waiting.user());
        if (locked > 0) {
            progress.putBack(waiting);
            refusedEvent(waiting.user());
            return new SignInResult.AccountLocked(locked);
        }
        TrustedDevices.setWish(session, waiting.authentication(), answer.trustsDevice());
        FlowOutcome outcome =
                progress.flow().resume(waiting.authentication(), answer.forFlow(factor));
        return ANSWERED.apply(new Attempt(this, waiting, factor, answer.isKey()), outcome);
    }

    private SignInResult notOffered(WaitingSignIn waiting) {
        progress.putBack(waiting);
        return new SignInResult.FactorNotOffered();
    }

    /**
     * @param factorId may be null
     */
    FactorPromptResult prompt(String mfaToken, SecondFactor factor, String factorId) {
        return prompt(mfaToken, factor::equals, factorId);
    }

    FactorPromptResult promptForKey(String mfaToken) {
        return prompt(mfaToken, SecondFactor::isKey, null);
    }

    private FactorPromptResult prompt(
            String mfaToken, Predicate<SecondFactor> isMeant, String factorId) {
        return progress.take(Kind.FACTOR, mfaToken)
                .map(waiting -> prompt(waiting, isMeant, factorId))
                .orElseGet(FactorPromptResult.ChallengeExpired::new);
    }

    private FactorPromptResult prompt(
            WaitingSignIn waiting, Predicate<SecondFactor> isMeant, String factorId) {
        int locked = lockout.secondsSecondFactorLocked(waiting.user());
        if (locked > 0) {
            progress.putBack(waiting);
            return new FactorPromptResult.AccountLocked(locked);
        }
        return progress.factors(waiting).stream()
                .filter(isMeant)
                .filter(factor -> isOffered(waiting, factor, factorId))
                .findFirst()
                .map(factor -> promptOffered(waiting, factor, factorId))
                .orElseGet(
                        () -> {
                            progress.putBack(waiting);
                            return new FactorPromptResult.NotOffered();
                        });
    }

    private FactorPromptResult promptOffered(
            WaitingSignIn waiting, SecondFactor factor, String factorId) {
        return switch (factor) {
            case SECURITY_KEY -> promptKey(waiting, factor, KeyKind.SECURITY_KEY);
            case PASSKEY -> promptKey(waiting, factor, KeyKind.PASSKEY);
            case MAIL_CODE -> promptCode(waiting, CodeChannel.MAIL, factorId);
            case TEXT_CODE -> promptCode(waiting, CodeChannel.TEXT, factorId);
            case TOTP, RECOVERY_CODE -> {
                progress.putBack(waiting);
                yield new FactorPromptResult.NothingToPrepare();
            }
        };
    }

    /** Only addresses and numbers are chosen among by their ids. */
    private static boolean isOffered(WaitingSignIn waiting, SecondFactor factor, String factorId) {
        return factorId == null
                || CodeChannel.of(factor)
                        .filter(channel -> isOffered(waiting, channel, factorId))
                        .isPresent();
    }

    private static boolean isOffered(WaitingSignIn waiting, CodeChannel channel, String factorId) {
        return factorId.isBlank()
                || SignInCodes.offered(waiting.authentication(), channel).stream()
                        .anyMatch(offered -> offered.id().equals(factorId));
    }

    private FactorPromptResult promptKey(WaitingSignIn waiting, SecondFactor factor, KeyKind kind) {
        Optional<Map<String, Object>> options =
                new KeyPrompt(session, tenant, progress.flow()).ask(waiting.authentication(), kind);
        if (options.isEmpty()) {
            progress.abandon(waiting);
            return new FactorPromptResult.ChallengeExpired();
        }
        progress.prompted(waiting, factor);
        progress.putBack(waiting);
        return new FactorPromptResult.KeyRequest(options.get());
    }

    /** The flow itself sends nothing, see {@link SignInCodes}. */
    private FactorPromptResult promptCode(
            WaitingSignIn waiting, CodeChannel channel, String factorId) {
        FactorCodeResult result =
                new SignInCodes(session, tenant)
                        .send(
                                waiting.authentication(),
                                channel,
                                factorId,
                                ApiEvents.open(session, tenant, EventType.LOGIN));
        FactorPromptResult prompted =
                CODE_PROMPTED.apply(new CodePrompt(this, waiting, channel), result);
        progress.putBack(waiting);
        return prompted;
    }

    /** Seconds for which no answer of the user is looked at; zero if this one is, and is paid. */
    private int payForAttempt(UserModel user) {
        int locked = lockout.secondsSecondFactorLocked(user);
        if (locked > 0) {
            return locked;
        }
        boolean isPaid = budget.pay(user, tenant.settings().factorMaxAttempts(), window());
        return isPaid ? 0 : (int) window().toSeconds();
    }

    private Duration window() {
        return tenant.settings().factorWindow();
    }

    private void refusedEvent(UserModel user) {
        ApiEvents.open(session, tenant, EventType.LOGIN)
                .user(user)
                .detail(Details.USERNAME, user.getEmail())
                .error(Errors.USER_TEMPORARILY_DISABLED);
    }
}
