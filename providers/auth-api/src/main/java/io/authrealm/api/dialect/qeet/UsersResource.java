package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.AnyOtherRoute;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.bin.DeleteResult;
import io.authrealm.api.service.bin.PurgeResult;
import io.authrealm.api.service.bin.RestoreResult;
import io.authrealm.api.service.signup.AccountRefusal;
import io.authrealm.api.service.users.AllUsers;
import io.authrealm.api.service.users.BinnedUser;
import io.authrealm.api.service.users.DeletedListResult;
import io.authrealm.api.service.users.FactorResetResult;
import io.authrealm.api.service.users.ManagedUser;
import io.authrealm.api.service.users.PasswordSetResult;
import io.authrealm.api.service.users.SecondFactorUpdateResult;
import io.authrealm.api.service.users.UserAccess;
import io.authrealm.api.service.users.UserAccessResult;
import io.authrealm.api.service.users.UserChangeResult;
import io.authrealm.api.service.users.UserCreateResult;
import io.authrealm.api.service.users.UserCreation;
import io.authrealm.api.service.users.UserDirectory;
import io.authrealm.api.service.users.UserListResult;
import io.authrealm.api.service.users.UserPassword;
import io.authrealm.api.service.users.UserQuery;
import io.authrealm.api.service.users.ViewedUser;
import io.authrealm.core.outcome.Cases;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.function.Function;

/**
 * {@code /v1/users}, for admins. The path of one user has an expression, and a name behind "path"
 * in the alphabet. Otherwise the server would prefer {@link AnyOtherRoute} to it.
 */
public final class UsersResource {

    private static final String ONE = "{user: [^/]+}";
    private static final int USUAL_LIMIT = 50;
    private static final int USUAL_LIMIT_OF_DELETED = 100;

    private static final Cases<QeetErrors, UserListResult, Answer> LISTED =
            Cases.<QeetErrors, UserListResult, Answer>of(UserListResult.class)
                    .when(
                            UserListResult.Page.class,
                            (errors, page) -> Answer.ok(QeetBodies.UserPage.of(page)))
                    .when(UserListResult.BadCursor.class, errors -> badCursor(errors))
                    .when(
                            UserListResult.NotIndexed.class,
                            errors ->
                                    errors.of(
                                            QeetError.BAD_REQUEST,
                                            "this sort does not go with this filter"))
                    .when(
                            UserListResult.OffsetTooLarge.class,
                            (errors, tooLarge) ->
                                    errors.of(
                                            QeetError.BAD_REQUEST,
                                            "offset is at most " + tooLarge.max() + ", use cursor"))
                    .when(
                            UserListResult.Denied.class,
                            errors -> errors.of(QeetError.PERMISSION_DENIED))
                    .complete();

    private static final Cases<QeetErrors, DeletedListResult, Answer> DELETED_LISTED =
            Cases.<QeetErrors, DeletedListResult, Answer>of(DeletedListResult.class)
                    .when(
                            DeletedListResult.Page.class,
                            (errors, page) -> Answer.ok(QeetBodies.DeletedUserPage.of(page)))
                    .when(DeletedListResult.BadCursor.class, errors -> badCursor(errors))
                    .complete();

    private static final Cases<QeetErrors, AccountRefusal, Answer> NOT_CREATED =
            Cases.<QeetErrors, AccountRefusal, Answer>of(AccountRefusal.class)
                    .when(AccountRefusal.Taken.class, errors -> errors.of(QeetError.EMAIL_EXISTS))
                    .when(
                            AccountRefusal.InvalidAttribute.class,
                            (errors, invalid) -> errors.invalidAttribute(invalid.attribute()))
                    .when(
                            AccountRefusal.PasswordRefused.class,
                            (errors, refused) ->
                                    errors.passwordRefused("password", refused.refusal()))
                    .when(
                            AccountRefusal.Overloaded.class,
                            (errors, overloaded) ->
                                    errors.unavailable(overloaded.retryAfterSeconds()))
                    .when(AccountRefusal.Closed.class, errors -> errors.notFound())
                    .complete();

    private static final Cases<QeetErrors, UserCreateResult, Answer> CREATED =
            Cases.<QeetErrors, UserCreateResult, Answer>of(UserCreateResult.class)
                    .when(
                            UserCreateResult.Created.class,
                            (errors, created) ->
                                    Answer.of(201, QeetBodies.User.of(created.profile())))
                    .when(
                            UserCreateResult.RolesRefused.class,
                            errors -> errors.of(QeetError.PERMISSION_DENIED))
                    .when(
                            UserCreateResult.OtherTenant.class,
                            errors -> errors.of(QeetError.FORBIDDEN, "tenant mismatch"))
                    .when(
                            UserCreateResult.TakenByDeleted.class,
                            (errors, taken) ->
                                    errors.of(
                                            QeetError.EMAIL_EXISTS,
                                            "the user %s has it, who was deleted on %s and can be restored or purged"
                                                    .formatted(taken.userId(), taken.deletedAt())))
                    .when(
                            UserCreateResult.Refused.class,
                            (errors, refused) -> NOT_CREATED.apply(errors, refused.refusal()))
                    .complete();

    private static final Cases<QeetErrors, UserChangeResult, Answer> CHANGED =
            Cases.<QeetErrors, UserChangeResult, Answer>of(UserChangeResult.class)
                    .when(
                            UserChangeResult.Changed.class,
                            (errors, changed) -> Answer.ok(QeetBodies.User.of(changed.profile())))
                    .when(
                            UserChangeResult.OtherEmail.class,
                            errors ->
                                    errors.of(
                                            QeetError.BAD_REQUEST, "email cannot be changed here"))
                    .when(UserChangeResult.ReadOnly.class, errors -> managedElsewhere(errors))
                    .when(UserChangeResult.LastOwner.class, QeetErrors::lastOwner)
                    .complete();

    private static final Cases<QeetErrors, DeleteResult, Answer> DELETED =
            Cases.<QeetErrors, DeleteResult, Answer>of(DeleteResult.class)
                    .when(DeleteResult.Deleted.class, errors -> Answer.of(204, null))
                    .when(DeleteResult.NotFound.class, errors -> errors.notFound())
                    .when(DeleteResult.ManagedElsewhere.class, errors -> managedElsewhere(errors))
                    .when(DeleteResult.LastOwner.class, QeetErrors::lastOwner)
                    .complete();

    private static final Cases<QeetErrors, RestoreResult, Answer> RESTORED =
            Cases.<QeetErrors, RestoreResult, Answer>of(RestoreResult.class)
                    .when(
                            RestoreResult.Restored.class,
                            (errors, restored) -> Answer.ok(QeetBodies.User.of(restored.profile())))
                    .when(RestoreResult.NotDeleted.class, errors -> errors.notFound())
                    .when(
                            RestoreResult.EmailTaken.class,
                            errors -> errors.of(QeetError.EMAIL_EXISTS))
                    .complete();

    private static final Cases<QeetErrors, PurgeResult, Answer> PURGED =
            Cases.<QeetErrors, PurgeResult, Answer>of(PurgeResult.class)
                    .when(PurgeResult.Purged.class, errors -> Answer.of(204, null))
                    .when(PurgeResult.NotDeleted.class, errors -> errors.notFound())
                    .when(PurgeResult.ManagedElsewhere.class, errors -> managedElsewhere(errors))
                    .complete();

    private static final Cases<QeetErrors, PasswordSetResult, Answer> PASSWORD_SET =
            Cases.<QeetErrors, PasswordSetResult, Answer>of(PasswordSetResult.class)
                    .when(PasswordSetResult.Set.class, errors -> Answer.of(204, null))
                    .when(
                            PasswordSetResult.Refused.class,
                            (errors, refused) ->
                                    errors.passwordRefusedByPolicy("password", refused.refusal()))
                    .when(
                            PasswordSetResult.Overloaded.class,
                            (errors, overloaded) ->
                                    errors.unavailable(overloaded.retryAfterSeconds()))
                    .when(PasswordSetResult.ReadOnly.class, errors -> managedElsewhere(errors))
                    .complete();

    /**
     * @param updated the answer to an update that was made
     */
    private record Update(QeetErrors errors, Answer updated) {}

    private static final Cases<Update, SecondFactorUpdateResult, Answer> SECOND_FACTOR_UPDATED =
            Cases.<Update, SecondFactorUpdateResult, Answer>of(SecondFactorUpdateResult.class)
                    .when(SecondFactorUpdateResult.Updated.class, Update::updated)
                    .when(
                            SecondFactorUpdateResult.ReadOnly.class,
                            update -> managedElsewhere(update.errors()))
                    .complete();

    private static final Cases<QeetErrors, FactorResetResult, Answer> FACTOR_REMOVED =
            Cases.<QeetErrors, FactorResetResult, Answer>of(FactorResetResult.class)
                    .when(FactorResetResult.Removed.class, errors -> Answer.of(204, null))
                    .when(FactorResetResult.NotFound.class, errors -> errors.notFound())
                    .when(FactorResetResult.ReadOnly.class, errors -> managedElsewhere(errors))
                    .complete();

    private final Call call;
    private final Services services;
    private final QeetErrors errors;

    UsersResource(Call call, Services services, QeetErrors errors) {
        this.call = call;
        this.services = services;
        this.errors = errors;
    }

    @GET
    public Response list() {
        return call.respond(
                errors,
                () -> {
                    UserDirectory directory = services.directory(call.admin());
                    QeetQuery read = query();
                    UserQuery query = read.users();
                    UserDirectory.PageRequest page = read.page(USUAL_LIMIT);
                    return read.fault()
                            .map(fault -> errors.of(QeetError.BAD_REQUEST, fault))
                            .orElseGet(() -> LISTED.apply(errors, directory.list(query, page)));
                });
    }

    @POST
    public Response create(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    UserCreation users = granted(access().toCreate());
                    QeetRequests.NewUser request = call.body(body, QeetRequests.NewUser::parse);
                    return CREATED.apply(errors, users.create(request.tenantId(), request.user()));
                });
    }

    @GET
    @Path("stats")
    public Response stats() {
        return call.respond(errors, () -> Answer.ok(QeetBodies.Stats.of(allUsers().counts())));
    }

    @GET
    @Path("trends")
    public Response trends() {
        return call.respond(errors, () -> Answer.ok(QeetBodies.Trends.of(allUsers().trends())));
    }

    @GET
    @Path("deleted")
    public Response deleted() {
        return call.respond(
                errors,
                () -> {
                    AllUsers users = allUsers();
                    QeetQuery query = query();
                    return DELETED_LISTED.apply(
                            errors,
                            users.deleted(query.cursor(), query.limit(USUAL_LIMIT_OF_DELETED)));
                });
    }

    @GET
    @Path(ONE)
    public Response read(@PathParam("user") String id) {
        return shown(id, user -> QeetBodies.User.of(user.profile()));
    }

    @PATCH
    @Path(ONE)
    public Response change(@PathParam("user") String id, InputStream body) {
        return call.respond(
                errors,
                () -> {
                    ManagedUser user = managed(id);
                    QeetRequests.UserChanges request =
                            call.body(body, QeetRequests.UserChanges::parse);
                    return CHANGED.apply(
                            errors, granted(user.change(request.email(), request.changes())));
                });
    }

    @DELETE
    @Path(ONE)
    public Response delete(@PathParam("user") String id) {
        return call.respond(errors, () -> DELETED.apply(errors, granted(managed(id).delete())));
    }

    @POST
    @Path(ONE + "/restore")
    public Response restore(@PathParam("user") String id) {
        return call.respond(errors, () -> RESTORED.apply(errors, binned(id).restore()));
    }

    @DELETE
    @Path(ONE + "/purge")
    public Response purge(@PathParam("user") String id) {
        return call.respond(errors, () -> PURGED.apply(errors, binned(id).purge()));
    }

    @POST
    @Path(ONE + "/purge")
    public Response purgeByPost(@PathParam("user") String id) {
        return purge(id);
    }

    @POST
    @Path(ONE + "/password")
    public Response setPassword(@PathParam("user") String id, InputStream body) {
        return call.respond(
                errors,
                () -> {
                    UserPassword password = granted(access().toResetPassword(id));
                    QeetRequests.SetPassword request =
                            call.body(body, QeetRequests.SetPassword::parse);
                    return PASSWORD_SET.apply(errors, granted(password.set(request.password())));
                });
    }

    @PUT
    @Path(ONE + "/password")
    public Response setPasswordByPut(@PathParam("user") String id, InputStream body) {
        return setPassword(id, body);
    }

    @DELETE
    @Path(ONE + "/mfa")
    public Response resetMfa(@PathParam("user") String id) {
        Answer removed = Answer.ok(new QeetBodies.Message("The second factors are removed."));
        return call.respond(
                errors,
                () ->
                        SECOND_FACTOR_UPDATED.apply(
                                new Update(errors, removed), granted(managed(id).resetMfa())));
    }

    @GET
    @Path(ONE + "/mfa")
    public Response factors(@PathParam("user") String id) {
        return shown(
                id,
                user ->
                        new QeetBodies.Items<>(
                                user.factors().stream().map(MfaBodies.Factor::of).toList()));
    }

    @DELETE
    @Path(ONE + "/mfa/{credential}")
    public Response removeFactor(
            @PathParam("user") String id, @PathParam("credential") String credential) {
        return call.respond(
                errors,
                () -> FACTOR_REMOVED.apply(errors, granted(managed(id).removeFactor(credential))));
    }

    @PUT
    @Path(ONE + "/mfa-required")
    public Response requireMfa(@PathParam("user") String id, InputStream body) {
        return call.respond(
                errors,
                () -> {
                    ManagedUser user = managed(id);
                    boolean required = call.body(body, QeetRequests.RequireMfa::parse).required();
                    Answer updated = Answer.ok(new QeetBodies.MfaRequirement(required));
                    return SECOND_FACTOR_UPDATED.apply(
                            new Update(errors, updated), granted(user.requireMfa(required)));
                });
    }

    @GET
    @Path(ONE + "/security")
    public Response security(@PathParam("user") String id) {
        return shown(id, user -> QeetBodies.Security.of(user.security()));
    }

    @GET
    @Path(ONE + "/sessions")
    public Response sessions(@PathParam("user") String id) {
        return shown(
                id,
                user ->
                        new QeetBodies.Items<>(
                                user.sessions().stream().map(QeetBodies.UserSession::of).toList()));
    }

    @POST
    @Path(ONE + "/sessions/revoke-all")
    public Response revokeSessions(@PathParam("user") String id) {
        return call.respond(
                errors,
                () -> Answer.ok(new QeetBodies.Revoked(granted(managed(id).revokeSessions()))));
    }

    @GET
    @Path(ONE + "/access")
    public Response access(@PathParam("user") String id) {
        return shown(id, user -> QeetBodies.Access.of(user.tenant(), user.grants()));
    }

    @Path(AnyOtherRoute.BELOW)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(call, errors);
    }

    private Response shown(String id, Function<ViewedUser, Object> body) {
        return call.respond(errors, () -> Answer.ok(body.apply(granted(access().toView(id)))));
    }

    private ManagedUser managed(String id) {
        return granted(access().toManage(id));
    }

    private BinnedUser binned(String id) {
        return granted(access().toBinned(id));
    }

    private AllUsers allUsers() {
        return granted(services.allUsers(call.admin()));
    }

    private UserAccess access() {
        return services.access(call.admin());
    }

    private <T> T granted(UserAccessResult<T> result) {
        return errors.access(call).granted(result);
    }

    private static Answer badCursor(QeetErrors errors) {
        return errors.of(QeetError.BAD_REQUEST, "bad cursor");
    }

    private static Answer managedElsewhere(QeetErrors errors) {
        return errors.of(QeetError.FORBIDDEN, "the user is managed elsewhere");
    }

    private QeetQuery query() {
        return new QeetQuery(call.query());
    }
}
