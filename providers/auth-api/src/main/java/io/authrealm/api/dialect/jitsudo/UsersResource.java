package io.authrealm.api.dialect.jitsudo;

import io.authrealm.api.Services;
import io.authrealm.api.dialect.AccessAnswers;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.AnyOtherRoute;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.broker.SignInMethod;
import io.authrealm.api.service.link.InvitationResult;
import io.authrealm.api.service.signup.AccountAttribute;
import io.authrealm.api.service.signup.AccountRefusal;
import io.authrealm.api.service.users.ManagedUser;
import io.authrealm.api.service.users.UserAccess;
import io.authrealm.api.service.users.UserCreateResult;
import io.authrealm.api.service.users.UserCreation;
import io.authrealm.core.outcome.Cases;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/**
 * {@code /v1/users}, for admins. The path of one user has an expression, and a name behind "path"
 * in the alphabet. Otherwise the server would prefer {@link AnyOtherRoute} to it.
 */
public final class UsersResource {

    private static final String ONE = "{user: [^/]+}";

    /** What clients of JITSudo call a user who is nothing else. */
    private static final String PLAIN_ROLE = "user";

    private static final Cases<JitsudoErrors, AccountRefusal, Answer> NOT_CREATED =
            Cases.<JitsudoErrors, AccountRefusal, Answer>of(AccountRefusal.class)
                    .when(AccountRefusal.Taken.class, errors -> errors.of(JitsudoError.CONFLICT))
                    .when(
                            AccountRefusal.InvalidAttribute.class,
                            (errors, invalid) ->
                                    errors.invalid(member(invalid.attribute()), "is not valid"))
                    .when(
                            AccountRefusal.PasswordRefused.class,
                            (errors, refused) -> errors.passwordRefused(refused.refusal()))
                    .when(
                            AccountRefusal.Overloaded.class,
                            (errors, overloaded) ->
                                    errors.unavailable(overloaded.retryAfterSeconds()))
                    .when(AccountRefusal.Closed.class, errors -> errors.notFound())
                    .complete();

    private record Creation(JitsudoErrors errors, JitsudoRequests.NewUser request) {}

    private static final Cases<Creation, UserCreateResult, Answer> CREATED =
            Cases.<Creation, UserCreateResult, Answer>of(UserCreateResult.class)
                    .when(
                            UserCreateResult.Created.class,
                            (creation, created) ->
                                    Answer.of(
                                            201,
                                            AccountBodies.Created.of(
                                                    created.profile(), creation.request())))
                    .when(
                            UserCreateResult.RolesRefused.class,
                            creation ->
                                    creation.errors()
                                            .invalid("roles", "has a role that you cannot give"))
                    .when(
                            UserCreateResult.OtherTenant.class,
                            creation -> creation.errors().of(JitsudoError.TENANT_MISMATCH))
                    .when(
                            UserCreateResult.TakenByDeleted.class,
                            creation -> creation.errors().of(JitsudoError.CONFLICT))
                    .when(
                            UserCreateResult.Refused.class,
                            (creation, refused) ->
                                    NOT_CREATED.apply(creation.errors(), refused.refusal()))
                    .complete();

    private static final Cases<JitsudoErrors, InvitationResult, Answer> INVITED =
            Cases.<JitsudoErrors, InvitationResult, Answer>of(InvitationResult.class)
                    .when(
                            InvitationResult.Sent.class,
                            errors ->
                                    Answer.ok(new AccountBodies.Message("The mail is on its way.")))
                    .when(
                            InvitationResult.AlreadyVerified.class,
                            errors -> errors.of(JitsudoError.ALREADY_VERIFIED))
                    .when(
                            InvitationResult.Unavailable.class,
                            errors -> errors.of(JitsudoError.NOT_IMPLEMENTED))
                    .when(
                            InvitationResult.Limited.class,
                            (errors, limited) -> errors.rateLimited(limited.retryAfterSeconds()))
                    .when(
                            InvitationResult.Busy.class,
                            (errors, busy) -> errors.unavailable(busy.retryAfterSeconds()))
                    .complete();

    private final Call call;
    private final Services services;
    private final JitsudoErrors errors;

    UsersResource(Call call, Services services, JitsudoErrors errors) {
        this.call = call;
        this.services = services;
        this.errors = errors;
    }

    @POST
    public Response create(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    UserCreation users = answers().granted(access().toCreate());
                    JitsudoRequests.NewUser request =
                            call.body(body, JitsudoRequests.NewUser::parse);
                    return CREATED.apply(
                            new Creation(errors, request),
                            users.invite(
                                    request.user(),
                                    request.roles(),
                                    PLAIN_ROLE,
                                    request.method() == SignInMethod.LOCAL));
                });
    }

    @POST
    @Path(ONE + "/resend-invite")
    public Response resendInvite(@PathParam("user") String id) {
        return call.respond(
                errors,
                () -> {
                    ManagedUser user = answers().granted(access().toManage(id));
                    return INVITED.apply(errors, answers().granted(user.inviteAgain()));
                });
    }

    private UserAccess access() {
        return services.access(call.admin());
    }

    private AccessAnswers answers() {
        return errors.access(call);
    }

    private static String member(AccountAttribute attribute) {
        return switch (attribute.kind()) {
            case USERNAME, EMAIL -> "email";
            case DISPLAY_NAME, PERSON_NAME -> "name";
            case OTHER -> attribute.name();
        };
    }

    @Path(AnyOtherRoute.BELOW)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(call, errors);
    }
}
