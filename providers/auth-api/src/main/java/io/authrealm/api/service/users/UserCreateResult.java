package io.authrealm.api.service.users;

import io.authrealm.api.service.profile.Profile;
import io.authrealm.api.service.signup.AccountRefusal;

/** How the creation of a user ends. */
public sealed interface UserCreateResult {

    record Created(Profile profile) implements UserCreateResult {}

    /** There is no such role, or the admin may not give it; nobody was created. */
    record RolesRefused() implements UserCreateResult {}

    /** The request names another tenant than the one that the admin was let in to. */
    record OtherTenant() implements UserCreateResult {}

    record Refused(AccountRefusal refusal) implements UserCreateResult {}
}
