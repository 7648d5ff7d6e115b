package io.authrealm.api.service.signup;

import io.authrealm.api.keycloak.FlowRunner;
import io.authrealm.api.keycloak.HeadlessProcessor;
import io.authrealm.api.keycloak.Proof;
import io.authrealm.api.keycloak.TokenIssuer;
import io.authrealm.api.keycloak.UsedCredentials;
import io.authrealm.api.service.factor.SecondFactorDemand;
import io.authrealm.api.service.profile.Profile;
import io.authrealm.api.service.profile.Profiles;
import io.authrealm.api.service.session.HostedSessions;
import io.authrealm.api.service.session.TokenPair;
import io.authrealm.api.service.signin.AppReturn;
import io.authrealm.api.service.signin.HalfSignedIn;
import io.authrealm.api.store.AccountState;
import io.authrealm.api.tenant.Tenant;
import java.util.List;
import org.keycloak.events.Details;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Signs the owner of a new account in, within the transaction that creates it. */
final class FirstSignIn {

    private FirstSignIn() {}

    /**
     * @param proof what the account was made with
     * @param app where a browser comes back to if it has to go on
     * @param endsInCookies whether the browser gets cookies in place of tokens
     */
    static SignUpResult of(
            KeycloakSession job,
            Tenant here,
            UserModel user,
            Proof proof,
            AppReturn app,
            boolean endsInCookies) {
        Profile profile = new Profiles(job, here).of(user);
        FlowRunner flow = new FlowRunner(job, here.realm(), here.client());
        AuthenticationSessionModel authentication = flow.newAuthenticationSession();
        HeadlessProcessor processor = flow.processorFor(authentication);
        authentication.setAuthenticatedUser(user);
        authentication.setAuthNote(Details.AUTH_TYPE, proof.name());
        proof.credentials().forEach(type -> UsedCredentials.add(authentication, type));
        List<String> actions =
                SecondFactorDemand.pendingActions(
                        processor, SecondFactorDemand.verdict(job, authentication));
        if (!actions.isEmpty()) {
            flow.countStepsAsDone(authentication, proof);
            return new SignUpResult.ActionRequired(
                    profile,
                    HalfSignedIn.open(job, here, authentication, actions, app, endsInCookies));
        }
        AccountState state = AccountState.of(job, user);
        TokenIssuer issuer = new TokenIssuer(job, here.realm(), here.client());
        if (endsInCookies) {
            return new SignUpResult.SessionOpened(
                    new HostedSessions(job, here).prepare(issuer.open(processor, state.epoch())),
                    state);
        }
        return new SignUpResult.SignedUp(
                profile, TokenPair.of(issuer.issue(processor, state.epoch()), here), state);
    }
}
