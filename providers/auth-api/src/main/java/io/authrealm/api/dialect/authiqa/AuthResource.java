package io.authrealm.api.dialect.authiqa;

import io.authrealm.api.Services;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.AnyOtherRoute;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.parent.Closure;
import io.authrealm.api.service.parent.ParentSignIn;
import io.authrealm.api.service.parent.ParentSignInResult;
import io.authrealm.api.service.parent.ParentSignUp;
import io.authrealm.api.service.parent.ParentSignUpResult;
import io.authrealm.core.outcome.Cases;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** {@code /authiqa/auth}. */
public final class AuthResource {

    private static final Cases<AuthiqaErrors, ParentSignInResult, Answer> SIGNED_IN =
            Cases.<AuthiqaErrors, ParentSignInResult, Answer>of(ParentSignInResult.class)
                    .when(
                            ParentSignInResult.SignedIn.class,
                            (errors, signedIn) ->
                                    AuthiqaBodies.success(AuthiqaBodies.SignedIn.of(signedIn)))
                    .when(ParentSignInResult.Shut.class, (errors, shut) -> errors.shut(shut.why()))
                    .when(
                            ParentSignInResult.NotAdmitted.class,
                            (errors, denied) -> errors.notAdmitted(denied.why()))
                    .when(
                            ParentSignInResult.InvalidCredentials.class,
                            errors -> errors.of(AuthiqaError.INVALID_CREDENTIALS))
                    .when(
                            ParentSignInResult.UnknownUser.class,
                            errors -> errors.of(AuthiqaError.USER_NOT_FOUND))
                    .when(
                            ParentSignInResult.TooManySessions.class,
                            errors -> errors.of(AuthiqaError.TOO_MANY_SESSIONS))
                    .when(
                            ParentSignInResult.AccountInactive.class,
                            errors -> errors.of(AuthiqaError.ACCOUNT_INACTIVE))
                    .when(
                            ParentSignInResult.AccountLocked.class,
                            (errors, locked) -> errors.locked(locked.retryAfterSeconds()))
                    .when(
                            ParentSignInResult.EmailNotVerified.class,
                            errors -> errors.of(AuthiqaError.EMAIL_NOT_VERIFIED))
                    .when(
                            ParentSignInResult.SecondFactorRequired.class,
                            errors -> errors.of(AuthiqaError.MFA_REQUIRED))
                    .when(
                            ParentSignInResult.ActionRequired.class,
                            errors -> errors.of(AuthiqaError.ACTION_REQUIRED))
                    .when(
                            ParentSignInResult.Limited.class,
                            (errors, limited) -> errors.rateLimited(limited.retryAfterSeconds()))
                    .when(
                            ParentSignInResult.Overloaded.class,
                            (errors, overloaded) ->
                                    errors.unavailable(overloaded.retryAfterSeconds()))
                    .complete();

    private static final Cases<AuthiqaErrors, ParentSignUpResult, Answer> SIGNED_UP =
            Cases.<AuthiqaErrors, ParentSignUpResult, Answer>of(ParentSignUpResult.class)
                    .when(
                            ParentSignUpResult.SignedUp.class,
                            (errors, signedUp) ->
                                    AuthiqaBodies.success(AuthiqaBodies.SignedUp.of(signedUp)))
                    .when(
                            ParentSignUpResult.ParentsClosed.class,
                            errors -> errors.of(AuthiqaError.PARENT_SIGNUP_DISABLED))
                    .when(
                            ParentSignUpResult.Shut.class,
                            (errors, shut) -> shutAtSignUp(errors, shut.why()))
                    .when(
                            ParentSignUpResult.Taken.class,
                            errors -> errors.of(AuthiqaError.ORGANIZATION_SCOPE_CONFLICT))
                    .when(
                            ParentSignUpResult.PasswordRefused.class,
                            (errors, refused) -> errors.passwordRefused(refused.refusal()))
                    .when(
                            ParentSignUpResult.InvalidAttribute.class,
                            (errors, invalid) -> errors.invalidAttribute(invalid.attribute()))
                    .when(
                            ParentSignUpResult.ForeignPage.class,
                            errors -> errors.of(AuthiqaError.INVALID_AUTH_URLS))
                    .when(
                            ParentSignUpResult.RegistrationClosed.class,
                            errors -> errors.of(AuthiqaError.SIGNUP_DISABLED))
                    .when(
                            ParentSignUpResult.Overloaded.class,
                            (errors, overloaded) ->
                                    errors.unavailable(overloaded.retryAfterSeconds()))
                    .complete();

    private final Call call;
    private final Services services;
    private final AuthiqaErrors errors;

    AuthResource(Call call, Services services, AuthiqaErrors errors) {
        this.call = call;
        this.services = services;
        this.errors = errors;
    }

    @POST
    @Path("signin")
    public Response signIn(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    ParentSignIn signIn = services.parentSignIn(AuthiqaBodies::claims);
                    AuthiqaRequests.SignIn sent = call.body(body, AuthiqaRequests.SignIn::parse);
                    return SIGNED_IN.apply(
                            errors, signIn.signIn(sent.email(), sent.password(), sent.key()));
                });
    }

    @POST
    @Path("signup")
    public Response signUp(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    ParentSignUp signUp = services.parentSignUp(AuthiqaBodies::claims);
                    AuthiqaRequests.SignUp sent = call.body(body, AuthiqaRequests.SignUp::parse);
                    return SIGNED_UP.apply(
                            errors, signUp.create(sent.account(), sent.key(), sent.page()));
                });
    }

    /** Sign-up has codes of its own for the same. */
    private static Answer shutAtSignUp(AuthiqaErrors errors, Closure why) {
        return switch (why) {
            case KEY_UNKNOWN, PARENT_MISSING -> errors.of(AuthiqaError.PARENT_NOT_FOUND_AT_SIGN_UP);
            case NO_CREDIT -> errors.of(AuthiqaError.PARENT_INSUFFICIENT_BALANCE);
            case PARENT_INACTIVE -> errors.shut(why);
        };
    }

    @GET
    @Path("confirm-email")
    public Response confirmEmail() {
        return new ConfirmationResource(call, services, errors).confirm();
    }

    @POST
    @Path("request-new-confirmation")
    public Response requestNewConfirmation(InputStream body) {
        return new ConfirmationResource(call, services, AuthiqaErrors.OF_CONFIRMATION)
                .request(body);
    }

    @POST
    @Path("reset-password")
    public Response resetPassword(InputStream body) {
        return new PasswordResource(call, services, errors).reset(body);
    }

    @POST
    @Path("update-password")
    public Response updatePassword(InputStream body) {
        return new PasswordResource(call, services, errors).update(body);
    }

    @GET
    @Path("user-profile")
    public Response profile() {
        return new AccountResource(call, services, errors).profile();
    }

    @GET
    @Path("child-accounts")
    public Response children() {
        return new AccountResource(call, services, errors).children();
    }

    @GET
    @Path("organization-details")
    public Response organization() {
        return new OrganizationResource(call, services, errors).details();
    }

    @POST
    @Path("update-organization")
    public Response updateOrganization(InputStream body) {
        return new OrganizationResource(call, services, errors).update(body);
    }

    @Path(AnyOtherRoute.PATH)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(call, errors);
    }
}
