package io.authrealm.api.dialect.authiqa;

import io.authrealm.api.http.Answer;
import io.authrealm.api.service.parent.ParentMailResult;
import io.authrealm.core.outcome.Cases;

/** What the routes answer that mail a link. */
final class MailAnswers {

    /**
     * A request for a mail.
     *
     * @param accepted what the client reads if there is nothing to refuse
     */
    record Request(AuthiqaErrors errors, String accepted) {}

    static final Cases<Request, ParentMailResult, Answer> REQUESTED =
            Cases.<Request, ParentMailResult, Answer>of(ParentMailResult.class)
                    .when(
                            ParentMailResult.Accepted.class,
                            request -> AuthiqaBodies.message(request.accepted()))
                    .when(
                            ParentMailResult.Shut.class,
                            (request, shut) -> request.errors().shut(shut.why()))
                    .when(
                            ParentMailResult.NotAdmitted.class,
                            (request, denied) -> request.errors().notAdmitted(denied.why()))
                    .when(
                            ParentMailResult.UnknownUser.class,
                            request -> request.errors().of(AuthiqaError.USER_NOT_FOUND))
                    .when(
                            ParentMailResult.AccountInactive.class,
                            request -> request.errors().of(AuthiqaError.ACCOUNT_INACTIVE))
                    .when(
                            ParentMailResult.AccountLocked.class,
                            (request, locked) ->
                                    request.errors().locked(locked.retryAfterSeconds()))
                    .when(
                            ParentMailResult.EmailNotVerified.class,
                            request -> request.errors().of(AuthiqaError.EMAIL_NOT_VERIFIED))
                    .when(
                            ParentMailResult.VerifiedAlready.class,
                            request -> request.errors().of(AuthiqaError.EMAIL_ALREADY_VERIFIED))
                    .when(
                            ParentMailResult.ForeignPage.class,
                            request -> request.errors().of(AuthiqaError.INVALID_AUTH_URLS))
                    .when(
                            ParentMailResult.Limited.class,
                            (request, limited) ->
                                    limited(request.errors(), limited.retryAfterSeconds()))
                    .when(
                            ParentMailResult.Busy.class,
                            (request, busy) ->
                                    request.errors().unavailable(busy.retryAfterSeconds()))
                    .complete();

    private MailAnswers() {}

    /** There is one mail or one link at a time, so nothing remains. */
    static Answer limited(AuthiqaErrors errors, int retryAfterSeconds) {
        return errors.rateLimited(retryAfterSeconds)
                .with("X-RateLimit-Limit", "1")
                .with("X-RateLimit-Remaining", "0")
                .with("X-RateLimit-Reset", Integer.toString(retryAfterSeconds));
    }
}
