package io.authrealm.api.service.mailbox;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.caller.Door;
import io.authrealm.api.caller.Visit;
import io.authrealm.api.service.disclosure.Disclosure;
import io.authrealm.api.service.signup.AccountCreation;
import io.authrealm.api.service.signup.AccountCreation.NewAccount;
import io.authrealm.api.service.signup.AccountRefusal;
import io.authrealm.api.service.verification.AddressProof;
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

    private static final String METHOD = "authrealm";

    /** A sign-up that made no account. */
    private record Attempt(MailboxSignUp signUp, Tenant tenant, NewAccount account) {

        MailboxSignUpResult refused(String error, MailboxSignUpResult result) {
            ApiEvents.open(signUp.session, tenant, EventType.REGISTER)
                    .detail(Details.REGISTER_METHOD, METHOD)
                    .detail(Details.EMAIL, account.email())
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

    public MailboxSignUp(KeycloakSession session, Door door) {
        this.session = session;
        this.visit = door.enter(MinimumResponseTime.SIGN_UP);
    }

    /**
     * Creates the account.
     *
     * @param isHolder whether the user gets the role of holders, if the tenant has named one
     */
    public MailboxSignUpResult create(NewAccount account, boolean isHolder) {
        return visit.find(tenants -> tenants.forNewAccount(account.email()))
                .filter(tenant -> tenant.realm().isRegistrationAllowed())
                .map(tenant -> create(tenant, account, isHolder))
                .orElseGet(MailboxSignUpResult.RegistrationClosed::new);
    }

    private MailboxSignUpResult create(Tenant tenant, NewAccount account, boolean isHolder) {
        Attempt attempt = new Attempt(this, tenant, account);
        if (Disclosure.of(session, visit, tenant, account.email()).user() != null) {
            return attempt.refused(Errors.EMAIL_IN_USE, new MailboxSignUpResult.Taken());
        }
        if (!MailboxProof.provedIn(session, tenant).contains(account.email())) {
            return attempt.refused(
                    Errors.INVALID_REGISTRATION, new MailboxSignUpResult.NotProved());
        }
        return new AccountCreation(session)
                .create(
                        UserProfileContext.REGISTRATION,
                        account,
                        (job, here, user) -> complete(job, here, user, isHolder),
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
        MailboxProof.provedIn(job, here).remove(user.getEmail());
        ApiEvents.open(job, here, EventType.REGISTER)
                .user(user)
                .detail(Details.REGISTER_METHOD, METHOD)
                .detail(Details.EMAIL, user.getEmail())
                .success();
        return new MailboxSignUpResult.SignedUp(user.getId());
    }
}
