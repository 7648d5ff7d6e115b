package io.authrealm.api.service.parent;

import io.authrealm.api.service.password.PasswordRefusal;
import io.authrealm.api.service.signup.AccountAttribute;

/** How a sign-up of a child ends. */
public sealed interface ParentSignUpResult {

    /**
     * @param token null if the account cannot sign in yet
     * @param isMailSent whether a link that verifies the address is on its way
     */
    record SignedUp(ParentAccount account, String token, boolean isMailSent)
            implements ParentSignUpResult {

        /** Hides the token. */
        @Override
        public String toString() {
            return "SignedUp";
        }
    }

    /** Parents do not sign up here: an operator makes their tenants. */
    record ParentsClosed() implements ParentSignUpResult {}

    /** Nobody comes in by this public key now. */
    record Shut(Closure why) implements ParentSignUpResult {}

    /** The address or the name is taken; the client does not learn which. */
    record Taken() implements ParentSignUpResult {}

    record PasswordRefused(PasswordRefusal refusal) implements ParentSignUpResult {}

    record InvalidAttribute(AccountAttribute attribute) implements ParentSignUpResult {}

    /** The page for the link is of a site that the tenant does not know. */
    record ForeignPage() implements ParentSignUpResult {}

    /** The realm does not let users register. */
    record RegistrationClosed() implements ParentSignUpResult {}

    record Overloaded(int retryAfterSeconds) implements ParentSignUpResult {}
}
