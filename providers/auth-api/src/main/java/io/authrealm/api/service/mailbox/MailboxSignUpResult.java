package io.authrealm.api.service.mailbox;

import io.authrealm.api.service.password.PasswordRefusal;
import io.authrealm.api.service.signup.AccountAttribute;

/** How a sign-up with a proved address ends. */
public sealed interface MailboxSignUpResult {

    /** There is an account now; nobody is signed in to it. */
    record SignedUp(String userId) implements MailboxSignUpResult {}

    /** The client has not proved the address, or not lately. */
    record NotProved() implements MailboxSignUpResult {}

    /**
     * There is an account with the address. Only a client that has proved the address learns this,
     * unless the tenant reveals accounts.
     */
    record Taken() implements MailboxSignUpResult {}

    /** The password is too short or too long, or the realm's password policy refuses it. */
    record PasswordRefused(PasswordRefusal refusal) implements MailboxSignUpResult {}

    /** The password should be encrypted, but not with the tenant's key. */
    record PasswordUnreadable() implements MailboxSignUpResult {}

    /** The realm's user profile refuses a value. */
    record InvalidAttribute(AccountAttribute attribute) implements MailboxSignUpResult {}

    /** The server computes too many password hashes already; nothing was created. */
    record Overloaded(int retryAfterSeconds) implements MailboxSignUpResult {}

    /** The realm does not let users register. */
    record RegistrationClosed() implements MailboxSignUpResult {}

    /** The realm was closed to the API meanwhile; nothing was created. */
    record TenantClosed() implements MailboxSignUpResult {}
}
