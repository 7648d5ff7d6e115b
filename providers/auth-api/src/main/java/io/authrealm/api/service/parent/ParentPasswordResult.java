package io.authrealm.api.service.parent;

import io.authrealm.api.service.recovery.PasswordResetResult;

/** How setting a password by a link and a public key ends. */
public sealed interface ParentPasswordResult {

    /** Nobody comes in by this public key now. */
    record Shut(Closure why) implements ParentPasswordResult {}

    /** The link was looked at. */
    record Ended(PasswordResetResult reset) implements ParentPasswordResult {}
}
