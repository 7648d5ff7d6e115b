package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.AnyOtherRoute;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.tenants.TenantCreateResult;
import io.authrealm.api.service.tenants.TenantCreation;
import io.authrealm.core.outcome.Cases;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/** {@code /v1/tenants}: the tenants of the caller, and new ones. */
public final class TenantsResource {

    private static final Cases<QeetErrors, TenantCreateResult, Answer> CREATED =
            Cases.<QeetErrors, TenantCreateResult, Answer>of(TenantCreateResult.class)
                    .when(
                            TenantCreateResult.Created.class,
                            (errors, created) -> Answer.of(201, body(created)))
                    .when(
                            TenantCreateResult.NotAllowed.class,
                            errors ->
                                    errors.of(
                                            QeetError.FORBIDDEN,
                                            "the operator decides who makes tenants"))
                    .when(
                            TenantCreateResult.AddressUnproved.class,
                            errors -> errors.of(QeetError.EMAIL_NOT_VERIFIED))
                    .when(
                            TenantCreateResult.SlugTaken.class,
                            errors -> errors.of(QeetError.SLUG_TAKEN))
                    .when(
                            TenantCreateResult.AddressTaken.class,
                            errors ->
                                    errors.of(
                                            QeetError.CONFLICT,
                                            "your address belongs to this tenant only"))
                    .when(
                            TenantCreateResult.TooMany.class,
                            (errors, tooMany) ->
                                    errors.withMetadata(
                                            QeetError.PLAN_LIMIT,
                                            Map.of("resource", "tenants", "limit", tooMany.most())))
                    .when(
                            TenantCreateResult.RateLimited.class,
                            (errors, limited) -> errors.rateLimited(limited.retryAfterSeconds()))
                    .when(
                            TenantCreateResult.Busy.class,
                            (errors, busy) -> errors.unavailable(busy.retryAfterSeconds()))
                    .complete();

    private final Call call;
    private final Services services;
    private final QeetErrors errors;

    TenantsResource(Call call, Services services, QeetErrors errors) {
        this.call = call;
        this.services = services;
        this.errors = errors;
    }

    @GET
    public Response list() {
        return call.respond(
                errors,
                () -> {
                    TenantBodies.Page page =
                            TenantBodies.Page.of(services.ownTenants(call.admin()));
                    String cursor = call.query().getFirst("cursor");
                    return cursor == null || cursor.isEmpty()
                            ? Answer.ok(page)
                            : errors.of(QeetError.BAD_REQUEST, "invalid cursor");
                });
    }

    @POST
    public Response create(InputStream body) {
        return call.respond(errors, () -> create(services.tenantCreation(call.admin()), body));
    }

    private Answer create(TenantCreation creation, InputStream body) {
        Optional<TenantCreateResult> refusal = creation.refusal();
        if (refusal.isPresent()) {
            return CREATED.apply(errors, refusal.get());
        }
        TenantRequests.Create request = call.body(body, TenantRequests.Create::parse);
        return request.isFree()
                ? CREATED.apply(errors, creation.create(request.tenant()))
                : errors.of(QeetError.CHECKOUT_REQUIRED);
    }

    private static Object body(TenantCreateResult.Created created) {
        return created.tokens()
                .<Object>map(tokens -> TenantBodies.CreatedWithSession.of(created, tokens))
                .orElseGet(() -> TenantBodies.Created.of(created));
    }

    @Path(AnyOtherRoute.BELOW)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(call, errors);
    }
}
