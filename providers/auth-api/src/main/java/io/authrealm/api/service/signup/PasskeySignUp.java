package io.authrealm.api.service.signup;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.caller.Door;
import io.authrealm.api.caller.Visit;
import io.authrealm.api.keycloak.KeyKind;
import io.authrealm.api.keycloak.KeyOptions;
import io.authrealm.api.keycloak.KeyRegistration;
import io.authrealm.api.keycloak.NewUserId;
import io.authrealm.api.keycloak.Proof;
import io.authrealm.api.service.signin.AppReturn;
import io.authrealm.api.service.signup.AccountCreation.NewAccount;
import io.authrealm.api.store.Ceremonies;
import io.authrealm.api.store.Ceremonies.Ceremony;
import io.authrealm.api.store.Ceremonies.Purpose;
import io.authrealm.api.store.KeyUses;
import io.authrealm.api.tenant.MinimumResponseTime;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.outcome.Cases;
import io.authrealm.core.webauthn.PublicKeyJson;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.userprofile.UserProfileContext;

/**
 * Creates an account with a passkey in place of a password, and signs it in at once.
 *
 * <p>The first request does not look at accounts, so its answer reveals none. The second one
 * verifies the passkey before it looks, and so a client that has made none learns nothing either.
 * One that has made a passkey learns that an address is taken, as from any sign-up.
 */
public final class PasskeySignUp {

    private static final String USER = "user";
    private static final String EMAIL = "email";
    private static final String DISPLAY_NAME = "display_name";

    /** A sign-up whose passkey is right. */
    private record Attempt(
            PasskeySignUp signUp,
            Tenant tenant,
            String userId,
            NewAccount account,
            String challenge,
            PublicKeyJson.Attestation made,
            String name,
            AppReturn app) {

        PasskeySignUpResult create() {
            return new AccountCreation(signUp.session)
                    .create(
                            UserProfileContext.REGISTRATION,
                            account,
                            job -> NewUserId.set(job, userId),
                            this::complete,
                            refusal -> REFUSED.apply(this, refusal));
        }

        private PasskeySignUpResult complete(KeycloakSession job, Tenant here, UserModel user) {
            if (!user.getId().equals(userId)) {
                // The passkey holds an id that no user will have.
                job.getTransactionManager().setRollbackOnly();
                return new PasskeySignUpResult.MethodDisabled();
            }
            KeyRegistration.Result result =
                    new KeyRegistration(job, here.realm(), here.client(), KeyKind.PASSKEY)
                            .register(user, challenge, made, name);
            return COMPLETED.apply(new NewUser(this, job, here, user), result);
        }

        private SignUpResult atEnd(SignUpResult result) {
            return new NewSession(signUp.session, tenant).of(result);
        }

        PasskeySignUpResult refused(String error, SignUpResult result) {
            signUp.writeError(tenant, account.email(), error, null);
            return new PasskeySignUpResult.Followed(result);
        }
    }

    private record NewUser(Attempt attempt, KeycloakSession job, Tenant here, UserModel user) {

        PasskeySignUpResult registered(KeyRegistration.Result.Registered registered) {
            PublicKeyJson.Attestation made = attempt.made();
            KeyUses.created(
                    job,
                    here.realm(),
                    user,
                    registered.key().id(),
                    new KeyUses.Backup(made.flags().backupEligible(), made.flags().backedUp()));
            ApiEvents.open(job, here, EventType.REGISTER)
                    .user(user)
                    .detail(Details.REGISTER_METHOD, METHOD)
                    .detail(Details.EMAIL, attempt.account().email())
                    .detail(Details.CREDENTIAL_TYPE, KeyKind.PASSKEY.credentialType())
                    .success();
            Proof proof = made.flags().userVerified() ? Proof.PASSKEY : Proof.PASSKEY_OF_ANY_HOLDER;
            return new PasskeySignUpResult.Followed(
                    FirstSignIn.of(
                            job, here, user, proof, attempt.app(), attempt.signUp().endsInCookies));
        }

        PasskeySignUpResult refused() {
            job.getTransactionManager().setRollbackOnly();
            return new PasskeySignUpResult.AttestationInvalid();
        }
    }

    private static final String METHOD = "authrealm";

    private static final Cases<NewUser, KeyRegistration.Result, PasskeySignUpResult> COMPLETED =
            Cases.<NewUser, KeyRegistration.Result, PasskeySignUpResult>of(
                            KeyRegistration.Result.class)
                    .when(KeyRegistration.Result.Registered.class, NewUser::registered)
                    .when(KeyRegistration.Result.Refused.class, user -> user.refused())
                    .complete();

    /** A closed realm writes no event. */
    private static final Cases<Attempt, AccountRefusal, PasskeySignUpResult> REFUSED =
            Cases.<Attempt, AccountRefusal, PasskeySignUpResult>of(AccountRefusal.class)
                    .when(
                            AccountRefusal.Taken.class,
                            attempt ->
                                    attempt.refused(
                                            Errors.EMAIL_IN_USE, new SignUpResult.Refused()))
                    .when(
                            AccountRefusal.InvalidAttribute.class,
                            (attempt, invalid) ->
                                    attempt.refused(
                                            Errors.INVALID_REGISTRATION,
                                            new SignUpResult.InvalidAttribute(invalid.attribute())))
                    .when(
                            AccountRefusal.PasswordRefused.class,
                            (attempt, refused) ->
                                    attempt.refused(
                                            Errors.INVALID_REGISTRATION,
                                            new SignUpResult.PasswordRefused(refused.refusal())))
                    .when(
                            AccountRefusal.Overloaded.class,
                            (attempt, overloaded) ->
                                    attempt.refused(
                                            Errors.GENERIC_AUTHENTICATION_ERROR,
                                            new SignUpResult.Overloaded(
                                                    overloaded.retryAfterSeconds())))
                    .when(
                            AccountRefusal.Closed.class,
                            attempt ->
                                    new PasskeySignUpResult.Followed(
                                            new SignUpResult.TenantClosed()))
                    .complete();

    private static final Cases<Attempt, PasskeySignUpResult, PasskeySignUpResult> ENDED =
            Cases.<Attempt, PasskeySignUpResult, PasskeySignUpResult>of(PasskeySignUpResult.class)
                    .when(
                            PasskeySignUpResult.Followed.class,
                            (attempt, followed) ->
                                    new PasskeySignUpResult.Followed(
                                            attempt.atEnd(followed.signUp())))
                    .when(PasskeySignUpResult.SessionExpired.class, (attempt, same) -> same)
                    .when(PasskeySignUpResult.SessionInvalid.class, (attempt, same) -> same)
                    .when(PasskeySignUpResult.AttestationInvalid.class, (attempt, same) -> same)
                    .when(PasskeySignUpResult.MethodDisabled.class, (attempt, same) -> same)
                    .complete();

    private final KeycloakSession session;
    private final Visit visit;
    private final boolean endsInCookies;

    private PasskeySignUp(KeycloakSession session, Visit visit, boolean endsInCookies) {
        this.session = session;
        this.visit = visit;
        this.endsInCookies = endsInCookies;
    }

    /** Ends in tokens. */
    public static PasskeySignUp forClient(KeycloakSession session, Door door) {
        return new PasskeySignUp(session, door.enter(MinimumResponseTime.SIGN_UP), false);
    }

    /** Ends in cookies for the browser that sends the requests. */
    public static PasskeySignUp forPage(KeycloakSession session, Door door) {
        return new PasskeySignUp(session, door.enterFromPage(MinimumResponseTime.SIGN_UP), true);
    }

    /**
     * Begins a sign-up in the tenant with this UUID.
     *
     * @param displayName may be null
     */
    public PasskeySignUpBeginResult beginAt(String tenantId, String email, String displayName) {
        return visit.find(tenants -> tenants.byTenantId(tenantId))
                .filter(tenant -> tenant.isNamedBy(tenantId))
                .map(tenant -> begin(tenant, email, displayName))
                .orElseGet(PasskeySignUpBeginResult.RegistrationClosed::new);
    }

    /**
     * Begins a sign-up in the tenant for new accounts with this address.
     *
     * @param displayName may be null
     */
    public PasskeySignUpBeginResult begin(String email, String displayName) {
        return visit.find(tenants -> tenants.forNewAccount(email))
                .map(tenant -> begin(tenant, email, displayName))
                .orElseGet(PasskeySignUpBeginResult.RegistrationClosed::new);
    }

    private PasskeySignUpBeginResult begin(Tenant tenant, String email, String displayName) {
        if (!tenant.realm().isRegistrationAllowed()) {
            return new PasskeySignUpBeginResult.RegistrationClosed();
        }
        if (!tenant.settings().passkeys()) {
            return new PasskeySignUpBeginResult.MethodDisabled();
        }
        if (!KeyRegistration.isAvailable(session, KeyKind.PASSKEY)) {
            return new PasskeySignUpBeginResult.Unavailable();
        }
        String userId = UUID.randomUUID().toString();
        String challenge = Ceremonies.newChallenge();
        Map<String, String> notes = new HashMap<>(Map.of(USER, userId, EMAIL, email));
        if (displayName != null) {
            notes.put(DISPLAY_NAME, displayName);
        }
        Map<String, Object> options =
                new KeyOptions(session, tenant.realm(), KeyKind.PASSKEY)
                        .creation(
                                new KeyOptions.Account(
                                        userId, email, displayName == null ? email : displayName),
                                challenge,
                                List.of());
        return new PasskeySignUpBeginResult.Begun(
                new Ceremonies(session, tenant.realm())
                        .begin(new Ceremony(Purpose.SIGN_UP, challenge, notes)),
                options);
    }

    /**
     * Ends a sign-up.
     *
     * @param name what the user calls the passkey; may be null
     * @param app where a browser comes back to if it has to go on
     */
    public PasskeySignUpResult finish(
            String sessionId, PublicKeyJson.Attestation made, String name, AppReturn app) {
        return visit.find(
                        tenants ->
                                Ceremonies.realmOf(session, sessionId).flatMap(tenants::openById))
                .map(tenant -> finish(tenant, sessionId, made, name, app))
                .orElseGet(PasskeySignUpResult.SessionExpired::new);
    }

    private PasskeySignUpResult finish(
            Tenant tenant,
            String sessionId,
            PublicKeyJson.Attestation made,
            String name,
            AppReturn app) {
        if (!tenant.realm().isRegistrationAllowed()) {
            return new PasskeySignUpResult.Followed(new SignUpResult.RegistrationClosed());
        }
        if (!tenant.settings().passkeys()) {
            return new PasskeySignUpResult.MethodDisabled();
        }
        Optional<Ceremonies.Taken> taken = new Ceremonies(session, tenant.realm()).take(sessionId);
        if (taken.isEmpty()) {
            return new PasskeySignUpResult.SessionExpired();
        }
        Ceremony ceremony = taken.get().ceremony();
        if (ceremony.purpose() != Purpose.SIGN_UP) {
            return new PasskeySignUpResult.SessionInvalid();
        }
        String email = ceremony.notes().get(EMAIL);
        Optional<String> fault =
                KeyRegistration.fault(
                        session, tenant.client(), KeyKind.PASSKEY, ceremony.challenge(), made);
        if (fault.isPresent()) {
            writeError(tenant, email, Errors.INVALID_REGISTRATION, fault.get());
            return new PasskeySignUpResult.AttestationInvalid();
        }
        Attempt attempt =
                new Attempt(
                        this,
                        tenant,
                        ceremony.notes().get(USER),
                        new NewAccount(email, null, ceremony.notes().get(DISPLAY_NAME)),
                        ceremony.challenge(),
                        made,
                        name,
                        app);
        return ENDED.apply(attempt, attempt.create());
    }

    /**
     * @param reason may be null
     */
    private void writeError(Tenant tenant, String email, String error, String reason) {
        ApiEvents.open(session, tenant, EventType.REGISTER)
                .detail(Details.REGISTER_METHOD, METHOD)
                .detail(Details.EMAIL, email)
                .detail(Details.REASON, reason)
                .error(error);
    }
}
