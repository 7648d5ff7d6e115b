package io.authrealm.api.service.users;

/**
 * What comes of asking for access.
 *
 * @param <T> what the caller may use from here on
 */
public sealed interface UserAccessResult<T> {

    record Granted<T>(T access) implements UserAccessResult<T> {}

    /** There is no such user, and the caller may know that. */
    record Unknown<T>() implements UserAccessResult<T> {}

    /**
     * The caller has no right to this user, or not to all users. Nor can a caller with a right to
     * some users only tell the others from those who do not exist.
     */
    record Denied<T>() implements UserAccessResult<T> {}

    /** No user can have such an id. */
    record InvalidId<T>() implements UserAccessResult<T> {}
}
