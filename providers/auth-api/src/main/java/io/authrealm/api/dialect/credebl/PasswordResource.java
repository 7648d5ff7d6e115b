package io.authrealm.api.dialect.credebl;

import io.authrealm.api.Services;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.link.LinkKind;
import io.authrealm.api.service.link.MailedLinks;
import io.authrealm.api.service.recovery.PasswordReset;
import io.authrealm.core.text.EmailSyntax;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** Forgotten and new passwords. Their paths stand in {@link AuthResource}. */
final class PasswordResource {

    private final Call call;
    private final Services services;
    private final CredeblErrors errors;

    PasswordResource(Call call, Services services, CredeblErrors errors) {
        this.call = call;
        this.services = services;
        this.errors = errors;
    }

    Response forgot(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    MailedLinks links = services.mailedLinks();
                    CredeblRequests.ForgotPassword sent =
                            call.optionalBody(body, CredeblRequests.ForgotPassword::parse);
                    return PasswordAnswers.MAILED.apply(
                            new PasswordAnswers.Request(errors, sent.email()),
                            links.mail(
                                    LinkKind.PASSWORD_RESET,
                                    sent.email(),
                                    null,
                                    MailPages.newPassword(sent.endpoint(), sent.clientAlias())));
                });
    }

    Response reset(String email, InputStream body) {
        return call.respond(
                errors,
                () -> {
                    PasswordReset reset = services.passwordReset();
                    CredeblRequests.PasswordByLink sent =
                            call.optionalBody(body, CredeblRequests.PasswordByLink::parse);
                    String address = email.trim();
                    return EmailSyntax.isValid(address)
                            ? reset(reset, address, sent)
                            : errors.of(CredeblError.INVALID_EMAIL);
                });
    }

    private Answer reset(PasswordReset reset, String email, CredeblRequests.PasswordByLink sent) {
        return reset.reset(sent.token(), sent.password(), email)
                .map(
                        result ->
                                PasswordAnswers.RESET.apply(
                                        new PasswordAnswers.Request(errors, email), result))
                .orElseGet(() -> errors.of(CredeblError.UNDECRYPTABLE));
    }

    /** The platform lets anybody who knows the old password in; here the user is signed in. */
    Response change(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    Caller user = call.user();
                    CredeblRequests.PasswordChange sent =
                            call.optionalBody(body, CredeblRequests.PasswordChange::parse);
                    return PasswordAnswers.OF_NAMED.apply(
                            new PasswordAnswers.Change(
                                    new PasswordAnswers.Request(errors, user.email()),
                                    user.userId()),
                            services.namedPasswordChange(user.tenant())
                                    .change(
                                            user,
                                            sent.email(),
                                            sent.oldPassword(),
                                            sent.newPassword()));
                });
    }
}
