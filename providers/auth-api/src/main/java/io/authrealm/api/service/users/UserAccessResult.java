package io.authrealm.api.service.users;

import java.util.function.Function;

/**
 * Whether the caller gets access.
 *
 * @param <T> what the caller may use from here on
 */
public sealed interface UserAccessResult<T> {

    /** The same refusal, or what {@code use} makes of what was granted. */
    <R> UserAccessResult<R> map(Function<T, R> use);

    record Granted<T>(T access) implements UserAccessResult<T> {

        @Override
        public <R> UserAccessResult<R> map(Function<T, R> use) {
            return new Granted<>(use.apply(access));
        }
    }

    /** There is no such user, and the caller may know that. */
    record Unknown<T>() implements UserAccessResult<T> {

        @Override
        public <R> UserAccessResult<R> map(Function<T, R> use) {
            return new Unknown<>();
        }
    }

    /**
     * The caller has no right to this user, or not to all users. Nor can a caller with a right to
     * some users only tell the others from those who do not exist.
     */
    record Denied<T>() implements UserAccessResult<T> {

        @Override
        public <R> UserAccessResult<R> map(Function<T, R> use) {
            return new Denied<>();
        }
    }

    /** No user can have such an id. */
    record InvalidId<T>() implements UserAccessResult<T> {

        @Override
        public <R> UserAccessResult<R> map(Function<T, R> use) {
            return new InvalidId<>();
        }
    }
}
