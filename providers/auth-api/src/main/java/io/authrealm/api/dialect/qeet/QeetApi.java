package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.AnyOtherRoute;
import io.authrealm.api.http.ApiDescription;
import io.authrealm.api.http.Call;
import io.authrealm.api.http.Discovery;
import io.authrealm.api.http.Health;
import io.authrealm.api.http.Mount;
import io.authrealm.api.http.Refusals;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Everything below {@code /v1}, and what Qeet ID has at the origin root, in the Qeet ID dialect.
 */
public final class QeetApi {

    private final Call call;
    private final Services services;
    private final QeetErrors errors;

    public QeetApi(Call call, Services services) {
        this.call = call;
        this.services = services;
        this.errors = new QeetErrors(call.requestId());
    }

    /** How the dialect refuses a request before there is a call. */
    public static Refusals refusals(String requestId) {
        return new QeetErrors(requestId);
    }

    /** The names of the cookies that the dialect reads. */
    public static Set<String> cookies() {
        return QeetCookies.NAMES;
    }

    @GET
    @Path(ApiDescription.PATH)
    public Response description() {
        return ApiDescription.respond(call, errors, QeetApi.class);
    }

    @Path("auth")
    public AuthResource auth() {
        return new AuthResource(call, services);
    }

    @GET
    @Path("me")
    public Response me() {
        return new MeResource(call, services, errors).read();
    }

    @PATCH
    @Path("me")
    public Response changeMe(InputStream body) {
        return new MeResource(call, services, errors).change(body);
    }

    @Path("me/email/change")
    public EmailChangeResource changeEmail() {
        return new EmailChangeResource(call, services, errors);
    }

    @Path("me/invites")
    public OwnInvitesResource ownInvites() {
        return new OwnInvitesResource(call, services, errors);
    }

    @Path("mfa/otp")
    public OtpFactorResource otpFactors() {
        return new OtpFactorResource(call, services, errors);
    }

    @Path("mfa")
    public MfaResource mfa() {
        return new MfaResource(call, services, errors);
    }

    @Path("mfa/webauthn")
    public KeyStepUpResource keyStepUp() {
        return new KeyStepUpResource(call, services, errors);
    }

    @Path("passkeys")
    public PasskeyResource passkeys() {
        return new PasskeyResource(call, services, errors);
    }

    @Path("signup/passkey")
    public PasskeySignUpResource passkeySignUp() {
        return new PasskeySignUpResource(call, services, errors);
    }

    @Path("register/passkey")
    public HostedPasskeySignUpResource hostedPasskeySignUp() {
        return new HostedPasskeySignUpResource(call, services, errors);
    }

    @Path("users")
    public UsersResource users() {
        return new UsersResource(call, services, errors);
    }

    @Path("users/bulk")
    public BulkResource bulk() {
        return new BulkResource(call, services, errors);
    }

    @Path("users/imports")
    public ImportsResource imports() {
        return new ImportsResource(call, services, errors);
    }

    @Path("users/{id}/verify")
    public VerificationResource verification(@PathParam("id") String id) {
        return new VerificationResource(call, services, errors, id);
    }

    @Path("api-keys")
    public ApiKeysResource apiKeys() {
        return new ApiKeysResource(call, services, errors);
    }

    @Path("users/{id}/tenants/{tenant}")
    public UserRolesResource userRoles(
            @PathParam("id") String id, @PathParam("tenant") String tenant) {
        return new UserRolesResource(call, services, errors, id, tenant);
    }

    @GET
    @Path("permissions")
    public Response permissions() {
        return new RolesResource(call, services, errors).permissions();
    }

    @GET
    @Path("roles/{id}/permissions")
    public Response permissionsOfRole(@PathParam("id") String id) {
        return new RolesResource(call, services, errors).permissionsOf(id);
    }

    @POST
    @Path("roles/{id}/permissions/{permission}")
    public Response givePermission(
            @PathParam("id") String id, @PathParam("permission") String permission) {
        return new RolesResource(call, services, errors).givePermission(id, permission);
    }

    @DELETE
    @Path("roles/{id}/permissions/{permission}")
    public Response takePermission(
            @PathParam("id") String id, @PathParam("permission") String permission) {
        return new RolesResource(call, services, errors).takePermission(id, permission);
    }

    @GET
    @Path("check")
    public Response check() {
        return new RolesResource(call, services, errors).check();
    }

    @Path("invites")
    public InvitesResource invites() {
        return new InvitesResource(call, services, errors);
    }

    @Path("tenants")
    public TenantsResource tenants() {
        return new TenantsResource(call, services, errors);
    }

    @Path("tenants/{id}")
    public TenantResource tenant(@PathParam("id") String id) {
        return new TenantResource(call, services, errors, id);
    }

    @GET
    @Path("healthz")
    public Response healthz() {
        return call.mount() == Mount.ROOT
                ? call.atOnce(errors, () -> health().alive())
                : ifRealmIsOpen(() -> health().alive());
    }

    @GET
    @Path("readyz")
    public Response readyz() {
        return ifRealmIsOpen(() -> health().ready());
    }

    @GET
    @Path(".well-known/jwks.json")
    public Response keys() {
        return call.respond(errors, () -> discovery().keys());
    }

    @GET
    @Path(".well-known/openid-configuration")
    public Response configuration() {
        return call.respond(errors, () -> discovery().configuration());
    }

    @GET
    @Path(".well-known/webauthn")
    public Response relatedOrigins() {
        return call.respond(errors, () -> discovery().relatedOrigins());
    }

    private Response ifRealmIsOpen(Supplier<Answer> endpoint) {
        return call.respond(
                errors,
                () -> {
                    call.requireOpenRealm();
                    return endpoint.get();
                });
    }

    @Path(AnyOtherRoute.PATH)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(call, errors);
    }

    private Health health() {
        return new Health(call);
    }

    private Discovery discovery() {
        return new Discovery(call);
    }
}
