package io.authrealm.api.service.invites;

import io.authrealm.api.service.password.PasswordRefusal;
import io.authrealm.api.service.session.TokenPair;
import io.authrealm.api.service.signin.SignInResult;
import io.authrealm.api.service.signup.AccountAttribute;

/** How the acceptance of an invite ends for somebody who is not signed in. */
public sealed interface InviteAcceptResult {

    /** The account is there and signed in. */
    record SignedUp(TokenPair tokens) implements InviteAcceptResult {}

    /** The account is there, and its first sign-in waits until it is set up further. */
    record ActionRequired(SignInResult.ActionRequired signIn) implements InviteAcceptResult {}

    /**
     * The account is there, and its owner is not signed in: the tenant's flow asks for more than a
     * new account can give. The first sign-in is told what that is.
     */
    record Created() implements InviteAcceptResult {}

    /** The invite cannot be accepted. */
    record Refused(InviteRefusal why) implements InviteAcceptResult {}

    /** The address has an account in the tenant already. The invite stays as it is. */
    record AccountExists() implements InviteAcceptResult {}

    /** The password is too short or too long, or the realm's password policy refuses it. */
    record PasswordRefused(PasswordRefusal refusal) implements InviteAcceptResult {}

    /** The realm's user profile refuses a value. */
    record InvalidAttribute(AccountAttribute attribute) implements InviteAcceptResult {}

    /** The tenant takes no passwords. The invite stays as it is. */
    record MethodDisabled() implements InviteAcceptResult {}

    /** The server computes too many password hashes already; nothing was created. */
    record Overloaded(int retryAfterSeconds) implements InviteAcceptResult {}
}
