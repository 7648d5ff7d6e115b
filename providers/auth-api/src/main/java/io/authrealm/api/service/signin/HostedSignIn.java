package io.authrealm.api.service.signin;

import io.authrealm.api.caller.Door;
import io.authrealm.api.caller.Visit;
import io.authrealm.api.service.factor.TrustedDevices;
import io.authrealm.api.tenant.MinimumResponseTime;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/**
 * Both steps of a sign-in that gives a browser cookies in place of tokens. It is the same sign-in
 * but for its ending, so a challenge of the one can be answered in the other.
 */
public final class HostedSignIn {

    private final KeycloakSession session;
    private final SignInProtection protection;
    private final Visit visit;

    public HostedSignIn(KeycloakSession session, SignInProtection protection, Door door) {
        this.session = session;
        this.protection = protection;
        this.visit = door.enterFromPage(MinimumResponseTime.SIGN_IN);
    }

    /**
     * The same as {@link PasswordSignIn#signIn}.
     *
     * @param device the token of the browser, if it has one because a user trusts it
     */
    public SignInResult withPassword(
            String email, String password, AppReturn app, Optional<String> device) {
        device.ifPresent(token -> TrustedDevices.present(session, token));
        return new PasswordSignIn(session, protection, visit, SignInEnding.COOKIES)
                .signIn(email, password, app);
    }

    /** The same as {@link FactorSignIn#answer}. */
    public SignInResult withFactor(String mfaToken, FactorAnswer answer) {
        return new FactorSignIn(session, protection, visit, SignInEnding.COOKIES)
                .answer(mfaToken, answer);
    }
}
