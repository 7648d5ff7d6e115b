package io.authrealm.api.service.tenants;

import io.authrealm.api.caller.Visit;
import io.authrealm.api.keycloak.PolicyRealm;
import io.authrealm.api.keycloak.Proof;
import io.authrealm.api.service.password.PasswordRefusal;
import io.authrealm.api.service.password.PasswordRules;
import io.authrealm.api.service.profile.Profile;
import io.authrealm.api.service.profile.Profiles;
import io.authrealm.api.service.signin.AppReturn;
import io.authrealm.api.service.signup.AccountCreation;
import io.authrealm.api.service.signup.AccountCreation.NewAccount;
import io.authrealm.api.service.signup.AccountRefusal;
import io.authrealm.api.service.signup.FirstSignIn;
import io.authrealm.api.service.signup.PersonalTenants;
import io.authrealm.api.service.signup.SignUp;
import io.authrealm.api.service.signup.SignUpResult;
import io.authrealm.api.tenant.AddressScope;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.outcome.Cases;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.userprofile.UserProfileContext;

/**
 * A new user with a tenant of their own, whose owner they are. Realm and user are one transaction:
 * a failure leaves neither.
 *
 * <p>To make a realm takes long, so everything that can refuse the sign-up is looked at before, and
 * every answer that depends on the email address takes as long as a tenant. What was taken
 * meanwhile, by a sign-up at the same moment, is refused in the transaction.
 */
public final class PersonalTenancy implements PersonalTenants {

    /** What was made. */
    private record Home(String userId, Profile profile) {}

    private record Attempt(
            PersonalTenancy tenancy, Visit visit, NewAccount account, AppReturn app) {

        SignUpResult signIn(FoundingResult.Founded<?> founded) {
            return tenancy.signIn(founded.realmId(), (Home) founded.rest(), app);
        }
    }

    private static final Logger LOG = Logger.getLogger(PersonalTenancy.class);

    private static final String SLUG_PREFIX = "t-";
    private static final int SLUG_LENGTH = 12;

    private static final char[] SLUG_CHARACTERS =
            "abcdefghijklmnopqrstuvwxyz0123456789".toCharArray();

    /** The client may try again at once: the next slug is another one. */
    private static final int RETRY_AFTER_SECONDS = 1;

    @SuppressWarnings("rawtypes") // A class literal has no parameters.
    private static final Cases<Attempt, FoundingResult, SignUpResult> FOUNDED =
            Cases.<Attempt, FoundingResult, SignUpResult>of(FoundingResult.class)
                    .when(FoundingResult.Founded.class, Attempt::signIn)
                    .when(
                            FoundingResult.SlugTaken.class,
                            attempt -> new SignUpResult.Overloaded(RETRY_AFTER_SECONDS))
                    .when(FoundingResult.Full.class, attempt -> full())
                    .complete();

    private final KeycloakSession session;
    private final TenantCreationRules rules;
    private final TenantFounding founding;

    public PersonalTenancy(KeycloakSession session, TenantCreationRules rules) {
        this.session = session;
        this.rules = rules;
        this.founding = new TenantFounding(session, rules.options());
    }

    @Override
    public boolean areOn() {
        return rules.options().personal().areOn();
    }

    /**
     * Limits come first, and do not depend on the email address that the client has sent. So what
     * they refuse need not take as long as a tenant: many sign-ups at once hold no threads.
     */
    @Override
    public SignUpResult create(Visit visit, NewAccount account, AppReturn app) {
        int wait = rules.take(session.getContext().getConnection().getRemoteAddr());
        if (wait > 0) {
            return new SignUpResult.Limited(wait);
        }
        if (founding.isFull()) {
            return full();
        }
        visit.takesAtLeast(rules.options().personal().minimumTime());
        Attempt attempt = new Attempt(this, visit, account, app);
        return refusal(account)
                .map(refusal -> refused(attempt, refusal))
                .orElseGet(() -> found(attempt));
    }

    private static SignUpResult full() {
        LOG.warn("There are as many tenants as most-tenants allows: a sign-up is refused");
        return new SignUpResult.RegistrationClosed();
    }

    private SignUpResult refused(Attempt attempt, AccountRefusal refusal) {
        return SignUp.refused(session, attempt.visit().entry(), attempt.account(), refusal);
    }

    private Optional<AccountRefusal> refusal(NewAccount account) {
        Optional<AccountRefusal> ofPassword =
                passwordRefusal(account).map(AccountRefusal.PasswordRefused::new);
        return ofPassword.isEmpty() && AddressScope.isTakenAnywhere(session, account.email())
                ? Optional.of(new AccountRefusal.Taken(false))
                : ofPassword;
    }

    /** By the policy that the new realm will have. */
    private Optional<PasswordRefusal> passwordRefusal(NewAccount account) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                session.getContext(),
                job -> {
                    PolicyRealm.enter(job, rules.options().template().passwordPolicy());
                    return new PasswordRules(job).refusal(account.username(), account.password());
                },
                "AuthRealm password");
    }

    private SignUpResult found(Attempt attempt) {
        NewAccount account = attempt.account();
        String slug =
                SLUG_PREFIX
                        + SecretGenerator.getInstance().randomString(SLUG_LENGTH, SLUG_CHARACTERS);
        NewTenant wanted = new NewTenant(slug, nameOf(account), null, null, null);
        return AccountCreation.inAnotherTransaction(
                maker ->
                        FOUNDED.apply(
                                attempt,
                                founding.found(
                                        slug,
                                        wanted,
                                        (job, here) -> home(job, here, account, maker))),
                refusal -> refused(attempt, refusal));
    }

    private static String nameOf(NewAccount account) {
        String name = account.displayName();
        return name == null || name.isBlank()
                ? account.email()
                        .substring(0, account.email().indexOf('@'))
                        .toLowerCase(Locale.ROOT)
                : name.trim();
    }

    private static Home home(
            KeycloakSession job, Tenant here, NewAccount account, AccountCreation.Maker maker) {
        UserModel user = maker.make(job, UserProfileContext.REGISTRATION, account);
        TenantOwner.appoint(job, here, user);
        SignUp.record(job, here, user, account);
        return new Home(user.getId(), new Profiles(job, here).of(user));
    }

    /** In a transaction after the one of the realm, whose keys have to be committed. */
    private SignUpResult signIn(String realmId, Home home, AppReturn app) {
        try {
            return KeycloakModelUtils.runJobInTransactionWithResult(
                    session.getKeycloakSessionFactory(),
                    session.getContext(),
                    job -> signIn(job, job.realms().getRealm(realmId), home, app),
                    "AuthRealm tenant");
        } catch (RuntimeException e) {
            LOG.warnf(e, "The owner of tenant %s is not signed in", realmId);
            return new SignUpResult.Created(home.profile());
        }
    }

    private static SignUpResult signIn(
            KeycloakSession job, RealmModel realm, Home home, AppReturn app) {
        job.getContext().setRealm(realm);
        Tenant here =
                Tenant.of(job, realm)
                        .orElseThrow(() -> new IllegalStateException("the tenant is closed"));
        job.getContext().setClient(here.client());
        UserModel owner = job.users().getUserById(realm, home.userId());
        return FirstSignIn.of(job, here, owner, Proof.NEW_PASSWORD, app, false);
    }
}
