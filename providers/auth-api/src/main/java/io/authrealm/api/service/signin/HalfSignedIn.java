package io.authrealm.api.service.signin;

import io.authrealm.api.keycloak.UsedCredentials;
import io.authrealm.api.service.factor.Enroller;
import io.authrealm.api.service.factor.SecondFactor;
import io.authrealm.api.service.factor.SecondFactorDemand;
import io.authrealm.api.service.signin.Challenges.Kind;
import io.authrealm.api.store.AccountState;
import io.authrealm.api.store.SessionEnds;
import io.authrealm.api.tenant.Tenant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * A user who has signed in but for something that has to be done first. The request that answers
 * the challenge holds the sign-in alone. It goes on with it, abandons it, or else lets it wait on
 * when this is closed. If the request fails, the challenge is gone with its transaction.
 */
public final class HalfSignedIn implements Enroller, AutoCloseable {

    private final KeycloakSession session;
    private final Tenant tenant;
    private final SignInProgress progress;
    private WaitingSignIn waiting;
    private boolean isHeld = true;

    private HalfSignedIn(
            KeycloakSession session,
            Tenant tenant,
            SignInProgress progress,
            WaitingSignIn waiting) {
        this.session = session;
        this.tenant = tenant;
        this.progress = progress;
        this.waiting = waiting;
    }

    /**
     * Takes the sign-in that waits under a challenge. There is none if the challenge is unknown,
     * taken, too old or for something else, or if the account has changed since.
     */
    public static Optional<HalfSignedIn> take(
            KeycloakSession session, Tenant tenant, String challenge) {
        SignInProgress progress = new SignInProgress(session, tenant);
        return progress.take(Kind.ACTIONS, challenge)
                .map(waiting -> new HalfSignedIn(session, tenant, progress, waiting));
    }

    /**
     * Lets the first sign-in of an account wait.
     *
     * @param authentication a sign-in that had no flow
     * @param actions required actions, by their aliases, in the order in which they are due
     * @param app where a browser comes back to if it has to go on
     * @param endsInCookies whether the sign-in ends in cookies in place of tokens
     */
    public static SignInResult.ActionRequired open(
            KeycloakSession session,
            Tenant tenant,
            AuthenticationSessionModel authentication,
            List<String> actions,
            AppReturn app,
            boolean endsInCookies) {
        app.prepare(session, tenant, authentication);
        SignInEnding ending = endsInCookies ? SignInEnding.COOKIES : SignInEnding.TOKENS;
        return new SignInProgress(session, tenant, ending).waitFor(actions, authentication);
    }

    public Tenant tenant() {
        return tenant;
    }

    @Override
    public UserModel user() {
        return waiting.user();
    }

    public String userId() {
        return user().getId();
    }

    /** The sign-in as Keycloak keeps it. */
    public AuthenticationSessionModel authentication() {
        return waiting.authentication();
    }

    /** Whether the sign-in ends in cookies, which a page of another site must not set. */
    public boolean endsInCookies() {
        return progress.endsInCookies(waiting);
    }

    /** What there is to do, in the order in which it is due. */
    public List<PendingAction> pending() {
        return progress.pending(waiting);
    }

    /** The user has done it, and need not do it again. */
    public void done(PendingAction.Kind kind) {
        for (String alias : kind.aliases()) {
            user().removeRequiredAction(alias);
            authentication().removeRequiredAction(alias);
        }
    }

    /** The user has set up this factor, which the sign-in has waited for. */
    public void setUp(SecondFactor factor) {
        proved(factor);
        Arrays.stream(PendingAction.Kind.values())
                .filter(kind -> kind.factor().filter(factor::equals).isPresent())
                .forEach(this::done);
    }

    /**
     * Lets no other request change the account until this one ends. Call it before a change that
     * {@link #accountChanged} makes known.
     *
     * @return false if the account has changed since the challenge was taken
     */
    public boolean takeTurn() {
        new SessionEnds(session).takeTurn(user());
        return isStillGood();
    }

    /** This request has changed the account, so the sign-in goes on from what it is now. */
    public void accountChanged() {
        waiting = progress.accountChanged(waiting, now());
    }

    private AccountState now() {
        return AccountState.of(session, user()).withEmail(user().getEmail());
    }

    // A factor is set up on the way in

    /** There is none before the sign-in ends. */
    @Override
    public UserSessionModel session() {
        return null;
    }

    @Override
    public String binding() {
        return "sign-in:" + waiting.token();
    }

    @Override
    public boolean isStillGood() {
        return now().fingerprint().equals(waiting.challenge().account());
    }

    @Override
    public boolean mayAddFactor() {
        return SecondFactorDemand.mayAddFactor(session, authentication());
    }

    @Override
    public void proved(SecondFactor factor) {
        UsedCredentials.add(authentication(), factor.type());
    }

    /** Goes on with the sign-in: to tokens, or to what is to be done next. */
    public SignInResult.AfterFlow goOn() {
        isHeld = false;
        return progress.goOn(waiting);
    }

    /** Ends the sign-in without tokens. */
    public void abandon() {
        isHeld = false;
        progress.abandon(waiting);
    }

    /** Lets the sign-in wait on, unless it has gone on or has ended. */
    @Override
    public void close() {
        if (isHeld) {
            isHeld = false;
            progress.putBack(waiting);
        }
    }
}
