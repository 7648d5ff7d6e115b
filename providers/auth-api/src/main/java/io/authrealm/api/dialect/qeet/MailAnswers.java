package io.authrealm.api.dialect.qeet;

import io.authrealm.api.http.Answer;
import io.authrealm.api.service.link.MailRequestResult;
import io.authrealm.core.outcome.Cases;

/** What the routes answer that mail a link. */
final class MailAnswers {

    /**
     * @param status of the answer to an accepted request
     */
    record Accepted(QeetErrors errors, int status) {}

    static final Cases<Accepted, MailRequestResult, Answer> REQUESTED =
            Cases.<Accepted, MailRequestResult, Answer>of(MailRequestResult.class)
                    .when(MailRequestResult.Accepted.class, MailAnswers::accepted)
                    .when(MailRequestResult.UnknownUser.class, MailAnswers::accepted)
                    .when(MailRequestResult.AddressUnverified.class, MailAnswers::accepted)
                    .when(
                            MailRequestResult.MethodDisabled.class,
                            accepted -> accepted.errors().of(QeetError.METHOD_DISABLED))
                    .when(
                            MailRequestResult.Busy.class,
                            (accepted, busy) ->
                                    accepted.errors().unavailable(busy.retryAfterSeconds()))
                    .complete();

    private MailAnswers() {}

    private static Answer accepted(Accepted accepted) {
        return Answer.of(
                accepted.status(),
                new QeetBodies.Message(
                        "If there is an account with this address, a mail is on its way."));
    }
}
