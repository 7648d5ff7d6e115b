package io.authrealm.api.service.signup;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.caller.Door;
import io.authrealm.api.caller.Visit;
import io.authrealm.api.keycloak.Proof;
import io.authrealm.api.service.admission.Admission;
import io.authrealm.api.service.admission.Denial;
import io.authrealm.api.service.password.HashingAttempt;
import io.authrealm.api.service.signin.AppReturn;
import io.authrealm.api.service.signup.AccountCreation.NewAccount;
import io.authrealm.api.store.AccountState;
import io.authrealm.api.store.SignUpClients;
import io.authrealm.api.tenant.MinimumResponseTime;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.outcome.Cases;
import io.authrealm.hashing.TimingHash;
import java.util.Optional;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.userprofile.UserProfileContext;

/**
 * Creates an account and signs it in at once, through the realm's user profile and password policy.
 *
 * <p>Two sign-ups of one address at the same moment end in one user and one {@link
 * SignUpResult.Refused}.
 */
public final class SignUp {

    /**
     * A way to register, as events call it.
     *
     * @param inviteId null if it takes no invite
     */
    private record Way(String method, String inviteId) {

        static final Way BY_THEMSELVES = new Way("authrealm", null);

        static Way byInvite(String inviteId) {
            return new Way("authrealm-invite", inviteId);
        }

        EventBuilder event(KeycloakSession session, Tenant tenant, String email) {
            return ApiEvents.open(session, tenant, EventType.REGISTER)
                    .detail(Details.REGISTER_METHOD, method)
                    .detail(Details.EMAIL, email)
                    // Keycloak leaves out a detail that is null.
                    .detail("invite_id", inviteId);
        }
    }

    /** A sign-up that made no account. */
    private record Attempt(KeycloakSession session, Tenant tenant, NewAccount account, Way way) {

        /** Costs what a free address would have cost. */
        SignUpResult taken(AccountRefusal.Taken taken) {
            return taken.isHashed()
                    ? addressTaken()
                    : new HashingAttempt(session)
                            .run(this::addressTakenAfterHash, this::overloaded);
        }

        private SignUpResult addressTakenAfterHash() {
            TimingHash.compute(session);
            return addressTaken();
        }

        private SignUpResult addressTaken() {
            return refused(Errors.EMAIL_IN_USE, new SignUpResult.Refused());
        }

        SignUpResult invalid(SignUpResult result) {
            return refused(Errors.INVALID_REGISTRATION, result);
        }

        SignUpResult overloaded(int retryAfterSeconds) {
            return refused(
                    Errors.GENERIC_AUTHENTICATION_ERROR,
                    new SignUpResult.Overloaded(retryAfterSeconds));
        }

        private SignUpResult refused(String error, SignUpResult result) {
            way.event(session, tenant, account.email()).error(error);
            return result;
        }
    }

    /** A closed realm writes no event. */
    private static final Cases<Attempt, AccountRefusal, SignUpResult> REFUSED =
            Cases.<Attempt, AccountRefusal, SignUpResult>of(AccountRefusal.class)
                    .when(AccountRefusal.Taken.class, Attempt::taken)
                    .when(
                            AccountRefusal.InvalidAttribute.class,
                            (attempt, invalid) ->
                                    attempt.invalid(
                                            new SignUpResult.InvalidAttribute(invalid.attribute())))
                    .when(
                            AccountRefusal.PasswordRefused.class,
                            (attempt, refused) ->
                                    attempt.invalid(
                                            new SignUpResult.PasswordRefused(refused.refusal())))
                    .when(
                            AccountRefusal.Overloaded.class,
                            (attempt, overloaded) ->
                                    attempt.overloaded(overloaded.retryAfterSeconds()))
                    .when(AccountRefusal.Closed.class, attempt -> new SignUpResult.TenantClosed())
                    .complete();

    private final KeycloakSession session;
    private final Visit visit;
    private final PersonalTenants personal;

    public SignUp(KeycloakSession session, PersonalTenants personal, Door door) {
        this.session = session;
        this.personal = personal;
        this.visit = door.enter(MinimumResponseTime.SIGN_UP);
    }

    /**
     * Creates the account in the tenant for new accounts with its address, or in a tenant of its
     * own if the operator wants that and nothing names another one.
     *
     * @param app where a browser comes back to if it has to go on
     */
    public SignUpResult create(NewAccount account, AppReturn app) {
        if (personal.areOn() && visit.leavesTenantOpen(account.email())) {
            return personal.create(visit, account, app);
        }
        return visit.find(tenants -> tenants.forNewAccount(account.email()))
                .map(tenant -> create(tenant, account, app))
                .orElseGet(SignUpResult.RegistrationClosed::new);
    }

    /**
     * Creates the account in the tenant with this id.
     *
     * @param tenantId may be none
     * @param app where a browser comes back to if it has to go on
     */
    public SignUpResult createAt(String tenantId, NewAccount account, AppReturn app) {
        return visit.find(tenants -> tenants.byTenantId(tenantId))
                .filter(tenant -> tenant.isNamedBy(tenantId))
                .map(tenant -> create(tenant, account, app))
                .orElseGet(SignUpResult.RegistrationClosed::new);
    }

    private SignUpResult create(Tenant tenant, NewAccount account, AppReturn app) {
        return create(session, tenant, account, firstSignIn(app));
    }

    private static AccountCreation.Completion<SignUpResult> firstSignIn(AppReturn app) {
        return (job, here, user) -> FirstSignIn.of(job, here, user, Proof.NEW_PASSWORD, app, false);
    }

    /**
     * Creates the account in a tenant that the request has named, for a client without a refresh
     * token.
     */
    public static SignUpResult withSingleToken(
            KeycloakSession session, Tenant tenant, NewAccount account, Admission admission) {
        return create(
                session,
                tenant,
                account,
                (job, here, user) ->
                        admission
                                .toll(job)
                                .map(denial -> undo(job, denial))
                                .orElseGet(
                                        () ->
                                                FirstSignIn.withSingleToken(
                                                        job, here, user, Proof.NEW_PASSWORD)));
    }

    /**
     * Creates the account of somebody who was invited, whether or not the tenant lets users
     * register.
     *
     * @param inviteId for the events
     * @param acceptance of the invite, in the transaction that creates the account; if it is false,
     *     nothing is created
     * @param app where a browser comes back to if it has to go on
     * @return nothing if the invite could not be accepted
     */
    public static Optional<SignUpResult> ofInvited(
            KeycloakSession session,
            Tenant tenant,
            NewAccount account,
            String inviteId,
            AccountCreation.Completion<Boolean> acceptance,
            AppReturn app) {
        if (!tenant.settings().passwordSignIn()) {
            return Optional.of(new SignUpResult.MethodDisabled());
        }
        Way way = Way.byInvite(inviteId);
        return new AccountCreation(session)
                .<Optional<SignUpResult>>create(
                        UserProfileContext.REGISTRATION,
                        account,
                        (job, here, user) -> {
                            if (!acceptance.complete(job, here, user)) {
                                job.getTransactionManager().setRollbackOnly();
                                return Optional.empty();
                            }
                            return Optional.of(
                                    register(job, here, user, account, way, firstSignIn(app)));
                        },
                        refusal ->
                                Optional.of(
                                        REFUSED.apply(
                                                new Attempt(session, tenant, account, way),
                                                refusal)))
                .map(new NewSession(session, tenant)::of);
    }

    /** An event about somebody who was invited and cannot register. */
    public static EventBuilder eventOfInvited(
            KeycloakSession session, Tenant tenant, String email, String inviteId) {
        return Way.byInvite(inviteId).event(session, tenant, email);
    }

    private static SignUpResult undo(KeycloakSession job, Denial denial) {
        job.getTransactionManager().setRollbackOnly();
        return new SignUpResult.NotAdmitted(denial);
    }

    private static SignUpResult create(
            KeycloakSession session,
            Tenant tenant,
            NewAccount account,
            AccountCreation.Completion<SignUpResult> firstSignIn) {
        if (!tenant.realm().isRegistrationAllowed()) {
            return new SignUpResult.RegistrationClosed();
        }
        if (!tenant.settings().passwordSignIn()) {
            return new SignUpResult.MethodDisabled();
        }
        return new NewSession(session, tenant)
                .of(
                        new AccountCreation(session)
                                .create(
                                        UserProfileContext.REGISTRATION,
                                        account,
                                        (job, here, user) ->
                                                register(
                                                        job,
                                                        here,
                                                        user,
                                                        account,
                                                        Way.BY_THEMSELVES,
                                                        firstSignIn),
                                        refusal -> refused(session, tenant, account, refusal)));
    }

    /**
     * What a sign-up ends in that has made no account.
     *
     * @param tenant in which the event is recorded
     */
    public static SignUpResult refused(
            KeycloakSession session, Tenant tenant, NewAccount account, AccountRefusal refusal) {
        return REFUSED.apply(new Attempt(session, tenant, account, Way.BY_THEMSELVES), refusal);
    }

    private static SignUpResult register(
            KeycloakSession job,
            Tenant here,
            UserModel user,
            NewAccount account,
            Way way,
            AccountCreation.Completion<SignUpResult> firstSignIn) {
        record(job, here, user, account, way);
        return firstSignIn.complete(job, here, user);
    }

    /** Records a sign-up in the transaction that creates the account. */
    public static void record(
            KeycloakSession job, Tenant here, UserModel user, NewAccount account) {
        record(job, here, user, account, Way.BY_THEMSELVES);
    }

    private static void record(
            KeycloakSession job, Tenant here, UserModel user, NewAccount account, Way way) {
        way.event(job, here, account.email()).user(user).success();
        new SignUpClients(job, here.realm(), here.settings().arePrivateClients())
                .add(user, AccountState.of(job, user));
    }
}
