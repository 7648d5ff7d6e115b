package io.authrealm.api.service.signup;

import io.authrealm.api.caller.SingleTokens;
import io.authrealm.api.keycloak.FlowOutcome;
import io.authrealm.api.keycloak.FlowRunner;
import io.authrealm.api.keycloak.HeadlessProcessor;
import io.authrealm.api.keycloak.IssuedTokens;
import io.authrealm.api.keycloak.Proof;
import io.authrealm.api.keycloak.TokenIssuer;
import io.authrealm.api.service.factor.SecondFactorDemand;
import io.authrealm.api.service.profile.Profile;
import io.authrealm.api.service.profile.Profiles;
import io.authrealm.api.service.session.HostedSessions;
import io.authrealm.api.service.session.TokenPair;
import io.authrealm.api.service.signin.AppReturn;
import io.authrealm.api.service.signin.HalfSignedIn;
import io.authrealm.api.store.AccountState;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.outcome.Cases;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Signs the owner of a new account in, usually within the transaction that creates it. The tenant's
 * flow runs as at any sign-in, so it can demand more than the account has. What it demands and a
 * new user can set up is asked for on the way in. If it asks for anything else, the sign-up ends
 * without a sign-in, and the user's first sign-in is told what the flow asks for.
 */
public final class FirstSignIn {

    private static final Cases<FirstSignIn, FlowOutcome, SignUpResult> FLOW_RUN =
            Cases.<FirstSignIn, FlowOutcome, SignUpResult>of(FlowOutcome.class)
                    .when(FlowOutcome.Completed.class, FirstSignIn::completed)
                    .when(FlowOutcome.Challenged.class, FirstSignIn::withoutSignIn)
                    .when(FlowOutcome.Refused.class, FirstSignIn::withoutSignIn)
                    .when(FlowOutcome.Unsupported.class, FirstSignIn::withoutSignIn)
                    .complete();

    private final KeycloakSession job;
    private final Tenant here;
    private final UserModel user;
    private final AppReturn app;
    private final boolean endsInCookies;

    /** Of an access token that needs no refresh token. */
    private final Optional<Duration> singleTokenLifetime;

    private final FlowRunner flow;
    private final Profile profile;

    private FirstSignIn(
            KeycloakSession job,
            Tenant here,
            UserModel user,
            AppReturn app,
            boolean endsInCookies,
            Optional<Duration> singleTokenLifetime) {
        this.job = job;
        this.here = here;
        this.user = user;
        this.app = app;
        this.endsInCookies = endsInCookies;
        this.singleTokenLifetime = singleTokenLifetime;
        this.flow = new FlowRunner(job, here.realm(), here.client());
        this.profile = new Profiles(job, here).of(user);
    }

    /**
     * @param proof what the account was made with
     * @param app where a browser comes back to if it has to go on
     * @param endsInCookies whether the browser gets cookies in place of tokens
     */
    public static SignUpResult of(
            KeycloakSession job,
            Tenant here,
            UserModel user,
            Proof proof,
            AppReturn app,
            boolean endsInCookies) {
        return new FirstSignIn(job, here, user, app, endsInCookies, Optional.empty()).run(proof);
    }

    /** The same with an access token that needs no refresh token. */
    static SignUpResult withSingleToken(
            KeycloakSession job, Tenant here, UserModel user, Proof proof) {
        Duration lifetime = here.settings().parents().tokenLifetime();
        return new FirstSignIn(job, here, user, AppReturn.NONE, false, Optional.of(lifetime))
                .run(proof);
    }

    private SignUpResult run(Proof proof) {
        return FLOW_RUN.apply(this, flow.startProved(user, proof));
    }

    private SignUpResult completed(FlowOutcome.Completed completed) {
        HeadlessProcessor finished = completed.finished();
        AuthenticationSessionModel authentication = finished.getAuthenticationSession();
        List<String> actions =
                SecondFactorDemand.pendingActions(
                        finished, SecondFactorDemand.verdict(job, authentication));
        if (!actions.isEmpty()) {
            return new SignUpResult.ActionRequired(
                    profile,
                    HalfSignedIn.open(job, here, authentication, actions, app, endsInCookies));
        }
        AccountState state = AccountState.of(job, user);
        TokenIssuer issuer = new TokenIssuer(job, here.realm(), here.client());
        if (endsInCookies) {
            return new SignUpResult.SessionOpened(
                    new HostedSessions(job, here).prepare(issuer.open(finished, state.epoch())),
                    state);
        }
        return new SignUpResult.SignedUp(
                profile, TokenPair.of(issue(issuer, finished, state.epoch()), here), state);
    }

    private IssuedTokens issue(TokenIssuer issuer, HeadlessProcessor finished, long epoch) {
        return singleTokenLifetime
                .map(lifetime -> SingleTokens.issue(issuer, finished, epoch, lifetime))
                .orElseGet(() -> issuer.issue(finished, epoch));
    }

    private SignUpResult withoutSignIn() {
        flow.abandon(job.getContext().getAuthenticationSession());
        return new SignUpResult.Created(profile);
    }
}
