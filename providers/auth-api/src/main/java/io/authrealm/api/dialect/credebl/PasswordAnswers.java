package io.authrealm.api.dialect.credebl;

import io.authrealm.api.http.Answer;
import io.authrealm.api.service.link.MailRequestResult;
import io.authrealm.api.service.password.NamedPasswordChangeResult;
import io.authrealm.api.service.password.PasswordChangeResult;
import io.authrealm.api.service.password.PasswordReplaceResult;
import io.authrealm.api.service.recovery.PasswordResetResult;
import io.authrealm.core.outcome.Cases;
import java.util.UUID;

/** What the routes answer that have to do with forgotten and new passwords. */
final class PasswordAnswers {

    private static final String CHANGED = "The password has been changed";

    /**
     * @param email the address that the client has sent
     */
    record Request(CredeblErrors errors, String email) {

        private Answer changed(String userId) {
            return CredeblBodies.done(200, CHANGED, new CredeblBodies.Account(userId, email));
        }

        private Answer of(CredeblError error) {
            return errors.of(error);
        }
    }

    /** The id is none of the link's: nobody can do anything with that. */
    static final Cases<Request, MailRequestResult, Answer> MAILED =
            Cases.<Request, MailRequestResult, Answer>of(MailRequestResult.class)
                    .when(
                            MailRequestResult.Accepted.class,
                            request ->
                                    CredeblBodies.done(
                                            200,
                                            "A mail is on its way",
                                            new CredeblBodies.Account(
                                                    UUID.randomUUID().toString(), request.email())))
                    .when(
                            MailRequestResult.UnknownUser.class,
                            request -> request.of(CredeblError.USER_NOT_FOUND))
                    .when(
                            MailRequestResult.AddressUnverified.class,
                            request -> request.of(CredeblError.EMAIL_UNVERIFIED))
                    .when(
                            MailRequestResult.MethodDisabled.class,
                            request -> request.of(CredeblError.METHOD_DISABLED))
                    .when(
                            MailRequestResult.Busy.class,
                            (request, busy) ->
                                    request.errors().unavailable(busy.retryAfterSeconds()))
                    .complete();

    static final Cases<Request, PasswordResetResult, Answer> RESET =
            Cases.<Request, PasswordResetResult, Answer>of(PasswordResetResult.class)
                    .when(
                            PasswordResetResult.Reset.class,
                            (request, reset) -> request.changed(reset.userId()))
                    .when(
                            PasswordResetResult.UnknownUser.class,
                            request -> request.of(CredeblError.USER_NOT_FOUND))
                    .when(
                            PasswordResetResult.PasswordRefused.class,
                            (request, refused) ->
                                    request.errors().passwordRefused(refused.refusal()))
                    .when(
                            PasswordResetResult.NotAdmitted.class,
                            request -> request.of(CredeblError.METHOD_DISABLED))
                    .when(PasswordResetResult.LinkInvalid.class, PasswordAnswers::linkInvalid)
                    .when(PasswordResetResult.LinkUsed.class, PasswordAnswers::linkInvalid)
                    .when(PasswordResetResult.LinkExpired.class, PasswordAnswers::linkInvalid)
                    .when(
                            PasswordResetResult.Overloaded.class,
                            (request, overloaded) ->
                                    request.errors().unavailable(overloaded.retryAfterSeconds()))
                    .when(
                            PasswordResetResult.ReadOnly.class,
                            request -> request.of(CredeblError.READ_ONLY))
                    .complete();

    /**
     * @param userId of the caller
     */
    record Change(Request request, String userId) {

        private Answer of(CredeblError error) {
            return request.of(error);
        }

        private Answer tooEarly(int seconds) {
            return request.errors().rateLimited(seconds);
        }
    }

    private static final Cases<Change, PasswordReplaceResult, Answer> OWN_CHANGED =
            Cases.<Change, PasswordReplaceResult, Answer>of(PasswordReplaceResult.class)
                    .when(
                            PasswordReplaceResult.NoPassword.class,
                            change -> change.of(CredeblError.INVALID_CREDENTIALS))
                    .when(
                            PasswordChangeResult.Changed.class,
                            change -> change.request().changed(change.userId()))
                    .when(
                            PasswordChangeResult.WrongCurrentPassword.class,
                            change -> change.of(CredeblError.INVALID_CREDENTIALS))
                    .when(
                            PasswordChangeResult.Locked.class,
                            change -> change.of(CredeblError.INVALID_CREDENTIALS))
                    .when(
                            PasswordChangeResult.Limited.class,
                            (change, limited) -> change.tooEarly(limited.retryAfterSeconds()))
                    .when(
                            PasswordChangeResult.Busy.class,
                            (change, busy) -> change.tooEarly(busy.retryAfterSeconds()))
                    .when(
                            PasswordChangeResult.Refused.class,
                            (change, refused) ->
                                    change.request().errors().passwordRefused(refused.refusal()))
                    .when(
                            PasswordChangeResult.Overloaded.class,
                            (change, overloaded) ->
                                    change.request()
                                            .errors()
                                            .unavailable(overloaded.retryAfterSeconds()))
                    .when(
                            PasswordChangeResult.ReadOnly.class,
                            change -> change.of(CredeblError.READ_ONLY))
                    .complete();

    static final Cases<Change, NamedPasswordChangeResult, Answer> OF_NAMED =
            Cases.<Change, NamedPasswordChangeResult, Answer>of(NamedPasswordChangeResult.class)
                    .when(
                            NamedPasswordChangeResult.Tried.class,
                            (change, tried) -> OWN_CHANGED.apply(change, tried.result()))
                    .when(
                            NamedPasswordChangeResult.NotOwn.class,
                            change -> change.of(CredeblError.NOT_OWN_ACCOUNT))
                    .when(
                            NamedPasswordChangeResult.PasswordUnreadable.class,
                            change -> change.of(CredeblError.UNDECRYPTABLE))
                    .when(
                            NamedPasswordChangeResult.SamePassword.class,
                            change -> change.of(CredeblError.SAME_PASSWORD))
                    .complete();

    private PasswordAnswers() {}

    private static Answer linkInvalid(Request request) {
        return request.of(CredeblError.LINK_INVALID);
    }
}
