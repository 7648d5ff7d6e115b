package io.authrealm.api.service.signin;

import io.authrealm.api.service.admission.Denial;
import io.authrealm.api.service.factor.CodeFactor;
import io.authrealm.api.service.factor.SecondFactor;
import io.authrealm.api.service.factor.TrustedDevice;
import io.authrealm.api.service.session.HostedSession;
import io.authrealm.api.service.session.TokenPair;
import java.util.List;
import java.util.Optional;

/** How a sign-in, or one of its requests, ends. All of these are committed. */
public sealed interface SignInResult {

    /**
     * @param actionsFromNextTime required actions, by their aliases, that the next sign-in will end
     *     in unless the user has seen to them by then
     * @param hosted what a browser holds besides
     */
    record SignedIn(
            TokenPair tokens, List<String> actionsFromNextTime, Optional<HostedSession> hosted)
            implements AfterFlow {}

    /** There are no tokens, or none yet. */
    sealed interface NotSignedIn extends SignInResult {}

    /** What a sign-in ends in that goes on after its flow. */
    sealed interface AfterFlow extends SignInResult {}

    /**
     * The same for a browser, which holds the session by cookies and gets no tokens.
     *
     * @param device set if the user trusts the browser from now on
     * @param actionsFromNextTime as in {@link SignedIn}
     */
    record SessionOpened(
            HostedSession session, Optional<TrustedDevice> device, List<String> actionsFromNextTime)
            implements AfterFlow {}

    /**
     * The password was right and a second factor is due.
     *
     * @param mfaToken names the challenge in the next request; a UUID, and a secret
     * @param methods what the user can answer with
     * @param destinations to which a code for one of the methods can be sent
     * @param continuation how the user can answer in a browser instead, if the app can be sent a
     *     code
     * @param isAddressDue whether the user will have to prove the address after that, before there
     *     are tokens
     */
    record MfaRequired(
            String mfaToken,
            List<SecondFactor> methods,
            List<CodeFactor> destinations,
            Optional<Continuation> continuation,
            boolean isAddressDue)
            implements NotSignedIn {

        /** Hides the challenge. */
        @Override
        public String toString() {
            return "MfaRequired";
        }
    }

    /**
     * The password was right, and the account has to be set up further first.
     *
     * @param actions what there is to do, in the order in which it is due
     * @param challenge names the sign-in that waits for them; a UUID, and a secret
     * @param continuation how a browser can do it instead, if the app can be sent a code
     */
    record ActionRequired(
            List<PendingAction> actions, String challenge, Optional<Continuation> continuation)
            implements NotSignedIn, AfterFlow {

        /** Whether new recovery codes are all that is missing, and the API can make them. */
        public boolean isForRecoveryCodes() {
            return !actions.isEmpty()
                    && actions.stream()
                            .allMatch(
                                    action ->
                                            action.kind() == PendingAction.Kind.MAKE_RECOVERY_CODES
                                                    && !action.isRefused());
        }

        /** Hides the challenge. */
        @Override
        public String toString() {
            return "ActionRequired";
        }
    }

    /** The same if a second factor is the first thing that has to be set up. */
    record EnrollmentRequired(ActionRequired required) implements NotSignedIn, AfterFlow {}

    /** No such user, no password, or a wrong one: the client never learns which. */
    record InvalidCredentials() implements NotSignedIn {}

    /** The tenant reveals accounts, and there is none with the address; nothing was looked at. */
    record UnknownUser() implements NotSignedIn {}

    /**
     * The tenant reveals accounts, and the address of this one has to be verified first; nothing
     * was looked at.
     */
    record AddressUnverified() implements NotSignedIn {}

    /**
     * The user has as many sessions as the tenant allows. Only a client that has proved who it is
     * learns this, unless the tenant reveals accounts.
     */
    record TooManySessions() implements NotSignedIn, AfterFlow {}

    /** The password was right, and an admin has disabled the account. */
    record AccountInactive() implements NotSignedIn {}

    /**
     * Everything was right, and the user may not come in by the door that the request has chosen.
     */
    record NotAdmitted(Denial why) implements NotSignedIn, AfterFlow {}

    /**
     * The tenant takes no passwords; nothing was looked at. Only a request that has named the
     * tenant learns this: otherwise it would tell in which tenant the address has an account.
     */
    record MethodDisabled() implements NotSignedIn {}

    /** Too many failures; nothing was looked at. */
    record AccountLocked(int retryAfterSeconds) implements NotSignedIn {}

    /**
     * The tenant's flow goes on with something that only a browser can answer.
     *
     * @param continuation how a browser goes on, if it can and if the app can be sent a code
     */
    record RedirectToWeb(Optional<Continuation> continuation) implements NotSignedIn, AfterFlow {

        RedirectToWeb() {
            this(Optional.empty());
        }
    }

    /** The challenge is unknown, answered, given up or too old. */
    record ChallengeExpired() implements NotSignedIn, AfterFlow {}

    /** The second factor's code was wrong; the challenge can be answered again. */
    record CodeInvalid() implements NotSignedIn {}

    /** The signature of the key was not accepted; the challenge can be answered again. */
    record KeyRejected() implements NotSignedIn {}

    /** The challenge cannot be answered with this factor; nothing was looked at. */
    record FactorNotOffered() implements NotSignedIn {}

    /** Too many attempts on this account are waiting already. */
    record Busy(int retryAfterSeconds) implements NotSignedIn {}

    /** The server computes too many password hashes already; no password was looked at. */
    record Overloaded(int retryAfterSeconds) implements NotSignedIn {}
}
