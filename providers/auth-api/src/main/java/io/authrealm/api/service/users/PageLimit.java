package io.authrealm.api.service.users;

/**
 * How many rows a client wants in a page of a list. One that wants more than {@value #MAX} gets
 * that many.
 */
public record PageLimit(int rows) {

    private static final int MAX = 200;

    /**
     * @throws IllegalArgumentException if the page could have no row
     */
    public PageLimit {
        if (rows < 1) {
            throw new IllegalArgumentException("a page of " + rows + " rows");
        }
        rows = Math.min(rows, MAX);
    }
}
