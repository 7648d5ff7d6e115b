package io.authrealm.api.dialect.credebl;

import io.authrealm.api.Services;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.profile.OwnAccountResult;
import io.authrealm.api.service.profile.ProfileFormResult;
import io.authrealm.core.outcome.Cases;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/**
 * {@code /users/profile}, and its change at {@code /users}. Its paths stand in {@link
 * UsersResource}.
 */
final class ProfileResource {

    private static final Cases<CredeblErrors, OwnAccountResult, Answer> READ =
            Cases.<CredeblErrors, OwnAccountResult, Answer>of(OwnAccountResult.class)
                    .when(
                            OwnAccountResult.Found.class,
                            (errors, found) ->
                                    CredeblBodies.done(
                                            200,
                                            "Profile",
                                            CredeblBodies.Profile.of(found.account())))
                    .when(OwnAccountResult.OfHolder.class, errors -> errors.of(CredeblError.HOLDER))
                    .complete();

    private static final Cases<CredeblErrors, ProfileFormResult, Answer> CHANGED =
            Cases.<CredeblErrors, ProfileFormResult, Answer>of(ProfileFormResult.class)
                    .when(
                            ProfileFormResult.Updated.class,
                            errors -> CredeblBodies.done(200, "The profile has been changed"))
                    .when(
                            ProfileFormResult.Refused.class,
                            (errors, refused) ->
                                    errors.invalid(
                                            refused.faults().stream()
                                                    .map(fault -> member(fault.attribute()))
                                                    .map(member -> member + " is not valid")
                                                    .toList()))
                    .when(
                            ProfileFormResult.Taken.class,
                            errors -> errors.of(CredeblError.INVALID_VALUE))
                    .when(
                            ProfileFormResult.ReadOnly.class,
                            errors -> errors.of(CredeblError.READ_ONLY))
                    .complete();

    private final Call call;
    private final Services services;
    private final CredeblErrors errors;

    ProfileResource(Call call, Services services, CredeblErrors errors) {
        this.call = call;
        this.services = services;
        this.errors = errors;
    }

    Response read() {
        return call.respond(errors, () -> READ.apply(errors, services.ownAccount(call.user())));
    }

    Response change(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    Caller user = call.user();
                    CredeblRequests.ProfileChange change =
                            call.optionalBody(body, CredeblRequests.ProfileChange::parse);
                    return CHANGED.apply(
                            errors,
                            services.profileForm(user.tenant())
                                    .update(user, change.attributes()::get));
                });
    }

    /** The member for an attribute of the user profile. */
    private static String member(String attribute) {
        return attribute.equals("avatarUrl") ? "profileImg" : attribute;
    }
}
