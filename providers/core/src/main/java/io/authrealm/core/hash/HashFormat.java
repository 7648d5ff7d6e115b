package io.authrealm.core.hash;

/** One family of encoded strings. A new one is a class and a line in {@link HashFormats}. */
interface HashFormat {

    /** Whether the string is meant to be of this format, judged by its prefix or shape; cheap. */
    boolean claims(String encoded);

    /**
     * Parses the whole string strictly: every character is checked, and every number has bounds.
     *
     * @throws MalformedHashException with the reason, before any work on the hash
     */
    EncodedHash parse(String encoded) throws MalformedHashException;
}
