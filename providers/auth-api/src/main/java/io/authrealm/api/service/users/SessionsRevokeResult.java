package io.authrealm.api.service.users;

/** How an admin's sign-out of a user ends. */
public sealed interface SessionsRevokeResult {

    /**
     * @param sessions how many were active
     */
    record Revoked(int sessions) implements SessionsRevokeResult {}

    /** There is no such user any more. */
    record Gone() implements SessionsRevokeResult {}
}
