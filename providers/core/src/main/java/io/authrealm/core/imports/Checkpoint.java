package io.authrealm.core.imports;

/**
 * Where the reading of a file resumes after it was stopped.
 *
 * @param offset bytes of the file that need not be sent again
 * @param line lines, or elements of an array, that end before the offset
 * @param state what a {@link RecordReader} has to know about the bytes before the offset: printable
 *     ASCII of at most 512 characters, none of them from the file
 */
public record Checkpoint(long offset, long line, String state) {

    /** Before the first byte. */
    public static final Checkpoint START = new Checkpoint(0, 0, "");
}
