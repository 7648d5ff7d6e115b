package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.Exchange;
import io.authrealm.api.service.bin.RecycleBin;
import io.authrealm.api.service.profile.Profile;
import io.authrealm.api.service.signup.AccountCreation.Outcome;
import io.authrealm.api.service.users.PageCursors;
import io.authrealm.api.service.users.UserAccess;
import io.authrealm.api.service.users.UserAccess.Found;
import io.authrealm.api.service.users.UserAccess.Right;
import io.authrealm.api.service.users.UserDirectory;
import io.authrealm.api.service.users.UserGrants;
import io.authrealm.api.service.users.UserQuery;
import io.authrealm.api.service.users.Users;
import io.authrealm.core.json.JsonFields;
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
 * {@code /v1/users}, for admins (contract, section 10). The path of one user has an expression, and
 * a name behind "path" in the alphabet: the server would prefer any other route to it else.
 */
public final class UsersResource {

    private static final String ONE = "{user: [^/]+}";
    private static final int USUAL_LIMIT = 50;
    private static final int USUAL_LIMIT_OF_DELETED = 100;
    private static final int MAX_ID = 255;
    private static final String DELETED = "deleted users";

    /** The id that Keycloak gives a user whom only a directory knows: its id, and theirs there. */
    private static final Pattern DIRECTORY_ID = Pattern.compile("f:[\\w-]+:\\P{Cntrl}+");

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
                            .orElseGet(() -> listed(services.directory(caller).list(query, part)));
                });
    }

    private Answer listed(UserDirectory.Result result) {
        if (result instanceof UserDirectory.Result.Page page) {
            return Answer.ok(QeetBodies.UserPage.of(page));
        }
        return result instanceof UserDirectory.Result.BadCursor
                ? badCursor()
                : errors.of(QeetError.PERMISSION_DENIED);
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
                ? created(users(caller).create(request.user()))
                : errors.of(QeetError.FORBIDDEN, "tenant mismatch");
    }

    private Answer created(Outcome<Profile> outcome) {
        if (outcome instanceof Outcome.Created<Profile> created) {
            return Answer.of(201, QeetBodies.User.of(created.value()));
        }
        if (outcome instanceof Outcome.PasswordRefused<Profile> refused) {
            return errors.passwordRefused(refused.refusal());
        }
        if (outcome instanceof Outcome.InvalidField<Profile> invalid) {
            return errors.invalid(invalid.field(), invalid.code(), "is not valid");
        }
        if (outcome instanceof Outcome.Closed<Profile>) {
            return errors.notFound();
        }
        return outcome instanceof Outcome.Overloaded<Profile> overloaded
                ? errors.retryLater(QeetError.UNAVAILABLE, overloaded.retryAfterSeconds())
                : errors.of(QeetError.EMAIL_EXISTS);
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
            Optional<List<String>> opened = cursors.open(DELETED, query.cursor());
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
                                        DELETED, Long.toString(next.deletedAt()), next.userId())));
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
        return changed(
                id,
                (caller, user) -> {
                    RecycleBin.DeleteResult result = bin(caller).delete(user, caller.actorId());
                    if (result instanceof RecycleBin.DeleteResult.Deleted) {
                        caller.events().deleted(user.getId());
                        return Answer.of(204, null);
                    }
                    return result instanceof RecycleBin.DeleteResult.NotFound
                            ? errors.notFound()
                            : managedElsewhere();
                });
    }

    @POST
    @Path(ONE + "/restore")
    public Response restore(@PathParam("user") String id) {
        return ofBin(
                id,
                (caller, user) -> {
                    RecycleBin.RestoreResult result = bin(caller).restore(user.getId());
                    if (result instanceof RecycleBin.RestoreResult.Restored restored) {
                        caller.events().acted(id, "restore");
                        return Answer.ok(
                                QeetBodies.User.of(users(caller).describe(restored.user())));
                    }
                    return result instanceof RecycleBin.RestoreResult.NotDeleted
                            ? errors.notFound()
                            : errors.of(QeetError.EMAIL_EXISTS);
                });
    }

    @DELETE
    @Path(ONE + "/purge")
    public Response purge(@PathParam("user") String id) {
        return ofBin(
                id,
                (caller, user) -> {
                    RecycleBin.PurgeResult result = bin(caller).purge(user.getId());
                    if (result instanceof RecycleBin.PurgeResult.Purged) {
                        caller.events().purged(id);
                        return Answer.of(204, null);
                    }
                    return result instanceof RecycleBin.PurgeResult.NotDeleted
                            ? errors.notFound()
                            : managedElsewhere();
                });
    }

    /** Contract, C-11. */
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
                        passwordSet(users(caller).setPassword(user, request.password())));
    }

    /** Contract, C-10. */
    @PUT
    @Path(ONE + "/password")
    public Response setPasswordByPut(@PathParam("user") String id, InputStream body) {
        return setPassword(id, body);
    }

    private Answer passwordSet(Users.PasswordResult result) {
        if (result instanceof Users.PasswordResult.Set) {
            return Answer.of(204, null);
        }
        if (result instanceof Users.PasswordResult.Refused refused) {
            return errors.passwordRefusedByPolicy(refused.refusal());
        }
        return result instanceof Users.PasswordResult.Overloaded overloaded
                ? errors.retryLater(QeetError.UNAVAILABLE, overloaded.retryAfterSeconds())
                : managedElsewhere();
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
            Function<UserAccess, Found> look,
            BiFunction<AdminCaller, UserModel, Answer> endpoint) {
        return exchange.administered(
                errors, caller -> on(caller, id, look, user -> endpoint.apply(caller, user)));
    }

    private Answer on(
            AdminCaller caller,
            String id,
            Function<UserAccess, Found> look,
            Function<UserModel, Answer> endpoint) {
        boolean isId =
                UuidSyntax.isValid(id)
                        || id.length() <= MAX_ID && DIRECTORY_ID.matcher(id).matches();
        if (!isId) {
            return errors.of(QeetError.BAD_REQUEST, "invalid id");
        }
        Found found = look.apply(access(caller));
        if (found instanceof Found.Granted granted) {
            return endpoint.apply(granted.user());
        }
        return found instanceof Found.Unknown
                ? errors.notFound()
                : errors.of(QeetError.PERMISSION_DENIED);
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
        return errors.of(QeetError.BAD_REQUEST, "bad cursor");
    }

    private Answer managedElsewhere() {
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
