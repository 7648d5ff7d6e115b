package io.authrealm.api.service.users;

import io.authrealm.api.service.bin.RecycleBin;
import java.util.List;

/** How a request for a page of deleted users ends. */
public sealed interface DeletedListResult {

    /**
     * @param next the cursor of the next page; null at the end of the list
     */
    record Page(List<RecycleBin.DeletedUser> users, String next) implements DeletedListResult {}

    /** The cursor is none of this list's. */
    record BadCursor() implements DeletedListResult {}
}
