package io.authrealm.api.service.users;

import org.keycloak.models.UserModel;

/** What comes of looking for a user. */
public sealed interface UserAccessResult {

    record Granted(UserModel user) implements UserAccessResult {}

    /** There is no such user, and the caller may know that. */
    record Unknown() implements UserAccessResult {}

    /**
     * The caller has no right to this user. Nor can a caller with a right to some users only tell
     * the others from those who do not exist.
     */
    record Denied() implements UserAccessResult {}
}
