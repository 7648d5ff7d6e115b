package io.authrealm.api.service.users;

import io.authrealm.api.service.profile.Profile;

/** How a change of a user's data ends. */
public sealed interface UserChangeResult {

    /** The user as a new request would find them. */
    record Changed(Profile profile) implements UserChangeResult {}

    /** The request has an address that is not the user's. Only users change their address. */
    record OtherEmail() implements UserChangeResult {}

    /** The user belongs to a directory that this server may only read; nothing was changed. */
    record ReadOnly() implements UserChangeResult {}

    /** The tenant would have no owner any more; nothing was changed. */
    record LastOwner() implements UserChangeResult {}
}
