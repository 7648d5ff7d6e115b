package io.authrealm.api.service.signup;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.keycloak.FlowRunner;
import io.authrealm.api.keycloak.HeadlessProcessor;
import io.authrealm.api.keycloak.TokenIssuer;
import io.authrealm.api.keycloak.UsedCredentials;
import io.authrealm.api.service.factor.SecondFactorDemand;
import io.authrealm.api.service.password.PasswordRefusal;
import io.authrealm.api.service.profile.Profile;
import io.authrealm.api.service.profile.Profiles;
import io.authrealm.api.service.session.LateSessions;
import io.authrealm.api.service.session.TokenPair;
import io.authrealm.api.service.signup.AccountCreation.NewAccount;
import io.authrealm.api.service.signup.AccountCreation.Outcome;
import io.authrealm.api.store.AccountState;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.hashing.HashingBusyException;
import io.authrealm.hashing.TimingHash;
import java.util.List;
import java.util.OptionalInt;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.userprofile.UserProfileContext;

/**
 * Sign-up: creates an account through the realm's user profile and password policy, and signs it in
 * at once.
 *
 * <p>Two sign-ups of one address at the same moment end in one user and one {@link Result.Refused}.
 */
public final class SignUp {

    /** How a sign-up ends. */
    public sealed interface Result {

        /**
         * @param state of the account when it was created
         */
        record SignedUp(Profile profile, TokenPair tokens, AccountState state) implements Result {}

        /**
         * The account is there, but has to be set up further on a page before its first sign-in.
         */
        record ActionRequired(Profile profile, List<String> actions) implements Result {}

        /**
         * The address is taken. The client is not told so, and pays for a hash as if it were not.
         */
        record Refused() implements Result {}

        /** The realm's password policy refuses the password. */
        record PasswordRefused(PasswordRefusal refusal) implements Result {}

        /** The realm's user profile refuses a member. */
        record InvalidField(String field, String code) implements Result {}

        /** The server computes too many password hashes already; nothing was created. */
        record Overloaded(int retryAfterSeconds) implements Result {}

        /** The realm does not let people register. */
        record RegistrationClosed() implements Result {}

        /** The realm was closed to the API meanwhile; nothing was created. */
        record TenantClosed() implements Result {}
    }

    private final KeycloakSession session;
    private final Tenant tenant;

    public SignUp(KeycloakSession session, Tenant tenant) {
        this.session = session;
        this.tenant = tenant;
    }

    public Result create(NewAccount account) {
        if (!tenant.realm().isRegistrationAllowed()) {
            return new Result.RegistrationClosed();
        }
        Outcome<Result> outcome =
                new AccountCreation(session)
                        .create(
                                UserProfileContext.REGISTRATION,
                                account,
                                (job, here, user) -> register(job, here, user, account));
        if (outcome instanceof Outcome.Created<Result> created) {
            return unlessEnded(created.value());
        }
        if (outcome instanceof Outcome.Closed<Result>) {
            return new Result.TenantClosed();
        }
        if (outcome instanceof Outcome.Taken<Result> taken && !taken.isHashed()) {
            outcome = afterAHash(taken);
        }
        ApiEvents.open(session, tenant, EventType.REGISTER)
                .detail(Details.REGISTER_METHOD, "authrealm")
                .detail(Details.EMAIL, account.email())
                .error(eventErrorOf(outcome));
        return resultOf(outcome);
    }

    /** An admin may have ended the sessions of the user who was just created. */
    private Result unlessEnded(Result created) {
        return created instanceof Result.SignedUp signedUp
                        && LateSessions.isLate(session, signedUp.tokens(), signedUp.state())
                ? new Result.Refused()
                : created;
    }

    /** Spends the time of a hash, as a free address would. */
    private Outcome<Result> afterAHash(Outcome<Result> taken) {
        try {
            TimingHash.compute(session);
            return taken;
        } catch (ModelException e) {
            OptionalInt overloaded = HashingBusyException.retryAfter(session);
            if (overloaded.isEmpty()) {
                throw e;
            }
            return new Outcome.Overloaded<>(overloaded.getAsInt());
        }
    }

    private static Result resultOf(Outcome<Result> outcome) {
        if (outcome instanceof Outcome.PasswordRefused<Result> refused) {
            return new Result.PasswordRefused(refused.refusal());
        }
        if (outcome instanceof Outcome.InvalidField<Result> invalid) {
            return new Result.InvalidField(invalid.field(), invalid.code());
        }
        return outcome instanceof Outcome.Overloaded<Result> overloaded
                ? new Result.Overloaded(overloaded.retryAfterSeconds())
                : new Result.Refused();
    }

    private static String eventErrorOf(Outcome<Result> outcome) {
        if (outcome instanceof Outcome.Overloaded<Result>) {
            return Errors.GENERIC_AUTHENTICATION_ERROR;
        }
        return outcome instanceof Outcome.Taken<Result>
                ? Errors.EMAIL_IN_USE
                : Errors.INVALID_REGISTRATION;
    }

    private Result register(KeycloakSession job, Tenant here, UserModel user, NewAccount account) {
        ApiEvents.open(job, here, EventType.REGISTER)
                .user(user)
                .detail(Details.REGISTER_METHOD, "authrealm")
                .detail(Details.EMAIL, account.email())
                .success();
        return signIn(job, here, user);
    }

    private static Result signIn(KeycloakSession job, Tenant here, UserModel user) {
        Profile profile = new Profiles(job, here).of(user);
        FlowRunner flow = new FlowRunner(job, here.realm(), here.client());
        AuthenticationSessionModel authentication = flow.newAuthenticationSession();
        HeadlessProcessor processor = flow.processorFor(authentication);
        authentication.setAuthenticatedUser(user);
        UsedCredentials.add(authentication, PasswordCredentialModel.TYPE);
        List<String> actions =
                SecondFactorDemand.pendingActions(
                        processor, SecondFactorDemand.verdict(job, authentication));
        if (!actions.isEmpty()) {
            flow.abandon(authentication);
            return new Result.ActionRequired(profile, actions);
        }
        AccountState state = AccountState.of(job, user);
        return new Result.SignedUp(
                profile,
                TokenPair.of(
                        new TokenIssuer(job, here.realm(), here.client())
                                .issue(processor, state.epoch()),
                        here),
                state);
    }
}
