package io.authrealm.api.service.mailbox;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.caller.Door;
import io.authrealm.api.caller.Visit;
import io.authrealm.api.service.disclosure.Disclosure;
import io.authrealm.api.service.signup.AccountCreation;
import io.authrealm.api.service.signup.AccountCreation.NewAccount;
import io.authrealm.api.service.signup.AccountCreation.PersonName;
import io.authrealm.api.service.signup.AccountRefusal;
import io.authrealm.api.service.transport.SentPassword;
import io.authrealm.api.service.verification.AddressProof;
import io.authrealm.api.store.ProvedMailboxes;
import io.authrealm.api.store.ProvedMailboxes.Client;
import io.authrealm.api.tenant.MinimumResponseTime;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.outcome.Cases;
import java.util.Optional;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.userprofile.UserProfileContext;

/**
 * Creates an account for a client that has proved its address with {@link MailboxProof}. The
 * address of the account is verified from the beginning.
 */
public final class MailboxSignUp {

    /**
     * Who wants an account.
     *
     * @param isHolder whether the user gets the role of holders, if the tenant has named one
     */
    public record Applicant(
            String email, SentPassword password, PersonName name, boolean isHolder) {

        private NewAccount account(String opened) {
            return new NewAccount(email, email, opened, null, name);
        }
    }

    private static final String METHOD = "authrealm";

    /** A sign-up that made no account. */
    private record Attempt(MailboxSignUp signUp, Tenant tenant, Applicant applicant) {

        MailboxSignUpResult refused(String error, MailboxSignUpResult result) {
            ApiEvents.open(signUp.session, tenant, EventType.REGISTER)
                    .detail(Details.REGISTER_METHOD, METHOD)
                    .detail(Details.EMAIL, applicant.email())
                    .error(error);
            return result;
        }
    }

    /** A closed realm writes no event. */
    private static final Cases<Attempt, AccountRefusal, MailboxSignUpResult> REFUSED =
            Cases.<Attempt, AccountRefusal, MailboxSignUpResult>of(AccountRefusal.class)
                    .when(
                            AccountRefusal.Taken.class,
                            attempt ->
                                    attempt.refused(
                                            Errors.EMAIL_IN_USE, new MailboxSignUpResult.Taken()))
                    .when(
                            AccountRefusal.InvalidAttribute.class,
                            (attempt, invalid) ->
                                    attempt.refused(
                                            Errors.INVALID_REGISTRATION,
                                            new MailboxSignUpResult.InvalidAttribute(
                                                    invalid.attribute())))
                    .when(
                            AccountRefusal.PasswordRefused.class,
                            (attempt, refused) ->
                                    attempt.refused(
                                            Errors.INVALID_REGISTRATION,
                                            new MailboxSignUpResult.PasswordRefused(
                                                    refused.refusal())))
                    .when(
                            AccountRefusal.Overloaded.class,
                            (attempt, overloaded) ->
                                    attempt.refused(
                                            Errors.GENERIC_AUTHENTICATION_ERROR,
                                            new MailboxSignUpResult.Overloaded(
                                                    overloaded.retryAfterSeconds())))
                    .when(
                            AccountRefusal.Closed.class,
                            attempt -> new MailboxSignUpResult.TenantClosed())
                    .complete();

    private final KeycloakSession session;
    private final Visit visit;
    private final Optional<String> token;

    /**
     * @param token that the client got when it proved an address
     */
    public MailboxSignUp(KeycloakSession session, Optional<String> token, Door door) {
        this.session = session;
        this.token = token;
        this.visit = door.enter(MinimumResponseTime.SIGN_UP);
    }

    /** Creates the account. */
    public MailboxSignUpResult create(Applicant applicant) {
        return visit.find(tenants -> tenants.forNewAccount(applicant.email()))
                .filter(tenant -> tenant.realm().isRegistrationAllowed())
                .filter(tenant -> tenant.settings().passwordSignIn())
                .map(tenant -> create(new Attempt(this, tenant, applicant)))
                .orElseGet(MailboxSignUpResult.RegistrationClosed::new);
    }

    private MailboxSignUpResult create(Attempt attempt) {
        Tenant tenant = attempt.tenant();
        String email = attempt.applicant().email();
        if (Disclosure.of(session, visit, tenant, email).user() != null) {
            return attempt.refused(Errors.EMAIL_IN_USE, new MailboxSignUpResult.Taken());
        }
        if (!MailboxProof.provedIn(session, visit, tenant, token).contains(email)) {
            return attempt.refused(
                    Errors.INVALID_REGISTRATION, new MailboxSignUpResult.NotProved());
        }
        return attempt.applicant()
                .password()
                .openedBy(session, tenant)
                .map(password -> create(attempt, password))
                .orElseGet(MailboxSignUpResult.PasswordUnreadable::new);
    }

    private MailboxSignUpResult create(Attempt attempt, String password) {
        return new AccountCreation(session)
                .create(
                        UserProfileContext.REGISTRATION,
                        attempt.applicant().account(password),
                        (job, here, user) ->
                                complete(job, here, user, attempt.applicant().isHolder()),
                        refusal -> REFUSED.apply(attempt, refusal));
    }

    private MailboxSignUpResult complete(
            KeycloakSession job, Tenant here, UserModel user, boolean isHolder) {
        AddressProof.accept(user);
        if (isHolder) {
            Optional.ofNullable(here.settings().holderRole())
                    .map(here.realm()::getRole)
                    .ifPresent(user::grantRole);
        }
        new ProvedMailboxes(job, here.realm(), Client.UNKNOWN).remove(user.getEmail());
        ApiEvents.open(job, here, EventType.REGISTER)
                .user(user)
                .detail(Details.REGISTER_METHOD, METHOD)
                .detail(Details.EMAIL, user.getEmail())
                .success();
        return new MailboxSignUpResult.SignedUp(user.getId());
    }
}
