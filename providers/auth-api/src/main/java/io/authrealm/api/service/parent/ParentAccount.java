package io.authrealm.api.service.parent;

import java.time.Instant;

/**
 * A parent or a child, as both may see themselves.
 *
 * @param ownKey the public key of the account; a parent's names its tenant
 * @param parentKey the key of the tenant that a child belongs to; null if the tenant has none
 * @param organization of the tenant that the account owns or belongs to
 * @param lastSignIn when a session that is still known was last used, or null
 * @param lastFailure null if there is none to remember
 * @param lockedUntil null if the account is not locked
 * @param creditsLeft what a parent has left to spend; null of a child, and if nothing costs
 *     anything
 */
public record ParentAccount(
        String id,
        String username,
        String email,
        boolean isEmailVerified,
        Kind kind,
        Status status,
        String ownKey,
        String parentKey,
        ParentOrganization organization,
        PasswordAge password,
        Instant createdAt,
        Instant updatedAt,
        Instant lastSignIn,
        int failures,
        Instant lastFailure,
        Instant lockedUntil,
        Long creditsLeft) {

    /** What an account is. */
    public enum Kind {
        PARENT,
        CHILD
    }

    /** Whether it can sign in. */
    public enum Status {
        ACTIVE,
        INACTIVE,
        LOCKED
    }
}
