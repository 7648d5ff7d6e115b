package io.authrealm.api.service.signin;

import io.authrealm.api.caller.Door;
import io.authrealm.api.caller.Visit;
import io.authrealm.api.tenant.MinimumResponseTime;
import org.keycloak.models.KeycloakSession;

/** The second step of a sign-in, with the code of a second factor. */
public final class CodeSignIn {

    private final KeycloakSession session;
    private final SignInProtection protection;
    private final Visit visit;
    private final SignInEnding ending;

    public CodeSignIn(KeycloakSession session, SignInProtection protection, Door door) {
        this(
                session,
                protection,
                door.enter(MinimumResponseTime.NONE),
                SignInEnding.TOKENS);
    }

    CodeSignIn(
            KeycloakSession session,
            SignInProtection protection,
            Visit visit,
            SignInEnding ending) {
        this.session = session;
        this.protection = protection;
        this.visit = visit;
        this.ending = ending;
    }

    /** Answers the challenge of an earlier {@link SignInResult.MfaRequired} with a TOTP code. */
    public SignInResult signIn(String mfaToken, String code) {
        return visit.find(
                        tenants -> Challenges.realmOf(session, mfaToken).flatMap(tenants::openById))
                .map(
                        tenant ->
                                new SignIn(session, protection, visit, tenant, ending)
                                        .withCode(mfaToken, code))
                .orElseGet(SignInResult.ChallengeExpired::new);
    }
}
