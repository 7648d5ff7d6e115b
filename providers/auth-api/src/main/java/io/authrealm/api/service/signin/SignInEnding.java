package io.authrealm.api.service.signin;

import io.authrealm.api.keycloak.HeadlessProcessor;
import java.util.List;
import java.util.Optional;
import org.keycloak.sessions.AuthenticationSessionModel;

/** What a sign-in becomes once its flow is complete and nothing stands in the way. */
enum SignInEnding {
    /** A session and its first pair of tokens. */
    TOKENS {
        @Override
        Optional<SignInResult.AfterFlow> end(
                SignInCompletion completion, HeadlessProcessor finished, List<String> actions) {
            return completion
                    .issue(finished)
                    .map(tokens -> new SignInResult.SignedIn(tokens, actions, Optional.empty()));
        }
    },

    /** The same, and the browser holds the session by cookies too. */
    TOKENS_AND_COOKIES {
        @Override
        Optional<SignInResult.AfterFlow> end(
                SignInCompletion completion, HeadlessProcessor finished, List<String> actions) {
            return completion
                    .issueAndOpen(finished)
                    .map(
                            both ->
                                    new SignInResult.SignedIn(
                                            both.tokens(), actions, Optional.of(both.hosted())));
        }

        /** The request that ends it may come from any client. */
        @Override
        SignInEnding afterActions() {
            return TOKENS;
        }
    },

    /** A session and one access token that is good for as long as the tenant says. */
    SINGLE_TOKEN {
        @Override
        Optional<SignInResult.AfterFlow> end(
                SignInCompletion completion, HeadlessProcessor finished, List<String> actions) {
            return completion
                    .issueSingle(finished)
                    .map(tokens -> new SignInResult.SignedIn(tokens, actions, Optional.empty()));
        }
    },

    /** A session that the browser holds by cookies. */
    COOKIES {
        @Override
        Optional<SignInResult.AfterFlow> end(
                SignInCompletion completion, HeadlessProcessor finished, List<String> actions) {
            return completion
                    .open(finished)
                    .map(
                            opened ->
                                    new SignInResult.SessionOpened(
                                            opened.session(), opened.device(), actions));
        }
    };

    private static final String NOTE = "authrealm.ending";

    /** What a sign-in that waits for actions ends in; nothing if it has not waited for any. */
    static Optional<SignInEnding> of(AuthenticationSessionModel waiting) {
        return Optional.ofNullable(waiting.getAuthNote(NOTE)).map(SignInEnding::valueOf);
    }

    /** Lets a sign-in that waits for actions end in this. */
    void keepIn(AuthenticationSessionModel waiting) {
        waiting.setAuthNote(NOTE, afterActions().name());
    }

    /** What the sign-in ends in if it has to wait for actions first. */
    SignInEnding afterActions() {
        return this;
    }

    /**
     * Ends the sign-in; nothing if it was overtaken.
     *
     * @param actions required actions, by their aliases, that the next sign-in will end in
     */
    abstract Optional<SignInResult.AfterFlow> end(
            SignInCompletion completion, HeadlessProcessor finished, List<String> actions);
}
