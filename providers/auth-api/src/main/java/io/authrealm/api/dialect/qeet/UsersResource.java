package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.Exchange;
import io.authrealm.api.service.bin.DeleteResult;
import io.authrealm.api.service.bin.PurgeResult;
import io.authrealm.api.service.bin.RecycleBin;
import io.authrealm.api.service.bin.RestoreResult;
import io.authrealm.api.service.signup.AccountRefusal;
import io.authrealm.api.service.users.PageCursors;
import io.authrealm.api.service.users.PasswordSetResult;
import io.authrealm.api.service.users.UserAccess;
import io.authrealm.api.service.users.UserAccess.Right;
import io.authrealm.api.service.users.UserAccessResult;
import io.authrealm.api.service.users.UserCreateResult;
import io.authrealm.api.service.users.UserDirectory;
import io.authrealm.api.service.users.UserGrants;
import io.authrealm.api.service.users.UserListResult;
import io.authrealm.api.service.users.UserQuery;
import io.authrealm.api.service.users.Users;
import io.authrealm.core.json.JsonFields;
import io.authrealm.core.outcome.Cases;
import io.authrealm.core.text.UuidSyntax;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.keycloak.models.UserModel;

/**
 * {@code /v1/users}, for admins. The path of one user has an expression, and a name behind "path"
 * in the alphabet. Otherwise the server would prefer {@link AnyOtherRoute} to it.
 */
public final class UsersResource {

    private static final String ONE = "{user: [^/]+}";
    private static final int USUAL_LIMIT = 50;
    private static final int USUAL_LIMIT_OF_DELETED = 100;
    private static final int MAX_ID = 255;
    private static final String DELETED_LIST = "deleted users";

    /** The id that Keycloak gives a user whom only a directory knows: its id, and theirs there. */
    private static final Pattern DIRECTORY_ID = Pattern.compile("f:[\\w-]+:\\P{Cntrl}+");

    private static final Cases<QeetErrors, UserListResult, Answer> LISTED =
            Cases.<QeetErrors, UserListResult, Answer>of(UserListResult.class)
                    .when(
                            UserListResult.Page.class,
                            (errors, page) -> Answer.ok(QeetBodies.UserPage.of(page)))
                    .when(UserListResult.BadCursor.class, errors -> badCursor(errors))
                    .when(
                            UserListResult.Denied.class,
                            errors -> errors.of(QeetError.PERMISSION_DENIED))
                    .complete();

    private static final Cases<QeetErrors, AccountRefusal, Answer> NOT_CREATED =
            Cases.<QeetErrors, AccountRefusal, Answer>of(AccountRefusal.class)
                    .when(AccountRefusal.Taken.class, errors -> errors.of(QeetError.EMAIL_EXISTS))
                    .when(
                            AccountRefusal.InvalidField.class,
                            (errors, invalid) ->
                                    errors.invalid(invalid.field(), invalid.code(), "is not valid"))
                    .when(
                            AccountRefusal.PasswordRefused.class,
                            (errors, refused) -> errors.passwordRefused(refused.refusal()))
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
                            UserCreateResult.Refused.class,
                            (errors, refused) -> NOT_CREATED.apply(errors, refused.refusal()))
                    .complete();

    private static final Cases<QeetErrors, DeleteResult, Answer> DELETED =
            Cases.<QeetErrors, DeleteResult, Answer>of(DeleteResult.class)
                    .when(DeleteResult.Deleted.class, errors -> Answer.of(204, null))
                    .when(DeleteResult.NotFound.class, errors -> errors.notFound())
                    .when(DeleteResult.ManagedElsewhere.class, errors -> managedElsewhere(errors))
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
                            (errors, refused) -> errors.passwordRefusedByPolicy(refused.refusal()))
                    .when(
                            PasswordSetResult.Overloaded.class,
                            (errors, overloaded) ->
                                    errors.unavailable(overloaded.retryAfterSeconds()))
                    .when(PasswordSetResult.ReadOnly.class, errors -> managedElsewhere(errors))
                    .complete();

    /** What happens to a user whom the caller has the right to. */
    private record Endpoint(QeetErrors errors, Function<UserModel, Answer> onUser) {}

    private static final Cases<Endpoint, UserAccessResult, Answer> FOUND =
            Cases.<Endpoint, UserAccessResult, Answer>of(UserAccessResult.class)
                    .when(
                            UserAccessResult.Granted.class,
                            (endpoint, granted) -> endpoint.onUser().apply(granted.user()))
                    .when(UserAccessResult.Unknown.class, endpoint -> endpoint.errors().notFound())
                    .when(
                            UserAccessResult.Denied.class,
                            endpoint -> endpoint.errors().of(QeetError.PERMISSION_DENIED))
                    .complete();

    private final Exchange exchange;
    private final Services services;
    private final QeetErrors errors;

    UsersResource(Exchange exchange, Services services, QeetErrors errors) {
        this.exchange = exchange;
        this.services = services;
        this.errors = errors;
    }

    @GET
    public Response list() {
        return exchange.administered(
                errors,
                caller -> {
                    QeetQuery read = query();
                    UserQuery query = read.users();
                    UserDirectory.Part part = read.part(USUAL_LIMIT);
                    return read.fault()
                            .map(fault -> errors.of(QeetError.BAD_REQUEST, fault))
                            .orElseGet(
                                    () ->
                                            LISTED.apply(
                                                    errors,
                                                    services.directory(caller).list(query, part)));
                });
    }

    @POST
    public Response create(InputStream body) {
        return exchange.administered(
                errors,
                caller ->
                        access(caller).isGrantedForAll(Right.MANAGE)
                                ? exchange.withBody(
                                        errors,
                                        body,
                                        QeetRequests.NewUser::parse,
                                        request -> create(caller, request))
                                : errors.of(QeetError.PERMISSION_DENIED));
    }

    private Answer create(AdminCaller caller, QeetRequests.NewUser request) {
        return request.tenantId() == null
                        || request.tenantId().equalsIgnoreCase(caller.tenant().id())
                ? CREATED.apply(errors, users(caller).create(request.user()))
                : errors.of(QeetError.FORBIDDEN, "tenant mismatch");
    }

    @GET
    @Path("stats")
    public Response stats() {
        return forAllOfThem(caller -> QeetBodies.Stats.of(services.counts(caller.tenant())));
    }

    @GET
    @Path("trends")
    public Response trends() {
        return forAllOfThem(caller -> services.trends(caller.tenant()));
    }

    @GET
    @Path("deleted")
    public Response deleted() {
        return exchange.administered(
                errors,
                caller ->
                        access(caller).isGrantedForAll(Right.VIEW)
                                ? deletedPage(caller)
                                : errors.of(QeetError.PERMISSION_DENIED));
    }

    private Answer deletedPage(AdminCaller caller) {
        PageCursors cursors = services.cursors(caller.tenant());
        QeetQuery query = query();
        RecycleBin.DeletedCursor after = null;
        if (query.cursor() != null) {
            Optional<List<String>> opened = cursors.open(DELETED_LIST, query.cursor());
            if (opened.isEmpty()) {
                return badCursor();
            }
            after =
                    new RecycleBin.DeletedCursor(
                            Long.parseLong(opened.get().get(0)), opened.get().get(1));
        }
        RecycleBin.Page page = bin(caller).list(after, query.limit(USUAL_LIMIT_OF_DELETED));
        RecycleBin.DeletedCursor next = page.next();
        return Answer.ok(
                new QeetBodies.DeletedUserPage(
                        page.items().stream().map(QeetBodies.DeletedUser::of).toList(),
                        next == null
                                ? ""
                                : cursors.seal(
                                        DELETED_LIST,
                                        Long.toString(next.deletedAt()),
                                        next.userId())));
    }

    @GET
    @Path(ONE)
    public Response read(@PathParam("user") String id) {
        return shown(
                id, (caller, user) -> Answer.ok(QeetBodies.User.of(users(caller).describe(user))));
    }

    @PATCH
    @Path(ONE)
    public Response change(@PathParam("user") String id, InputStream body) {
        return changed(
                id,
                Right.MANAGE,
                body,
                QeetRequests.UserChanges::parse,
                (caller, user, request) ->
                        request.email() == null || request.email().equalsIgnoreCase(user.getEmail())
                                ? users(caller)
                                        .change(user, request.changes())
                                        .map(profile -> Answer.ok(QeetBodies.User.of(profile)))
                                        .orElseGet(this::managedElsewhere)
                                : errors.of(QeetError.BAD_REQUEST, "email cannot be changed here"));
    }

    @DELETE
    @Path(ONE)
    public Response delete(@PathParam("user") String id) {
        return changed(id, (caller, user) -> DELETED.apply(errors, users(caller).delete(user)));
    }

    @POST
    @Path(ONE + "/restore")
    public Response restore(@PathParam("user") String id) {
        return ofBin(id, (caller, user) -> RESTORED.apply(errors, users(caller).restore(user)));
    }

    @DELETE
    @Path(ONE + "/purge")
    public Response purge(@PathParam("user") String id) {
        return ofBin(id, (caller, user) -> PURGED.apply(errors, users(caller).purge(user)));
    }

    @POST
    @Path(ONE + "/purge")
    public Response purgeByPost(@PathParam("user") String id) {
        return purge(id);
    }

    @POST
    @Path(ONE + "/password")
    public Response setPassword(@PathParam("user") String id, InputStream body) {
        return changed(
                id,
                Right.RESET_PASSWORD,
                body,
                QeetRequests.SetPassword::parse,
                (caller, user, request) ->
                        PASSWORD_SET.apply(
                                errors, users(caller).setPassword(user, request.password())));
    }

    @PUT
    @Path(ONE + "/password")
    public Response setPasswordByPut(@PathParam("user") String id, InputStream body) {
        return setPassword(id, body);
    }

    @DELETE
    @Path(ONE + "/mfa")
    public Response resetMfa(@PathParam("user") String id) {
        return changed(
                id,
                (caller, user) ->
                        users(caller).resetMfa(user)
                                ? Answer.ok(
                                        new QeetBodies.Message("The second factors are removed."))
                                : managedElsewhere());
    }

    @PUT
    @Path(ONE + "/mfa-required")
    public Response requireMfa(@PathParam("user") String id, InputStream body) {
        return changed(
                id,
                Right.MANAGE,
                body,
                QeetRequests.RequireMfa::parse,
                (caller, user, request) ->
                        users(caller).requireMfa(user, request.required())
                                ? Answer.ok(new QeetBodies.MfaRequirement(request.required()))
                                : managedElsewhere());
    }

    @GET
    @Path(ONE + "/security")
    public Response security(@PathParam("user") String id) {
        return shown(
                id,
                (caller, user) ->
                        Answer.ok(
                                QeetBodies.Security.of(services.security(caller.tenant(), user))));
    }

    @GET
    @Path(ONE + "/sessions")
    public Response sessions(@PathParam("user") String id) {
        return shown(
                id,
                (caller, user) ->
                        Answer.ok(
                                new QeetBodies.Items<>(
                                        services.sessions(caller.tenant()).active(user).stream()
                                                .map(QeetBodies.UserSession::of)
                                                .toList())));
    }

    @POST
    @Path(ONE + "/sessions/revoke-all")
    public Response revokeSessions(@PathParam("user") String id) {
        return changed(
                id,
                (caller, user) ->
                        Answer.ok(new QeetBodies.Revoked(users(caller).revokeSessions(user))));
    }

    @GET
    @Path(ONE + "/access")
    public Response access(@PathParam("user") String id) {
        return shown(
                id,
                (caller, user) ->
                        Answer.ok(
                                QeetBodies.Access.of(
                                        caller.tenant(), UserGrants.of(caller, user))));
    }

    @Path(AnyOtherRoute.BELOW)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(exchange, errors);
    }

    private interface WithBody<R> {
        Answer answer(AdminCaller caller, UserModel user, R request);
    }

    /** The body is read for those who may send one, and before the user is locked. */
    private <R> Response changed(
            String id,
            Right right,
            InputStream body,
            Function<JsonFields, R> parse,
            WithBody<R> endpoint) {
        return exchange.administered(
                errors,
                caller ->
                        on(
                                caller,
                                id,
                                access -> access.find(id, right),
                                seen ->
                                        exchange.withBody(
                                                errors,
                                                body,
                                                parse,
                                                request ->
                                                        on(
                                                                caller,
                                                                id,
                                                                access -> access.lock(id, right),
                                                                user ->
                                                                        endpoint.answer(
                                                                                caller, user,
                                                                                request)))));
    }

    private Response changed(String id, BiFunction<AdminCaller, UserModel, Answer> endpoint) {
        return with(id, access -> access.lock(id, Right.MANAGE), endpoint);
    }

    private Response shown(String id, BiFunction<AdminCaller, UserModel, Answer> endpoint) {
        return with(id, access -> access.find(id, Right.VIEW), endpoint);
    }

    private Response ofBin(String id, BiFunction<AdminCaller, UserModel, Answer> endpoint) {
        return with(id, access -> access.findDeleted(id, Right.MANAGE), endpoint);
    }

    private Response with(
            String id,
            Function<UserAccess, UserAccessResult> look,
            BiFunction<AdminCaller, UserModel, Answer> endpoint) {
        return exchange.administered(
                errors, caller -> on(caller, id, look, user -> endpoint.apply(caller, user)));
    }

    private Answer on(
            AdminCaller caller,
            String id,
            Function<UserAccess, UserAccessResult> look,
            Function<UserModel, Answer> endpoint) {
        boolean isId =
                UuidSyntax.isValid(id)
                        || id.length() <= MAX_ID && DIRECTORY_ID.matcher(id).matches();
        if (!isId) {
            return errors.of(QeetError.BAD_REQUEST, "invalid id");
        }
        return FOUND.apply(new Endpoint(errors, endpoint), look.apply(access(caller)));
    }

    private Response forAllOfThem(Function<AdminCaller, Object> endpoint) {
        return exchange.administered(
                errors,
                caller ->
                        access(caller).isGrantedForAll(Right.VIEW)
                                ? Answer.ok(endpoint.apply(caller))
                                : errors.of(QeetError.PERMISSION_DENIED));
    }

    private Answer badCursor() {
        return badCursor(errors);
    }

    private static Answer badCursor(QeetErrors errors) {
        return errors.of(QeetError.BAD_REQUEST, "bad cursor");
    }

    private Answer managedElsewhere() {
        return managedElsewhere(errors);
    }

    private static Answer managedElsewhere(QeetErrors errors) {
        return errors.of(QeetError.FORBIDDEN, "the user is managed elsewhere");
    }

    private QeetQuery query() {
        return new QeetQuery(exchange.query());
    }

    private UserAccess access(AdminCaller caller) {
        return services.access(caller);
    }

    private Users users(AdminCaller caller) {
        return services.users(caller);
    }

    private RecycleBin bin(AdminCaller caller) {
        return services.bin(caller.tenant());
    }
}
