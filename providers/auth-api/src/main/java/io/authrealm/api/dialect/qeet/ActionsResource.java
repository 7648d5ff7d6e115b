package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.AnyOtherRoute;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.action.ActionResult;
import io.authrealm.api.service.action.PendingActions;
import io.authrealm.core.json.JsonFields;
import io.authrealm.core.text.UuidSyntax;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.function.BiFunction;
import java.util.function.Function;

/** {@code /v1/auth/actions}: what a sign-in waits for, with its challenge as the credential. */
public final class ActionsResource {

    private final Call call;
    private final Services services;
    private final QeetErrors errors;

    ActionsResource(Call call, Services services, QeetErrors errors) {
        this.call = call;
        this.services = services;
        this.errors = errors;
    }

    @POST
    @Path("verify_email")
    public Response verifyEmail(InputStream body) {
        return answer(
                body,
                ActionRequests.VerifyEmail::parse,
                ActionRequests.VerifyEmail::challenge,
                (actions, sent) ->
                        sent.code() == null
                                ? actions.mailCode(sent.challenge())
                                : actions.verifyEmail(sent.challenge(), sent.code()));
    }

    @POST
    @Path("update_password")
    public Response updatePassword(InputStream body) {
        return answer(
                body,
                ActionRequests.UpdatePassword::parse,
                ActionRequests.UpdatePassword::challenge,
                (actions, sent) -> actions.updatePassword(sent.challenge(), sent.newPassword()));
    }

    @POST
    @Path("update_profile")
    public Response updateProfile(InputStream body) {
        return answer(
                body,
                ActionRequests.UpdateProfile::parse,
                ActionRequests.UpdateProfile::challenge,
                (actions, sent) -> actions.updateProfile(sent.challenge(), sent::valuesOf));
    }

    @POST
    @Path("terms")
    public Response terms(InputStream body) {
        return answer(
                body,
                ActionRequests.Terms::parse,
                ActionRequests.Terms::challenge,
                (actions, sent) -> actions.acceptTerms(sent.challenge(), sent.isAccepted()));
    }

    @POST
    @Path("update_email")
    public Response updateEmail(InputStream body) {
        return answer(
                body,
                ActionRequests.UpdateEmail::parse,
                ActionRequests.UpdateEmail::challenge,
                (actions, sent) ->
                        sent.code() == null
                                ? actions.mailCodeTo(sent.challenge(), sent.email())
                                : actions.updateEmail(sent.challenge(), sent.code()));
    }

    private <R> Response answer(
            InputStream body,
            Function<JsonFields, R> parse,
            Function<R, String> challenge,
            BiFunction<PendingActions, R, ActionResult> action) {
        return call.respond(
                errors,
                () -> {
                    PendingActions actions = services.pendingActions();
                    R sent = call.body(body, parse);
                    return UuidSyntax.isValid(challenge.apply(sent))
                            ? answer(action.apply(actions, sent))
                            : errors.of(QeetError.SESSION_INVALID);
                });
    }

    private Answer answer(ActionResult result) {
        return ActionAnswers.ANSWERED.apply(errors, result);
    }

    @Path(AnyOtherRoute.PATH)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(call, errors);
    }
}
