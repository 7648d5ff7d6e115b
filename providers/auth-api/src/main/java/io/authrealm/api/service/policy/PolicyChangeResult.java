package io.authrealm.api.service.policy;

import io.authrealm.api.service.policy.AuthPolicy.Switch;

/** How a change of the policy ends. Either all of it is written, or nothing. */
public sealed interface PolicyChangeResult {

    /**
     * @param policy the one that holds from now on
     */
    record Changed(AuthPolicy policy) implements PolicyChangeResult {}

    /**
     * Nobody could sign in any more.
     *
     * @param last the way in that the change would switch off
     */
    record NoWayIn(Switch last) implements PolicyChangeResult {}

    /**
     * The admin who asks could not sign in any more.
     *
     * @param last the way in that the change would switch off
     */
    record LocksCallerOut(Switch last) implements PolicyChangeResult {}

    /**
     * No password could be long enough.
     *
     * @param longest that the realm lets a user have
     */
    record NoPasswordPossible(int longest) implements PolicyChangeResult {}

    /** A flow of the realm has no step that could demand a second factor. */
    record NoStepForDemand() implements PolicyChangeResult {}

    /** The realm is closed to the API, or gone. */
    record TenantClosed() implements PolicyChangeResult {}
}
