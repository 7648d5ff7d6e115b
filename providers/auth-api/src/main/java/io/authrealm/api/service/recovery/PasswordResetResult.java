package io.authrealm.api.service.recovery;

import io.authrealm.api.service.admission.Denial;
import io.authrealm.api.service.password.PasswordRefusal;

/** How setting a password by a link ends. */
public sealed interface PasswordResetResult {

    record Reset(String userId) implements PasswordResetResult {}

    /** The tenant reveals accounts, and there is none with the address that the client names. */
    record UnknownUser() implements PasswordResetResult {}

    /**
     * It is too short or too long, or the realm's password policy refuses it; the link is as good
     * as before.
     */
    record PasswordRefused(PasswordRefusal refusal) implements PasswordResetResult {}

    /** The user may not reset the password this way; the link is as good as before. */
    record NotAdmitted(Denial why) implements PasswordResetResult {}

    record LinkInvalid() implements PasswordResetResult {}

    record LinkUsed() implements PasswordResetResult {}

    record LinkExpired() implements PasswordResetResult {}

    /** The server computes too many password hashes already; the link is as good as before. */
    record Overloaded(int retryAfterSeconds) implements PasswordResetResult {}

    /**
     * The password belongs to a directory that this server may only read; the link is as good as
     * before.
     */
    record ReadOnly() implements PasswordResetResult {}
}
