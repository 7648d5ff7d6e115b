package io.authrealm.core.imports;

/**
 * Where the reading of a file goes on after it was stopped.
 *
 * @param offset bytes of the file that need not be sent again
 * @param line lines, or elements of an array, that end before the offset
 * @param state what a {@link RecordReader} has to know of the bytes before the offset: printable
 *     ASCII of at most 512 characters, none of them the file's own
 */
public record Checkpoint(long offset, long line, String state) {

    /** In front of the first byte. */
    public static final Checkpoint START = new Checkpoint(0, 0, "");
}
