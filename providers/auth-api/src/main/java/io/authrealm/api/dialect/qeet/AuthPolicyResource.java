package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.AnyOtherRoute;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.policy.AuthPolicy;
import io.authrealm.api.service.policy.AuthPolicy.Amount;
import io.authrealm.api.service.policy.AuthPolicy.Switch;
import io.authrealm.api.service.policy.ManagedPolicy;
import io.authrealm.api.service.policy.PolicyAccess;
import io.authrealm.api.service.policy.PolicyChange;
import io.authrealm.api.service.policy.PolicyChangeResult;
import io.authrealm.core.outcome.Cases;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.function.Supplier;

/** {@code /v1/tenants/{id}/auth-policy}, for admins. */
public final class AuthPolicyResource {

    private static final Cases<QeetErrors, PolicyChangeResult, Answer> CHANGED =
            Cases.<QeetErrors, PolicyChangeResult, Answer>of(PolicyChangeResult.class)
                    .when(
                            PolicyChangeResult.Changed.class,
                            (errors, changed) -> shown(changed.policy()))
                    .when(
                            PolicyChangeResult.NoWayIn.class,
                            (errors, none) ->
                                    notAllowed(errors, none.last(), "is the last way to sign in"))
                    .when(
                            PolicyChangeResult.LocksCallerOut.class,
                            (errors, locks) ->
                                    notAllowed(
                                            errors,
                                            locks.last(),
                                            "is your own last way to sign in"))
                    .when(
                            PolicyChangeResult.NoPasswordPossible.class,
                            (errors, none) ->
                                    errors.invalid(
                                            PolicyBodies.member(Amount.PASSWORD_MIN_LENGTH),
                                            "too_long",
                                            "is more than the "
                                                    + none.longest()
                                                    + " characters that a password can have here"))
                    .when(
                            PolicyChangeResult.NoStepForDemand.class,
                            errors ->
                                    errors.of(
                                            QeetError.CONFLICT,
                                            "a flow of the realm has no step that demands a second"
                                                    + " factor"))
                    .when(PolicyChangeResult.TenantClosed.class, errors -> errors.notFound())
                    .complete();

    private final Call call;
    private final Services services;
    private final QeetErrors errors;
    private final Supplier<AdminCaller> admin;

    /**
     * @param admin lets in an admin of the tenant that the path names
     */
    AuthPolicyResource(
            Call call, Services services, QeetErrors errors, Supplier<AdminCaller> admin) {
        this.call = call;
        this.services = services;
        this.errors = errors;
        this.admin = admin;
    }

    @GET
    public Response read() {
        return call.respond(errors, () -> shown(errors.access(call).granted(access().toRead())));
    }

    @PUT
    public Response change(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    ManagedPolicy policy = errors.access(call).granted(access().toChange());
                    PolicyChange change = call.body(body, PolicyRequests::parse);
                    return CHANGED.apply(errors, policy.change(change));
                });
    }

    @Path(AnyOtherRoute.BELOW)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(call, errors);
    }

    private PolicyAccess access() {
        return services.policy(admin.get());
    }

    private static Answer shown(AuthPolicy policy) {
        return Answer.ok(PolicyBodies.Policy.of(policy));
    }

    private static Answer notAllowed(QeetErrors errors, Switch last, String message) {
        return errors.invalid(PolicyBodies.member(last), "not_allowed", message);
    }
}
