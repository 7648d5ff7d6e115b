package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.http.Discovery;
import io.authrealm.api.http.Exchange;
import io.authrealm.api.http.Health;
import io.authrealm.api.http.Mount;
import io.authrealm.api.http.Refusals;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/**
 * Everything below {@code /v1}, and what Qeet ID has at the origin root, in the Qeet ID dialect.
 */
public final class QeetApi {

    private final Exchange exchange;
    private final Services services;
    private final QeetErrors errors;

    public QeetApi(Exchange exchange, Services services) {
        this.exchange = exchange;
        this.services = services;
        this.errors = new QeetErrors(exchange.requestId());
    }

    /** How the dialect refuses a request before there is an exchange. */
    public static Refusals refusals(String requestId) {
        return new QeetErrors(requestId);
    }

    @Path("auth")
    public AuthResource auth() {
        return new AuthResource(exchange, services);
    }

    @GET
    @Path("me")
    public Response me() {
        return new MeResource(exchange, services, errors).read();
    }

    @PATCH
    @Path("me")
    public Response changeMe(InputStream body) {
        return new MeResource(exchange, services, errors).change(body);
    }

    @Path("me/email/change")
    public EmailChangeResource changeEmail() {
        return new EmailChangeResource(exchange, services, errors);
    }

    @Path("users")
    public UsersResource users() {
        return new UsersResource(exchange, services, errors);
    }

    @Path("users/bulk")
    public BulkResource bulk() {
        return new BulkResource(exchange, services, errors);
    }

    @Path("users/imports")
    public ImportsResource imports() {
        return new ImportsResource(exchange, services, errors);
    }

    @Path("users/{id}/verify")
    public VerificationResource verification(@PathParam("id") String id) {
        return new VerificationResource(exchange, services, errors, id);
    }

    @GET
    @Path("healthz")
    public Response healthz() {
        return exchange.mount() == Mount.ROOT
                ? exchange.atOnce(() -> health().alive())
                : exchange.unlimited(errors, tenant -> health().alive());
    }

    @GET
    @Path("readyz")
    public Response readyz() {
        return exchange.unlimited(errors, tenant -> health().ready());
    }

    @GET
    @Path(".well-known/jwks.json")
    public Response keys() {
        return exchange.unlimited(errors, tenant -> discovery().keys(tenant));
    }

    @GET
    @Path(".well-known/openid-configuration")
    public Response configuration() {
        return exchange.unlimitedOfTenant(errors, tenant -> discovery().configuration());
    }

    @Path(AnyOtherRoute.PATH)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(exchange, errors);
    }

    private Health health() {
        return new Health(exchange);
    }

    private Discovery discovery() {
        return new Discovery(exchange);
    }
}
