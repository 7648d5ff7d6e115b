package io.authrealm.core.breach;

/** Is told how a build gets on. What it throws ends the build, which can go on later. */
interface BuildListener {

    /**
     * @param totalBytes of the input
     * @param consumedBytes how much of it an earlier build has done
     */
    void started(long totalBytes, long consumedBytes);

    /** Called often: each time some two thousand entries are done. */
    void advanced(long consumedBytes, long entries);

    /** All is written, and is read once more before it is put in its place. */
    void checking();
}
