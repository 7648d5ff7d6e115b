package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.http.AnyOtherRoute;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.verification.EmailChange;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** {@code /v1/me/email/change}. */
public final class EmailChangeResource {

    private final Call call;
    private final Services services;
    private final QeetErrors errors;

    EmailChangeResource(Call call, Services services, QeetErrors errors) {
        this.call = call;
        this.services = services;
        this.errors = errors;
    }

    @POST
    @Path("start")
    public Response start(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    Caller user = call.user();
                    QeetRequests.ChangeEmail request =
                            call.body(body, QeetRequests.ChangeEmail::parse);
                    return request.email() == null
                            ? errors.of(QeetError.NO_EMAIL)
                            : CodeAnswers.STARTED.apply(
                                    errors, change(user).start(user, request.email()));
                });
    }

    @POST
    @Path("confirm")
    public Response confirm(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    Caller user = call.user();
                    QeetRequests.Code request = call.body(body, QeetRequests.Code::parse);
                    return CodeAnswers.CONFIRMED.apply(
                            new CodeAnswers.Confirmation(errors, EmailChangeResource::changed),
                            change(user).confirm(user, request.code()));
                });
    }

    private static QeetBodies.EmailChanged changed(String email) {
        return new QeetBodies.EmailChanged("The address is changed.", email);
    }

    private EmailChange change(Caller caller) {
        return services.emailChange(caller.tenant());
    }

    @Path(AnyOtherRoute.PATH)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(call, errors);
    }
}
