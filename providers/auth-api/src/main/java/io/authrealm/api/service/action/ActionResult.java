package io.authrealm.api.service.action;

import io.authrealm.api.service.password.PasswordRefusal;
import io.authrealm.api.service.profile.ProfileFormResult;
import io.authrealm.api.service.signin.SignInResult;
import io.authrealm.api.service.verification.CodeConfirmResult;
import io.authrealm.api.service.verification.CodeStartResult;
import java.util.List;

/** How the answer to a pending action ends. */
public sealed interface ActionResult {

    /** The action is done, and the sign-in went on. */
    record Done(SignInResult signIn) implements ActionResult {}

    /**
     * A code is on its way, and the sign-in waits for it.
     *
     * @param destination the address, shortened so that it gives nothing away
     */
    record CodeSent(String destination) implements ActionResult {}

    record CodeNotSent(CodeStartResult.NotSent reason) implements ActionResult {}

    record CodeRefused(CodeConfirmResult.NotConfirmed reason) implements ActionResult {}

    /** It is too short or too long, or the realm's password policy refuses it. */
    record PasswordRefused(PasswordRefusal refusal) implements ActionResult {}

    /** The realm's user profile refuses some of it; nothing was changed. */
    record ProfileRefused(List<ProfileFormResult.Fault> faults) implements ActionResult {}

    /** Another account has the address. */
    record EmailTaken() implements ActionResult {}

    /** The user does not accept; the sign-in has ended. */
    record Declined() implements ActionResult {}

    /** The user need not do it, or has done it already. */
    record NotPending() implements ActionResult {}

    /** The account belongs to a directory that this server may only read. */
    record ReadOnly() implements ActionResult {}

    /**
     * The challenge is unknown, taken, too old or for something else, or the account has changed.
     */
    record ChallengeExpired() implements ActionResult {}

    /** The user may not have a message sent, or a password or profile looked at, again so soon. */
    record Limited(int retryAfterSeconds) implements ActionResult {}

    /** The server computes too many password hashes already; nothing was changed. */
    record Overloaded(int retryAfterSeconds) implements ActionResult {}
}
