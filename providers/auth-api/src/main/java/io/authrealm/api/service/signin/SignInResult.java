package io.authrealm.api.service.signin;

import io.authrealm.api.service.factor.SecondFactor;
import io.authrealm.api.service.session.TokenPair;
import java.util.List;

/** How a sign-in, or one of its two requests, ends. All of these are committed. */
public sealed interface SignInResult {

    /**
     * @param actionsFromNextTime required actions, by their aliases, that the next sign-in will end
     *     in unless the user has seen to them by then
     */
    record SignedIn(TokenPair tokens, List<String> actionsFromNextTime) implements SignInResult {}

    /**
     * The password was right and a second factor is due.
     *
     * @param mfaToken names the challenge in the second request; a UUID
     * @param methods what the user can answer with
     */
    record MfaRequired(String mfaToken, List<SecondFactor> methods) implements SignInResult {}

    /** No such user, no password, or a wrong one: the client never learns which. */
    record InvalidCredentials() implements SignInResult {}

    /** The password was right, and an admin has disabled the account. */
    record AccountInactive() implements SignInResult {}

    /** Too many failures; nothing was looked at. */
    record AccountLocked(int retryAfterSeconds) implements SignInResult {}

    /** The password was right, and the account has to be set up further on a page first. */
    record ActionRequired(List<String> actions) implements SignInResult {}

    /** The tenant's flow goes on with something that only a browser can answer. */
    record RedirectToWeb() implements SignInResult {}

    /** The challenge is unknown, answered, given up or too old. */
    record ChallengeExpired() implements SignInResult {}

    /** The second factor's code was wrong; the challenge can be answered again. */
    record CodeInvalid() implements SignInResult {}

    /** Too many attempts on this account are waiting already. */
    record Busy(int retryAfterSeconds) implements SignInResult {}

    /** The server computes too many password hashes already; no password was looked at. */
    record Overloaded(int retryAfterSeconds) implements SignInResult {}
}
