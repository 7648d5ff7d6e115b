package io.authrealm.api.dialect.credebl;

import io.authrealm.api.Services;
import io.authrealm.api.http.AnyOtherRoute;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.session.RefreshTokens;
import io.authrealm.api.service.signin.PasswordSignIn;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** {@code /auth}. */
public final class AuthResource {

    private final Call call;
    private final Services services;
    private final CredeblErrors errors;

    AuthResource(Call call, Services services, CredeblErrors errors) {
        this.call = call;
        this.services = services;
        this.errors = errors;
    }

    @POST
    @Path("signin")
    public Response signIn(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    PasswordSignIn signIn = services.passwordSignIn();
                    CredeblRequests.SignIn sent =
                            call.optionalBody(body, CredeblRequests.SignIn::parse);
                    return signIn.signIn(sent.email(), sent.password())
                            .map(result -> SignInAnswers.SIGNED_IN.apply(errors, result))
                            .orElseGet(() -> errors.of(CredeblError.UNDECRYPTABLE));
                });
    }

    @POST
    @Path("refresh-token")
    public Response refresh(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    RefreshTokens tokens = services.refreshTokens();
                    CredeblRequests.Refresh sent =
                            call.optionalBody(body, CredeblRequests.Refresh::parse);
                    return SignInAnswers.REFRESHED.apply(
                            errors, tokens.refresh(sent.refreshToken()));
                });
    }

    @POST
    @Path("signout")
    public Response signOut(InputStream body) {
        return sessions().signOut(body);
    }

    @GET
    @Path("{id}/sessions")
    public Response listSessions(@PathParam("id") String userId) {
        return sessions().list(userId);
    }

    @DELETE
    @Path("{id}/sessions")
    public Response endSession(@PathParam("id") String sessionId) {
        return sessions().end(sessionId);
    }

    @GET
    @Path("sessionDetails")
    public Response sessionDetails(@QueryParam("sessionId") String encryptedId) {
        return sessions().details(encryptedId);
    }

    @POST
    @Path("verification-mail")
    public Response mailVerification(
            @QueryParam("clientAlias") String clientAlias, InputStream body) {
        return signUpSteps().mail(clientAlias, body);
    }

    @GET
    @Path("verify")
    public Response verify(
            @QueryParam("email") String email, @QueryParam("verificationCode") String code) {
        return signUpSteps().verify(email, code);
    }

    @POST
    @Path("signup")
    public Response signUp(InputStream body) {
        return signUpSteps().signUp(body);
    }

    @GET
    @Path("clientAliases")
    public Response clientAliases() {
        return call.respond(
                errors,
                () ->
                        CredeblBodies.done(
                                200,
                                "Client aliases",
                                services.frontEnds().all().stream()
                                        .map(CredeblBodies.Alias::of)
                                        .toList()));
    }

    @POST
    @Path("forgot-password")
    public Response forgotPassword(InputStream body) {
        return passwords().forgot(body);
    }

    @POST
    @Path("password-reset/{email}")
    public Response resetPassword(@PathParam("email") String email, InputStream body) {
        return passwords().reset(email, body);
    }

    @POST
    @Path("reset-password")
    public Response changePassword(InputStream body) {
        return passwords().change(body);
    }

    @Path(AnyOtherRoute.PATH)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(call, errors);
    }

    private SessionsResource sessions() {
        return new SessionsResource(call, services, errors);
    }

    private SignUpResource signUpSteps() {
        return new SignUpResource(call, services, errors);
    }

    private PasswordResource passwords() {
        return new PasswordResource(call, services, errors);
    }
}
