package io.authrealm.api.dialect.authiqa;

import io.authrealm.api.Services;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.link.VerificationLinkResult;
import io.authrealm.api.service.parent.ConfirmationResult;
import io.authrealm.api.service.parent.ConfirmedAddresses;
import io.authrealm.api.service.parent.ParentMailResult;
import io.authrealm.api.service.parent.ParentMails;
import io.authrealm.core.outcome.Cases;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.regex.Pattern;

/**
 * {@code confirm-email} and {@code request-new-confirmation}. Their paths stand in {@link
 * AuthResource}.
 */
final class ConfirmationResource {

    private static final Pattern TOKEN = Pattern.compile("[A-Z0-9]{12}");

    private static final String VERIFIED = "The email address is verified.";

    private static final String NO_PASSWORD =
            "The email address is verified. Reset the password before you sign in.";

    private static final Cases<AuthiqaErrors, VerificationLinkResult, Answer> CONFIRMED =
            Cases.<AuthiqaErrors, VerificationLinkResult, Answer>of(VerificationLinkResult.class)
                    .when(
                            VerificationLinkResult.Verified.class,
                            (errors, verified) ->
                                    AuthiqaBodies.message(
                                            verified.isPasswordKept() ? VERIFIED : NO_PASSWORD))
                    .when(
                            VerificationLinkResult.VerifiedBefore.class,
                            errors -> errors.of(AuthiqaError.EMAIL_ALREADY_VERIFIED))
                    .when(
                            VerificationLinkResult.LinkUsed.class,
                            errors -> errors.of(AuthiqaError.EMAIL_ALREADY_VERIFIED))
                    .when(
                            VerificationLinkResult.LinkInvalid.class,
                            errors -> errors.of(AuthiqaError.USER_NOT_FOUND))
                    .when(
                            VerificationLinkResult.LinkExpired.class,
                            errors -> errors.of(AuthiqaError.TOKEN_EXPIRED))
                    .when(
                            VerificationLinkResult.ReadOnly.class,
                            errors -> errors.of(AuthiqaError.INVALID_TOKEN))
                    .complete();

    private static final Cases<AuthiqaErrors, ConfirmationResult, Answer> ANSWERED =
            Cases.<AuthiqaErrors, ConfirmationResult, Answer>of(ConfirmationResult.class)
                    .when(
                            ConfirmationResult.Followed.class,
                            (errors, followed) -> CONFIRMED.apply(errors, followed.result()))
                    .when(
                            ConfirmationResult.Limited.class,
                            (errors, limited) ->
                                    MailAnswers.limited(errors, limited.retryAfterSeconds()))
                    .complete();

    private final Call call;
    private final Services services;
    private final AuthiqaErrors errors;

    ConfirmationResource(Call call, Services services, AuthiqaErrors errors) {
        this.call = call;
        this.services = services;
        this.errors = errors;
    }

    Response confirm() {
        return call.respond(
                errors,
                () -> {
                    ConfirmedAddresses addresses = services.confirmedAddresses();
                    String token = call.query().getFirst(AuthiqaRequests.TOKEN);
                    if (token == null || token.isBlank()) {
                        return errors.of(AuthiqaError.TOKEN_NOT_PROVIDED);
                    }
                    return TOKEN.matcher(token).matches()
                            ? ANSWERED.apply(errors, addresses.confirm(token))
                            : errors.of(AuthiqaError.INVALID_TOKEN_FORMAT);
                });
    }

    /** A credential in the header wins over the members of the body. */
    Response request(InputStream body) {
        return call.respond(
                errors,
                () -> requested(call.isAuthorized() ? requestByUser(body) : requestByKey(body)));
    }

    private ParentMailResult requestByUser(InputStream body) {
        Caller user = call.user();
        AuthiqaRequests.OwnConfirmation sent =
                call.optionalBody(body, AuthiqaRequests.OwnConfirmation::parse);
        return services.parentVerification(user.tenant()).mail(user, sent.page());
    }

    private ParentMailResult requestByKey(InputStream body) {
        ParentMails mails = services.parentMails();
        AuthiqaRequests.NewConfirmation sent =
                call.body(body, AuthiqaRequests.NewConfirmation::parse);
        return mails.forVerification(sent.email(), sent.key(), sent.page());
    }

    private Answer requested(ParentMailResult result) {
        return MailAnswers.REQUESTED.apply(
                new MailAnswers.Request(errors, "A new link is on its way if it is needed."),
                result);
    }
}
