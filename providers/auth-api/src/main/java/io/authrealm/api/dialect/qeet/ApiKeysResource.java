package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.AnyOtherRoute;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.apikeys.ApiKeyCreateResult;
import io.authrealm.api.service.apikeys.ApiKeyFindResult;
import io.authrealm.api.service.apikeys.ApiKeyList;
import io.authrealm.api.service.apikeys.ApiKeyRevokeResult;
import io.authrealm.api.service.apikeys.ApiKeys;
import io.authrealm.core.outcome.Cases;
import io.authrealm.core.text.UuidSyntax;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;

/**
 * {@code /v1/api-keys}, for admins. The path of one key has an expression, and a name behind "path"
 * in the alphabet. Otherwise the server would prefer {@link AnyOtherRoute} to it.
 */
public final class ApiKeysResource {

    private static final String ONE = "{which: [^/]+}";

    private static final Cases<QeetErrors, ApiKeyCreateResult, Answer> CREATED =
            Cases.<QeetErrors, ApiKeyCreateResult, Answer>of(ApiKeyCreateResult.class)
                    .when(
                            ApiKeyCreateResult.Created.class,
                            (errors, created) ->
                                    Answer.of(
                                            201,
                                            ApiKeyBodies.Created.of(created.key(), created.text())))
                    .when(
                            ApiKeyCreateResult.OtherUser.class,
                            errors ->
                                    errors.of(
                                            QeetError.FORBIDDEN,
                                            "user_id can only be that of the caller"))
                    .when(
                            ApiKeyCreateResult.BeyondMaker.class,
                            errors ->
                                    errors.of(
                                            QeetError.PERMISSION_DENIED,
                                            "a key cannot do more, or live longer, than its maker"))
                    .when(
                            ApiKeyCreateResult.ExpiredAlready.class,
                            errors -> errors.invalid("expires_at", "invalid", "is not to come"))
                    .when(
                            ApiKeyCreateResult.TooMany.class,
                            (errors, tooMany) ->
                                    errors.withMetadata(
                                            QeetError.PLAN_LIMIT,
                                            Map.of(
                                                    "resource",
                                                    "api_keys",
                                                    "limit",
                                                    tooMany.most())))
                    .when(ApiKeyCreateResult.MakerRevoked.class, QeetErrors::keyInvalid)
                    .complete();

    private static final Cases<QeetErrors, ApiKeyFindResult, Answer> FOUND =
            Cases.<QeetErrors, ApiKeyFindResult, Answer>of(ApiKeyFindResult.class)
                    .when(ApiKeyFindResult.Found.class, (errors, found) -> Answer.ok(found.key()))
                    .when(
                            ApiKeyFindResult.NotFound.class,
                            errors -> errors.of(QeetError.API_KEY_NOT_FOUND))
                    .complete();

    private static final Cases<QeetErrors, ApiKeyRevokeResult, Answer> REVOKED =
            Cases.<QeetErrors, ApiKeyRevokeResult, Answer>of(ApiKeyRevokeResult.class)
                    .when(ApiKeyRevokeResult.Revoked.class, errors -> Answer.of(204, null))
                    .when(
                            ApiKeyRevokeResult.NotFound.class,
                            errors -> errors.of(QeetError.API_KEY_NOT_FOUND))
                    .complete();

    private final Call call;
    private final Services services;
    private final QeetErrors errors;

    ApiKeysResource(Call call, Services services, QeetErrors errors) {
        this.call = call;
        this.services = services;
        this.errors = errors;
    }

    @GET
    public Response list() {
        return call.respond(errors, () -> listOf(call.admin()));
    }

    @POST
    public Response create(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    ApiKeys keys = toWrite();
                    ApiKeyRequests.NewKey request = call.body(body, ApiKeyRequests.NewKey::parse);
                    return request.hasName()
                            ? CREATED.apply(errors, keys.create(request.key()))
                            : errors.of(QeetError.API_KEY_NAME_REQUIRED);
                });
    }

    @GET
    @Path(ONE)
    public Response read(@PathParam("which") String id) {
        return call.respond(
                errors,
                () -> {
                    ApiKeyList keys = toRead(call.admin());
                    return FOUND.apply(errors, keys.find(valid(id)));
                });
    }

    @DELETE
    @Path(ONE)
    public Response revoke(@PathParam("which") String id) {
        return call.respond(
                errors,
                () -> {
                    ApiKeys keys = toWrite();
                    return REVOKED.apply(errors, keys.revoke(valid(id)));
                });
    }

    @Path(AnyOtherRoute.BELOW)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(call, errors);
    }

    Answer listOf(AdminCaller admin) {
        return Answer.ok(new QeetBodies.Items<>(toRead(admin).all()));
    }

    private String valid(String id) {
        return UuidSyntax.isValid(id)
                ? id.toLowerCase(Locale.ROOT)
                : call.refuse(errors.of(QeetError.API_KEY_INVALID_ID));
    }

    private ApiKeyList toRead(AdminCaller admin) {
        return errors.access(call).granted(services.apiKeys(admin).toRead());
    }

    private ApiKeys toWrite() {
        return errors.access(call).granted(services.apiKeys(call.admin()).toWrite());
    }
}
