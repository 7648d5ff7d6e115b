package io.authrealm.api.service.parent;

import java.util.List;

/** How a request for the children of a parent ends. */
public sealed interface ChildrenResult {

    /**
     * @param next the cursor of the next page; null if there is none
     * @param total how many children the parent has, whatever the query
     * @param active how many of them have used a session in the last 30 days that is still known
     */
    record Page(List<Children.Child> children, String next, long total, long active)
            implements ChildrenResult {}

    /** The caller owns no tenant, or one that is closed. */
    record NotOwner() implements ChildrenResult {}

    record BadCursor() implements ChildrenResult {}
}
