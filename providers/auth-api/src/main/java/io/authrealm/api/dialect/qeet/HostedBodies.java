package io.authrealm.api.dialect.qeet;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.authrealm.api.service.session.HostedSession;
import io.authrealm.api.service.signin.SignInResult;
import java.util.List;

/** The JSON objects that the dialect answers for sessions by cookie. */
final class HostedBodies {

    private HostedBodies() {}

    /**
     * @param requiredActions what the next sign-in will end in unless the user has seen to it
     */
    record Opened(
            String userId,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> requiredActions) {

        static Opened of(HostedSession session) {
            return new Opened(session.userId(), List.of());
        }

        static Opened of(SignInResult.SessionOpened opened) {
            return new Opened(opened.session().userId(), opened.actionsFromNextTime());
        }
    }
}
