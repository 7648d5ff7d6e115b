package io.authrealm.api.dialect.jitsudo;

import io.authrealm.api.Services;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.AnyOtherRoute;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.broker.SignInMethods;
import io.authrealm.api.service.broker.SignInMethodsResult;
import io.authrealm.api.service.link.LinkKind;
import io.authrealm.api.service.link.MailRequestResult;
import io.authrealm.api.service.link.MailedLinks;
import io.authrealm.api.service.link.VerificationLinkResult;
import io.authrealm.api.service.link.VerificationLinks;
import io.authrealm.api.service.recovery.PasswordReset;
import io.authrealm.api.service.recovery.PasswordResetResult;
import io.authrealm.api.service.session.SignOutResult;
import io.authrealm.api.service.signin.AppReturn;
import io.authrealm.api.service.signin.PasswordSignIn;
import io.authrealm.core.outcome.Cases;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** {@code /v1/auth}, for users who have no token yet, or want no more of theirs. */
public final class AuthResource {

    /** The longest host name (RFC 1035, section 2.3.4), and longer than the name of any realm. */
    private static final int MAX_NAME = 255;

    private static final Cases<JitsudoErrors, SignInMethodsResult, Answer> PROVIDERS =
            Cases.<JitsudoErrors, SignInMethodsResult, Answer>of(SignInMethodsResult.class)
                    .when(
                            SignInMethodsResult.Found.class,
                            (errors, found) -> Answer.ok(AccountBodies.Providers.of(found)))
                    .when(SignInMethodsResult.UnknownTenant.class, errors -> errors.notFound())
                    .complete();

    private static final Cases<JitsudoErrors, VerificationLinkResult, Answer> VERIFIED =
            Cases.<JitsudoErrors, VerificationLinkResult, Answer>of(VerificationLinkResult.class)
                    .when(
                            VerificationLinkResult.Verified.class,
                            (errors, verified) -> verified(verified.email()))
                    .when(
                            VerificationLinkResult.VerifiedBefore.class,
                            (errors, verified) -> verified(verified.email()))
                    .when(VerificationLinkResult.LinkInvalid.class, errors -> badLink(errors))
                    .when(VerificationLinkResult.LinkUsed.class, errors -> badLink(errors))
                    .when(VerificationLinkResult.LinkExpired.class, errors -> badLink(errors))
                    .when(
                            VerificationLinkResult.ReadOnly.class,
                            errors -> errors.of(JitsudoError.FORBIDDEN))
                    .complete();

    private static final Cases<JitsudoErrors, MailRequestResult, Answer> MAIL_REQUESTED =
            Cases.<JitsudoErrors, MailRequestResult, Answer>of(MailRequestResult.class)
                    .when(MailRequestResult.Accepted.class, errors -> mailIsOnItsWay())
                    .when(MailRequestResult.UnknownUser.class, errors -> mailIsOnItsWay())
                    .when(MailRequestResult.AddressUnverified.class, errors -> mailIsOnItsWay())
                    .when(
                            MailRequestResult.MethodDisabled.class,
                            errors -> errors.of(JitsudoError.FORBIDDEN))
                    .when(
                            MailRequestResult.Busy.class,
                            (errors, busy) -> errors.unavailable(busy.retryAfterSeconds()))
                    .complete();

    private static final Cases<JitsudoErrors, PasswordResetResult, Answer> RESET =
            Cases.<JitsudoErrors, PasswordResetResult, Answer>of(PasswordResetResult.class)
                    .when(
                            PasswordResetResult.Reset.class,
                            errors ->
                                    Answer.ok(
                                            new AccountBodies.Message(
                                                    "The password has been changed.")))
                    .when(PasswordResetResult.UnknownUser.class, errors -> badLink(errors))
                    .when(
                            PasswordResetResult.NotAdmitted.class,
                            errors -> errors.of(JitsudoError.FORBIDDEN))
                    .when(
                            PasswordResetResult.PasswordRefused.class,
                            (errors, refused) -> errors.passwordRefused(refused.refusal()))
                    .when(PasswordResetResult.LinkInvalid.class, errors -> badLink(errors))
                    .when(PasswordResetResult.LinkUsed.class, errors -> badLink(errors))
                    .when(PasswordResetResult.LinkExpired.class, errors -> badLink(errors))
                    .when(
                            PasswordResetResult.Overloaded.class,
                            (errors, overloaded) ->
                                    errors.unavailable(overloaded.retryAfterSeconds()))
                    .when(
                            PasswordResetResult.ReadOnly.class,
                            errors -> errors.of(JitsudoError.FORBIDDEN))
                    .complete();

    private static final Cases<JitsudoErrors, SignOutResult, Answer> SIGNED_OUT =
            Cases.<JitsudoErrors, SignOutResult, Answer>of(SignOutResult.class)
                    .when(SignOutResult.SignedOut.class, errors -> Answer.of(204, null))
                    .when(SignOutResult.TokenInvalid.class, errors -> errors.unauthorized())
                    .complete();

    private final Call call;
    private final Services services;
    private final JitsudoErrors errors;

    AuthResource(Call call, Services services, JitsudoErrors errors) {
        this.call = call;
        this.services = services;
        this.errors = errors;
    }

    @POST
    @Path("login")
    public Response login(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    PasswordSignIn signIn = services.passwordSignIn();
                    JitsudoRequests.Login login = call.body(body, JitsudoRequests.Login::parse);
                    return SignInAnswers.LOGGED_IN.apply(
                            new SignInAnswers(call, errors),
                            signIn.signIn(
                                    login.email(),
                                    login.password(),
                                    login.tenantSlug(),
                                    AppReturn.NONE));
                });
    }

    @GET
    @Path("providers")
    public Response providers() {
        return call.respond(
                errors,
                () -> {
                    SignInMethods methods = services.signInMethods();
                    String slug = parameter("slug");
                    String domain = parameter("domain");
                    if (slug == null && domain == null) {
                        return errors.invalid("domain", "domain or slug is required");
                    }
                    return PROVIDERS.apply(
                            errors, slug != null ? methods.ofSlug(slug) : methods.ofDomain(domain));
                });
    }

    /** A parameter of the query; null if it is missing or empty. */
    private String parameter(String name) {
        String value = call.query().getFirst(name);
        if (value != null && value.length() > MAX_NAME) {
            return call.refuse(errors.invalid(name, "is too long"));
        }
        return value == null || value.isBlank() ? null : value.trim();
    }

    @POST
    @Path("verify-email")
    public Response verifyEmail(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    VerificationLinks links = services.verificationLinks();
                    JitsudoRequests.MailedToken request =
                            call.body(body, JitsudoRequests.MailedToken::parse);
                    return VERIFIED.apply(errors, links.follow(request.token()));
                });
    }

    @POST
    @Path("request-password-reset")
    public Response requestPasswordReset(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    MailedLinks links = services.mailedLinks();
                    JitsudoRequests.Address request =
                            call.body(body, JitsudoRequests.Address::parse);
                    return MAIL_REQUESTED.apply(
                            errors, links.mail(LinkKind.PASSWORD_RESET, request.email(), null));
                });
    }

    @POST
    @Path("reset-password")
    public Response resetPassword(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    PasswordReset reset = services.passwordReset();
                    JitsudoRequests.NewPassword request =
                            call.body(body, JitsudoRequests.NewPassword::parse);
                    return RESET.apply(errors, reset.reset(request.token(), request.password()));
                });
    }

    /** An addition of ours: JITSudo lets tokens run out. */
    @POST
    @Path("logout")
    public Response logout() {
        return call.respond(
                errors, () -> SIGNED_OUT.apply(errors, services.signOut().by(call.bearer())));
    }

    @Path(AnyOtherRoute.PATH)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(call, errors);
    }

    private static Answer mailIsOnItsWay() {
        return Answer.of(
                202,
                new AccountBodies.Message(
                        "If there is an account with this address, a mail is on its way."));
    }

    private static Answer verified(String email) {
        return Answer.ok(new AccountBodies.Verified("The address is verified.", email));
    }

    private static Answer badLink(JitsudoErrors errors) {
        return errors.of(JitsudoError.INVALID_TOKEN);
    }
}
