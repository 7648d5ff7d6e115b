package io.authrealm.api.dialect.qeet;

import io.authrealm.api.http.Answer;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.users.UserAccessResult;
import io.authrealm.core.outcome.Cases;

/** What admins' routes answer if the admin has no access. */
record AccessAnswers(Call call, QeetErrors errors) {

    @SuppressWarnings("rawtypes") // A class literal has no parameters.
    private static final Cases<AccessAnswers, UserAccessResult, Object> GRANTED =
            Cases.<AccessAnswers, UserAccessResult, Object>of(UserAccessResult.class)
                    .when(UserAccessResult.Granted.class, (answers, granted) -> granted.access())
                    .when(
                            UserAccessResult.Unknown.class,
                            answers -> answers.refuse(answers.errors().notFound()))
                    .when(
                            UserAccessResult.Denied.class,
                            answers ->
                                    answers.refuse(
                                            answers.errors().of(QeetError.PERMISSION_DENIED)))
                    .when(
                            UserAccessResult.InvalidId.class,
                            answers ->
                                    answers.refuse(
                                            answers.errors()
                                                    .of(QeetError.BAD_REQUEST, "invalid id")))
                    .complete();

    /** What was granted; a request without access ends here. */
    @SuppressWarnings("unchecked") // The only case that returns has a T.
    <T> T granted(UserAccessResult<T> result) {
        return (T) GRANTED.apply(this, result);
    }

    private Object refuse(Answer answer) {
        return call.refuse(answer);
    }
}
