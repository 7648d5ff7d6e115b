package io.authrealm.api.service.users;

import io.authrealm.api.service.users.UserDirectory.Listed;
import io.authrealm.api.service.users.UserDirectory.Total;
import java.util.List;

/** How a request for a page of users ends. */
public sealed interface UserListResult {

    /**
     * @param next the cursor of the next page; null at the end of the list
     * @param total null if the client did not ask for it, or the caller may not see all users
     */
    record Page(List<Listed> users, String next, Total total) implements UserListResult {}

    /** The cursor is none of this list's. */
    record BadCursor() implements UserListResult {}

    /** The database has no index for the search in that order, and would read every user. */
    record NotIndexed() implements UserListResult {}

    /**
     * The database would read too many users only to skip them.
     *
     * @param max the largest offset
     */
    record OffsetTooLarge(int max) implements UserListResult {}

    /** The caller may not ask for users at all. */
    record Denied() implements UserListResult {}
}
