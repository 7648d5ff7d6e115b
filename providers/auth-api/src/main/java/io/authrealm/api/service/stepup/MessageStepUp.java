package io.authrealm.api.service.stepup;

import io.authrealm.api.caller.Caller;
import io.authrealm.api.service.factor.CodeFactor;
import io.authrealm.api.service.factor.CodeFactors;
import io.authrealm.api.service.factor.SecondFactor;
import java.util.List;

/** Step-up by a code that was sent to one of the user's addresses or numbers. */
public final class MessageStepUp {

    private final StepUpAttempts attempts;
    private final CodeFactors factors;

    public MessageStepUp(StepUpAttempts attempts, CodeFactors factors) {
        this.attempts = attempts;
        this.factors = factors;
    }

    /**
     * Opens the window of the caller's session if the code is right. A user without such a factor
     * has no right code.
     *
     * @param code any text
     */
    public StepUpResult verify(Caller caller, String code) {
        List<CodeFactor> stored =
                factors.of(caller).stream().filter(CodeFactor::isVerified).toList();
        if (stored.isEmpty()) {
            return new StepUpResult.CodeInvalid();
        }
        SecondFactor likely = stored.get(0).channel().factor();
        return attempts.attemptWithAny(caller, likely, () -> factors.provedBy(caller, code));
    }
}
