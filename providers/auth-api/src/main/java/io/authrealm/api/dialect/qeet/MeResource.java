package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.AnyOtherRoute;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.profile.ProfileChangeResult;
import io.authrealm.api.service.profile.Profiles;
import io.authrealm.core.outcome.Cases;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/**
 * {@code /v1/me}. Its paths stand in {@link QeetApi}: at the path of a class of its own, the server
 * would prefer {@link AnyOtherRoute} to a method without a path.
 */
final class MeResource {

    private static final Cases<QeetErrors, ProfileChangeResult, Answer> CHANGED =
            Cases.<QeetErrors, ProfileChangeResult, Answer>of(ProfileChangeResult.class)
                    .when(
                            ProfileChangeResult.Changed.class,
                            (errors, changed) -> Answer.ok(QeetBodies.User.of(changed.profile())))
                    .when(
                            ProfileChangeResult.ReadOnly.class,
                            errors ->
                                    errors.of(
                                            QeetError.FORBIDDEN,
                                            "the profile is managed elsewhere"))
                    .complete();

    private final Call call;
    private final Services services;
    private final QeetErrors errors;

    MeResource(Call call, Services services, QeetErrors errors) {
        this.call = call;
        this.services = services;
        this.errors = errors;
    }

    Response read() {
        return call.respond(
                errors,
                () -> {
                    Caller user = call.user();
                    return Answer.ok(QeetBodies.User.of(services.profiles(user.tenant()).of(user)));
                });
    }

    Response change(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    Caller user = call.user();
                    Profiles.Changes changes = call.body(body, QeetRequests::profileChanges);
                    return CHANGED.apply(
                            errors, services.profiles(user.tenant()).change(user, changes));
                });
    }
}
