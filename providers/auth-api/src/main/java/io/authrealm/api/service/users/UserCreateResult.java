package io.authrealm.api.service.users;

import io.authrealm.api.service.profile.Profile;
import io.authrealm.api.service.signup.AccountRefusal;
import java.time.Instant;

/** How the creation of a user ends. */
public sealed interface UserCreateResult {

    record Created(Profile profile) implements UserCreateResult {}

    /** There is no such role, or the admin may not give it; nobody was created. */
    record RolesRefused() implements UserCreateResult {}

    /** The request names another tenant than the one that the admin was let in to. */
    record OtherTenant() implements UserCreateResult {}

    /**
     * A deleted user has the address, whom the admin may see.
     *
     * @param deletedAt when the user was deleted
     */
    record TakenByDeleted(String userId, Instant deletedAt) implements UserCreateResult {}

    record Refused(AccountRefusal refusal) implements UserCreateResult {}
}
