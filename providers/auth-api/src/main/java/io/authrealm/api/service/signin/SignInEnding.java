package io.authrealm.api.service.signin;

import io.authrealm.api.keycloak.HeadlessProcessor;
import java.util.List;
import java.util.Optional;

/** What a sign-in becomes once its flow is complete and nothing stands in the way. */
interface SignInEnding {

    /** A session and its first pair of tokens. */
    SignInEnding TOKENS =
            (completion, finished, actions) ->
                    completion
                            .issue(finished)
                            .map(tokens -> new SignInResult.SignedIn(tokens, actions));

    /** A session that the browser holds by cookies. */
    SignInEnding COOKIES =
            (completion, finished, actions) ->
                    completion
                            .open(finished)
                            .map(session -> new SignInResult.SessionOpened(session, actions));

    /**
     * Ends the sign-in; nothing if it was overtaken.
     *
     * @param actionsFromNextTime required actions, by their aliases, that the next sign-in will end
     *     in
     */
    Optional<SignInResult.AfterFlow> end(
            SignInCompletion completion,
            HeadlessProcessor finished,
            List<String> actionsFromNextTime);
}
