package io.authrealm.api.service.signup;

import io.authrealm.api.service.password.PasswordRefusal;

/** Why an account was not created. */
public sealed interface AccountRefusal {

    /** What the realm's user profile has against the account. */
    sealed interface ByProfile extends AccountRefusal {}

    /**
     * Another account has the address.
     *
     * @param isHashed whether the password was hashed before that was known
     */
    record Taken(boolean isHashed) implements ByProfile {}

    /** The realm's user profile refuses a value. */
    record InvalidAttribute(AccountAttribute attribute) implements ByProfile {}

    /** The password is too short or too long, or the realm's password policy refuses it. */
    record PasswordRefused(PasswordRefusal refusal) implements AccountRefusal {}

    /** The server computes too many password hashes already. */
    record Overloaded(int retryAfterSeconds) implements AccountRefusal {}

    /** The realm was closed to the API meanwhile. */
    record Closed() implements AccountRefusal {}
}
