package io.authrealm.core.breach;

/**
 * Receives the progress of a build. An exception that it throws ends the build, which can be
 * resumed later.
 */
interface BuildListener {

    /**
     * @param totalBytes of the input
     * @param consumedBytes how much of it an earlier build has processed
     */
    void started(long totalBytes, long consumedBytes);

    /** Called often: after about every two thousand entries. */
    void advanced(long consumedBytes, long entries);

    /** Everything is written, and is read once more before it is put in its place. */
    void checking();
}
