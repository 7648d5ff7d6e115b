package io.authrealm.api.service.signup;

import io.authrealm.api.service.admission.Denial;
import io.authrealm.api.service.password.PasswordRefusal;
import io.authrealm.api.service.profile.Profile;
import io.authrealm.api.service.session.HostedSession;
import io.authrealm.api.service.session.TokenPair;
import io.authrealm.api.service.signin.SignInResult;
import io.authrealm.api.store.AccountState;

/** How a sign-up ends. */
public sealed interface SignUpResult {

    /**
     * @param state of the account when it was created
     */
    record SignedUp(Profile profile, TokenPair tokens, AccountState state)
            implements SignUpResult {}

    /**
     * The browser holds the session by cookies.
     *
     * @param state of the account when it was created
     */
    record SessionOpened(HostedSession session, AccountState state) implements SignUpResult {}

    /** The account is there, and its first sign-in waits until it is set up further. */
    record ActionRequired(Profile profile, SignInResult.ActionRequired signIn)
            implements SignUpResult {}

    /**
     * The account is there, and its owner is not signed in: the tenant's flow asks for more than a
     * sign-up can give. The first sign-in is told what that is.
     */
    record Created(Profile profile) implements SignUpResult {}

    /** The address is taken. The client is not told so, and pays for a hash as if it were not. */
    record Refused() implements SignUpResult {}

    /** The password is too short or too long, or the realm's password policy refuses it. */
    record PasswordRefused(PasswordRefusal refusal) implements SignUpResult {}

    /** The realm's user profile refuses a value. */
    record InvalidAttribute(AccountAttribute attribute) implements SignUpResult {}

    /** The server computes too many password hashes already; nothing was created. */
    record Overloaded(int retryAfterSeconds) implements SignUpResult {}

    /** Too many tenants were made from the network address of the client; nothing was created. */
    record Limited(int retryAfterSeconds) implements SignUpResult {}

    /**
     * The new user may not come in by the door that the request has chosen; nothing was created.
     */
    record NotAdmitted(Denial why) implements SignUpResult {}

    /** The realm does not let users register. */
    record RegistrationClosed() implements SignUpResult {}

    /** The tenant takes no passwords. */
    record MethodDisabled() implements SignUpResult {}

    /** The realm was closed to the API meanwhile; nothing was created. */
    record TenantClosed() implements SignUpResult {}
}
