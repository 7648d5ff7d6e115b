package io.authrealm.api.service.signin;

import io.authrealm.api.caller.Door;
import io.authrealm.api.caller.Visit;
import io.authrealm.api.service.factor.SecondFactor;
import io.authrealm.api.tenant.MinimumResponseTime;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/** The steps of a sign-in that come after the first: the second factors. */
public final class FactorSignIn {

    private final KeycloakSession session;
    private final SignInProtection protection;
    private final Visit visit;
    private final SignInEnding ending;

    public FactorSignIn(KeycloakSession session, SignInProtection protection, Door door) {
        this(session, protection, door.enter(MinimumResponseTime.NONE), SignInEnding.TOKENS);
    }

    FactorSignIn(
            KeycloakSession session,
            SignInProtection protection,
            Visit visit,
            SignInEnding ending) {
        this.session = session;
        this.protection = protection;
        this.visit = visit;
        this.ending = ending;
    }

    /** Answers the challenge of an earlier {@link SignInResult.MfaRequired}. */
    public SignInResult answer(String mfaToken, FactorAnswer answer) {
        return challenges(mfaToken)
                .map(challenges -> challenges.answer(mfaToken, answer))
                .orElseGet(SignInResult.ChallengeExpired::new);
    }

    /**
     * Prepares an answer with this factor. The challenge stays open.
     *
     * @param factorId which of several addresses or numbers of that kind gets the code; may be null
     */
    public FactorPromptResult prompt(String mfaToken, SecondFactor factor, String factorId) {
        return challenges(mfaToken)
                .map(challenges -> challenges.prompt(mfaToken, factor, factorId))
                .orElseGet(FactorPromptResult.ChallengeExpired::new);
    }

    /** The same with any key that the challenge can be answered with. */
    public FactorPromptResult promptForKey(String mfaToken) {
        return challenges(mfaToken)
                .map(challenges -> challenges.promptForKey(mfaToken))
                .orElseGet(FactorPromptResult.ChallengeExpired::new);
    }

    /**
     * Like {@link #answer}, for clients that also send the challenge of a sign-in that waits for
     * something else: the result says once more what that is. If there is nothing left to do, the
     * sign-in ends.
     */
    public SignInResult answerOrGoOn(String challenge, FactorAnswer answer) {
        return visit.find(
                        tenants ->
                                Challenges.realmOf(session, challenge).flatMap(tenants::openById))
                .flatMap(tenant -> HalfSignedIn.take(session, tenant, challenge))
                .map(this::goOn)
                .orElseGet(() -> answer(challenge, answer));
    }

    private SignInResult goOn(HalfSignedIn taken) {
        try (HalfSignedIn user = taken) {
            return user.endsInCookies() && !visit.takesCookies()
                    ? new SignInResult.ChallengeExpired()
                    : user.goOn();
        }
    }

    private Optional<FactorChallenges> challenges(String mfaToken) {
        return visit.find(
                        tenants -> Challenges.realmOf(session, mfaToken).flatMap(tenants::openById))
                .map(tenant -> new FactorChallenges(session, protection, visit, tenant, ending));
    }
}
