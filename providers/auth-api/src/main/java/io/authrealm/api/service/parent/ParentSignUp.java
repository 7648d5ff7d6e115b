package io.authrealm.api.service.parent;

import io.authrealm.api.caller.Door;
import io.authrealm.api.caller.Visit;
import io.authrealm.api.delivery.Delivery;
import io.authrealm.api.service.admission.Admission;
import io.authrealm.api.service.admission.Denial;
import io.authrealm.api.service.link.LinkKind;
import io.authrealm.api.service.link.MailRequestResult;
import io.authrealm.api.service.link.MailedLinks;
import io.authrealm.api.service.signup.AccountCreation.NewAccount;
import io.authrealm.api.service.signup.SignUp;
import io.authrealm.api.service.signup.SignUpResult;
import io.authrealm.api.tenant.MinimumResponseTime;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.outcome.Cases;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** Creates a child of the tenant that a public key names. */
public final class ParentSignUp {

    /** A sign-up at a tenant. */
    private record Attempt(ParentSignUp service, Tenant tenant, String email, String page) {

        ParentSignUpResult signedUp(SignUpResult.SignedUp signedUp) {
            return created(
                    signedUp.profile().id(),
                    (job, here, user, account) ->
                            new NewChild(
                                    account,
                                    ParentTokens.of(
                                            job,
                                            here,
                                            account,
                                            signedUp.tokens(),
                                            service.claims)));
        }

        /** The first sign-in is told what the account still needs. */
        ParentSignUpResult withoutToken(String userId) {
            return created(userId, (job, here, user, account) -> new NewChild(account, null));
        }

        /** The mail waits for no other transaction, and no other one for it. */
        private ParentSignUpResult created(String userId, ParentAccounts.Reader<NewChild> reader) {
            return ParentAccounts.afterCommit(service.session, tenant, userId, reader)
                    .<ParentSignUpResult>map(this::mailed)
                    .orElseGet(ParentSignUpResult.Taken::new);
        }

        private ParentSignUpResult mailed(NewChild child) {
            boolean isMailSent =
                    tenant.realm().isVerifyEmail() && service.mail(tenant, email, page);
            return new ParentSignUpResult.SignedUp(child.account(), child.token(), isMailSent);
        }
    }

    /**
     * @param token null if the account cannot sign in yet
     */
    private record NewChild(ParentAccount account, String token) {

        /** Hides the token. */
        @Override
        public String toString() {
            return "NewChild";
        }
    }

    private static final Cases<Attempt, SignUpResult, ParentSignUpResult> CREATED =
            Cases.<Attempt, SignUpResult, ParentSignUpResult>of(SignUpResult.class)
                    .when(SignUpResult.SignedUp.class, Attempt::signedUp)
                    .when(
                            SignUpResult.SessionOpened.class,
                            (attempt, opened) -> attempt.withoutToken(opened.session().userId()))
                    .when(
                            SignUpResult.ActionRequired.class,
                            (attempt, required) -> attempt.withoutToken(required.profile().id()))
                    .when(
                            SignUpResult.Created.class,
                            (attempt, created) -> attempt.withoutToken(created.profile().id()))
                    .when(SignUpResult.Refused.class, attempt -> new ParentSignUpResult.Taken())
                    .when(
                            SignUpResult.PasswordRefused.class,
                            (attempt, refused) ->
                                    new ParentSignUpResult.PasswordRefused(refused.refusal()))
                    .when(
                            SignUpResult.InvalidAttribute.class,
                            (attempt, invalid) ->
                                    new ParentSignUpResult.InvalidAttribute(invalid.attribute()))
                    .when(
                            SignUpResult.NotAdmitted.class,
                            attempt -> new ParentSignUpResult.Shut(Closure.NO_CREDIT))
                    .when(
                            SignUpResult.Overloaded.class,
                            (attempt, overloaded) ->
                                    new ParentSignUpResult.Overloaded(
                                            overloaded.retryAfterSeconds()))
                    .when(
                            SignUpResult.Limited.class,
                            (attempt, limited) ->
                                    new ParentSignUpResult.Overloaded(limited.retryAfterSeconds()))
                    .when(
                            SignUpResult.RegistrationClosed.class,
                            attempt -> new ParentSignUpResult.RegistrationClosed())
                    .when(
                            SignUpResult.MethodDisabled.class,
                            attempt -> new ParentSignUpResult.RegistrationClosed())
                    .when(
                            SignUpResult.TenantClosed.class,
                            attempt -> new ParentSignUpResult.Shut(Closure.PARENT_INACTIVE))
                    .complete();

    private static final Cases<ParentSignUp, MailRequestResult, Boolean> MAILED =
            Cases.<ParentSignUp, MailRequestResult, Boolean>of(MailRequestResult.class)
                    .when(MailRequestResult.Accepted.class, service -> true)
                    .when(MailRequestResult.UnknownUser.class, service -> false)
                    .when(MailRequestResult.AddressUnverified.class, service -> false)
                    .when(MailRequestResult.MethodDisabled.class, service -> false)
                    .when(MailRequestResult.Busy.class, service -> false)
                    .complete();

    /** Each new child costs something. */
    private record Payment(Tenant tenant) implements Admission {

        @Override
        public Optional<Denial> denial(UserModel user) {
            return Optional.empty();
        }

        @Override
        public Optional<Denial> toll(KeycloakSession job) {
            return new Toll(tenant, Toll.SIGN_UP).take(job);
        }

        /** The account is there, whatever becomes of its first session. */
        @Override
        public void giveBack(KeycloakSession job) {}
    }

    private final KeycloakSession session;
    private final Delivery delivery;
    private final AddressLimits limits;
    private final ParentClaims claims;
    private final Visit visit;

    /**
     * @param claims of a token that a shared secret signs
     */
    public ParentSignUp(
            KeycloakSession session,
            Delivery delivery,
            AddressLimits limits,
            ParentClaims claims,
            Door door) {
        this.session = session;
        this.delivery = delivery;
        this.limits = limits;
        this.claims = claims;
        this.visit = door.enter(MinimumResponseTime.SIGN_UP);
    }

    /**
     * Creates the account, and mails a link that verifies its address if the realm wants that.
     *
     * @param key the public key of the tenant; null for a parent
     * @param page to which the link leads; null for the tenant's own
     */
    public ParentSignUpResult create(NewAccount account, String key, String page) {
        if (key == null) {
            return new ParentSignUpResult.ParentsClosed();
        }
        return new ParentDoor(session, Toll.SIGN_UP)
                .open(
                        visit,
                        key,
                        tenant -> create(tenant, account, page),
                        ParentSignUpResult.Shut::new);
    }

    private ParentSignUpResult create(Tenant tenant, NewAccount account, String sentPage) {
        ParentPages pages = new ParentPages(session, tenant);
        Optional<String> page =
                sentPage == null
                        ? Optional.ofNullable(pages.page(LinkKind.VERIFY_EMAIL, ParentPage.VERIFY))
                        : pages.named(sentPage);
        if (sentPage != null && page.isEmpty()) {
            return new ParentSignUpResult.ForeignPage();
        }
        return CREATED.apply(
                new Attempt(this, tenant, account.email(), page.orElse(null)),
                SignUp.withSingleToken(session, tenant, account, new Payment(tenant)));
    }

    /** The pause between two mails begins with this one. */
    private boolean mail(Tenant tenant, String email, String page) {
        int wait = limits.takeLink(LinkKind.VERIFY_EMAIL.name(), tenant, email);
        return wait == 0
                && MAILED.apply(
                        this,
                        new MailedLinks(session, delivery, visit)
                                .mail(tenant, LinkKind.VERIFY_EMAIL, email, page));
    }
}
