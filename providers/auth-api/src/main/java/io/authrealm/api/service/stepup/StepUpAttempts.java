package io.authrealm.api.service.stepup;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.caller.SensitiveLimit;
import io.authrealm.api.service.factor.SecondFactor;
import io.authrealm.api.service.factor.StepUp;
import io.authrealm.api.service.signin.Lockout;
import io.authrealm.api.service.signin.SignInProtection;
import io.authrealm.api.store.AttemptBudget;
import io.authrealm.core.limits.KeyedGate;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;

/**
 * Attempts of signed-in users to prove a second factor. A guess here is a guess at the factor for
 * sign-in: it waits at the same gate, is paid for from the same budget, counts for the same
 * lockout, and is refused while that lasts.
 */
public final class StepUpAttempts {

    private static final String ACTION = "step_up";

    private final KeycloakSession session;
    private final SignInProtection protection;
    private final SensitiveLimit limit;

    public StepUpAttempts(
            KeycloakSession session, SignInProtection protection, SensitiveLimit limit) {
        this.session = session;
        this.protection = protection;
        this.limit = limit;
    }

    /**
     * Opens the window of the caller's session if the proof is right.
     *
     * @param proof looks at the proof; it is not asked if the caller has to wait
     */
    public StepUpResult attempt(Caller caller, SecondFactor factor, BooleanSupplier proof) {
        return attemptWithAny(
                caller,
                factor,
                () -> proof.getAsBoolean() ? Optional.of(factor) : Optional.empty());
    }

    /**
     * The same for a proof that can be of one of several factors.
     *
     * @param likely what a wrong proof is recorded as
     * @param proof the factor that the caller has proved; nothing if the proof is wrong
     */
    public StepUpResult attemptWithAny(
            Caller caller, SecondFactor likely, Supplier<Optional<SecondFactor>> proof) {
        return inTurn(
                caller,
                likely,
                Function.identity(),
                turn -> {
                    int locked = turn.pay();
                    return locked > 0
                            ? new StepUpResult.AccountLocked(locked)
                            : turn.end(proof.get());
                });
    }

    /**
     * The same for a proof that answers a question. The question can be gone or another one's, and
     * then there is nothing to guess.
     *
     * @param likely what a wrong proof is recorded as
     * @param refused what the caller answers if the question is not looked at
     * @param look looks at the question. If there is a proof to look at, it pays for the proof
     *     before and ends the turn after that.
     */
    public <T> T inTurn(
            Caller caller,
            SecondFactor likely,
            Function<StepUpResult, T> refused,
            Function<Turn, T> look) {
        int wait = limit.take(caller);
        if (wait > 0) {
            return refused.apply(new StepUpResult.Limited(wait));
        }
        Optional<KeyedGate.Pass> pass =
                protection.gate().enter(Lockout.gateKey(caller.tenant(), caller.userId()));
        if (pass.isEmpty()) {
            return refused.apply(new StepUpResult.Busy(KeyedGate.RETRY_AFTER_SECONDS));
        }
        try (KeyedGate.Pass inside = pass.get()) {
            return look.apply(new Turn(this, caller, likely));
        }
    }

    /** A caller's turn to prove a factor, which no other request of the user has meanwhile. */
    public static final class Turn {

        private final StepUpAttempts attempts;
        private final Caller caller;
        private final SecondFactor likely;
        private final Lockout lockout;
        private final AttemptBudget budget;

        private Turn(StepUpAttempts attempts, Caller caller, SecondFactor likely) {
            this.attempts = attempts;
            this.caller = caller;
            this.likely = likely;
            this.lockout =
                    new Lockout(
                            attempts.session,
                            attempts.protection,
                            caller.tenant(),
                            caller.tenant());
            this.budget = new AttemptBudget(attempts.session, caller.tenant().realm());
        }

        /** Seconds for which no proof is looked at; zero if this one is, and is paid. */
        public int pay() {
            int locked = lockout.secondsSecondFactorLocked(caller.user());
            if (locked == 0) {
                Duration window = caller.tenant().settings().factorWindow();
                boolean isPaid = budget.pay(caller.user(), factorMaxAttempts(), window);
                locked = isPaid ? 0 : (int) window.toSeconds();
            }
            if (locked > 0) {
                attempts.event(caller, likely).error(Errors.USER_TEMPORARILY_DISABLED);
            }
            return locked;
        }

        private int factorMaxAttempts() {
            return caller.tenant().settings().factorMaxAttempts();
        }

        /**
         * Counts what came of the proof, and opens the window of the session if it is right.
         *
         * @param proved nothing if the proof is wrong
         */
        public StepUpResult end(Optional<SecondFactor> proved) {
            if (proved.isEmpty()) {
                attempts.event(caller, likely).error(Errors.INVALID_USER_CREDENTIALS);
                lockout.countWrongCode(caller.user());
                return new StepUpResult.CodeInvalid();
            }
            SecondFactor factor = proved.get();
            lockout.clearSecondFactor(caller.user(), Set.of(factor.type()));
            budget.renew(caller.user(), factorMaxAttempts());
            StepUp.proved(attempts.session, caller, factor);
            attempts.event(caller, factor).success();
            return new StepUpResult.Verified();
        }
    }

    private EventBuilder event(Caller caller, SecondFactor factor) {
        return ApiEvents.open(session, caller.tenant(), EventType.CUSTOM_REQUIRED_ACTION)
                .user(caller.user())
                .session(caller.session())
                .detail(Details.CUSTOM_REQUIRED_ACTION, ACTION)
                .detail(Details.CREDENTIAL_TYPE, factor.type());
    }
}
