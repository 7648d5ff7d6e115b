package io.authrealm.api.service.signin;

import io.authrealm.api.service.factor.FactorCodeResult;
import java.util.Map;

/** How a request ends that prepares the answer to a second-factor challenge. */
public sealed interface FactorPromptResult {

    /**
     * The browser can ask the user's key.
     *
     * @param options for {@code navigator.credentials.get}, with the names that browsers use
     */
    record KeyRequest(Map<String, Object> options) implements FactorPromptResult {}

    /**
     * A code is on its way to the user.
     *
     * @param destination in a form that may be shown
     */
    record CodeSent(String destination) implements FactorPromptResult {}

    /** No code was sent. The challenge stays open, and a code that was sent before stays good. */
    record CodeNotSent(FactorCodeResult.NotSent why) implements FactorPromptResult {}

    /** The challenge cannot be answered with this factor. */
    record NotOffered() implements FactorPromptResult {}

    /** The user has the code already, or an app that makes it. */
    record NothingToPrepare() implements FactorPromptResult {}

    /** The challenge is unknown, answered, given up or too old. */
    record ChallengeExpired() implements FactorPromptResult {}

    /** Too many failures; nothing was prepared or sent. */
    record AccountLocked(int retryAfterSeconds) implements FactorPromptResult {}
}
