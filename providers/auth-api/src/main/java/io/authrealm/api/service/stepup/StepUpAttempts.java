package io.authrealm.api.service.stepup;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.caller.SensitiveLimit;
import io.authrealm.api.service.factor.SecondFactor;
import io.authrealm.api.service.factor.StepUp;
import io.authrealm.api.service.signin.Lockout;
import io.authrealm.api.service.signin.SignInProtection;
import io.authrealm.core.limits.KeyedGate;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;

/**
 * Attempts of signed-in users to prove a second factor. A guess here is a guess at the factor for
 * sign-in: it waits at the same gate, counts for the same lockout, and is refused while that lasts.
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
        int wait = limit.take(caller);
        if (wait > 0) {
            return new StepUpResult.Limited(wait);
        }
        Optional<KeyedGate.Pass> pass =
                protection.gate().enter(Lockout.gateKey(caller.tenant(), caller.userId()));
        if (pass.isEmpty()) {
            return new StepUpResult.Busy(KeyedGate.RETRY_AFTER_SECONDS);
        }
        try (KeyedGate.Pass inside = pass.get()) {
            return inTurn(caller, likely, proof);
        }
    }

    private StepUpResult inTurn(
            Caller caller, SecondFactor likely, Supplier<Optional<SecondFactor>> proof) {
        Lockout lockout = new Lockout(session, protection, caller.tenant(), caller.tenant());
        int locked = lockout.secondsSecondFactorLocked(caller.user());
        if (locked > 0) {
            event(caller, likely).error(Errors.USER_TEMPORARILY_DISABLED);
            return new StepUpResult.AccountLocked(locked);
        }
        Optional<SecondFactor> proved = proof.get();
        if (proved.isEmpty()) {
            event(caller, likely).error(Errors.INVALID_USER_CREDENTIALS);
            lockout.countWrongCode(caller.user());
            return new StepUpResult.CodeInvalid();
        }
        SecondFactor factor = proved.get();
        lockout.clearSecondFactor(caller.user(), Set.of(factor.type()));
        StepUp.proved(session, caller, factor);
        event(caller, factor).success();
        return new StepUpResult.Verified();
    }

    private EventBuilder event(Caller caller, SecondFactor factor) {
        return ApiEvents.open(session, caller.tenant(), EventType.CUSTOM_REQUIRED_ACTION)
                .user(caller.user())
                .session(caller.session())
                .detail(Details.CUSTOM_REQUIRED_ACTION, ACTION)
                .detail(Details.CREDENTIAL_TYPE, factor.type());
    }
}
