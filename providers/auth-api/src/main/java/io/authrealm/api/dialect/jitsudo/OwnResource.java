package io.authrealm.api.dialect.jitsudo;

import io.authrealm.api.Services;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.AnyOtherRoute;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.password.PasswordChangeResult;
import io.authrealm.api.service.password.PasswordReplaceResult;
import io.authrealm.core.outcome.Cases;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** {@code /v1/users/me}, except the second factors. */
public final class OwnResource {

    /** A user whom only an identity provider signs in has no password to change. */
    private static final Cases<JitsudoErrors, PasswordReplaceResult, Answer> PASSWORD_CHANGED =
            Cases.<JitsudoErrors, PasswordReplaceResult, Answer>of(PasswordReplaceResult.class)
                    .when(
                            PasswordReplaceResult.NoPassword.class,
                            errors -> errors.of(JitsudoError.FORBIDDEN))
                    .when(PasswordChangeResult.Changed.class, errors -> Answer.of(204, null))
                    .when(
                            PasswordChangeResult.WrongCurrentPassword.class,
                            errors -> errors.of(JitsudoError.WRONG_PASSWORD))
                    .when(
                            PasswordChangeResult.Locked.class,
                            (errors, locked) -> errors.rateLimited(locked.retryAfterSeconds()))
                    .when(
                            PasswordChangeResult.Limited.class,
                            (errors, limited) -> errors.rateLimited(limited.retryAfterSeconds()))
                    .when(
                            PasswordChangeResult.Busy.class,
                            (errors, busy) -> errors.rateLimited(busy.retryAfterSeconds()))
                    .when(
                            PasswordChangeResult.Refused.class,
                            (errors, refused) -> errors.passwordRefused(refused.refusal()))
                    .when(
                            PasswordChangeResult.Overloaded.class,
                            (errors, overloaded) ->
                                    errors.unavailable(overloaded.retryAfterSeconds()))
                    .when(
                            PasswordChangeResult.ReadOnly.class,
                            errors -> errors.of(JitsudoError.FORBIDDEN))
                    .complete();

    private final Call call;
    private final Services services;
    private final JitsudoErrors errors;

    OwnResource(Call call, Services services, JitsudoErrors errors) {
        this.call = call;
        this.services = services;
        this.errors = errors;
    }

    @POST
    @Path("password")
    public Response changePassword(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    Caller user = call.user();
                    JitsudoRequests.ChangedPassword change =
                            call.body(body, JitsudoRequests.ChangedPassword::parse);
                    return PASSWORD_CHANGED.apply(
                            errors,
                            services.passwords(user.tenant())
                                    .changeCurrent(user, change.current(), change.replacement()));
                });
    }

    @GET
    @Path("profile")
    public Response profile() {
        return call.respond(
                errors,
                () -> {
                    Caller user = call.user();
                    return Answer.ok(
                            AccountBodies.Own.of(
                                    services.profiles(user.tenant()).of(user),
                                    services.accountOrigin(user.tenant()).of(user)));
                });
    }

    @Path(AnyOtherRoute.PATH)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(call, errors);
    }
}
