package io.authrealm.api.dialect;

import io.authrealm.api.http.Answer;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.users.UserAccessResult;
import io.authrealm.core.outcome.Cases;

/**
 * What admins' routes answer if the admin has no access.
 *
 * @param unknown if there is no such user
 * @param denied if the admin has no right
 * @param invalidId if no user can have such an id
 */
public record AccessAnswers(Call call, Answer unknown, Answer denied, Answer invalidId) {

    @SuppressWarnings("rawtypes") // A class literal has no parameters.
    private static final Cases<AccessAnswers, UserAccessResult, Object> GRANTED =
            Cases.<AccessAnswers, UserAccessResult, Object>of(UserAccessResult.class)
                    .when(UserAccessResult.Granted.class, (answers, granted) -> granted.access())
                    .when(
                            UserAccessResult.Unknown.class,
                            answers -> answers.refuse(answers.unknown()))
                    .when(
                            UserAccessResult.Denied.class,
                            answers -> answers.refuse(answers.denied()))
                    .when(
                            UserAccessResult.InvalidId.class,
                            answers -> answers.refuse(answers.invalidId()))
                    .complete();

    /** What was granted; a request without access ends here. */
    @SuppressWarnings("unchecked") // The only case that returns has a T.
    public <T> T granted(UserAccessResult<T> result) {
        return (T) GRANTED.apply(this, result);
    }

    private Object refuse(Answer answer) {
        return call.refuse(answer);
    }
}
