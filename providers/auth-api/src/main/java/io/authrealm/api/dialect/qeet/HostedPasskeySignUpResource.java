package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.AnyOtherRoute;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.signup.PasskeySignUp;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** {@code /v1/register/passkey}: the sign-up of a page, whose browser gets cookies. */
public final class HostedPasskeySignUpResource {

    private final Call call;
    private final Services services;
    private final QeetErrors errors;

    HostedPasskeySignUpResource(Call call, Services services, QeetErrors errors) {
        this.call = call;
        this.services = services;
        this.errors = errors;
    }

    @POST
    @Path("begin")
    public Response begin(InputStream body) {
        return call.respond(errors, () -> begin(services.passkeySignUpOfPage(), body));
    }

    private Answer begin(PasskeySignUp signUp, InputStream body) {
        PasskeyRequests.HostedSignUp request =
                call.optionalBody(body, PasskeyRequests.HostedSignUp::parse);
        PasskeyRequests.SignUp account = request.account();
        return account.email() == null
                ? errors.of(QeetError.EMAIL_REQUIRED)
                : PasskeySignUpResource.BEGUN.apply(
                        errors,
                        signUp.beginAt(request.tenantId(), account.email(), account.displayName()));
    }

    @POST
    @Path("finish")
    public Response finish(InputStream body) {
        return call.respond(
                errors,
                () ->
                        PasskeySignUpResource.finish(
                                call, errors, services.passkeySignUpOfPage(), body));
    }

    @Path(AnyOtherRoute.PATH)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(call, errors);
    }
}
