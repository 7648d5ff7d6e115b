package io.authrealm.core.breach;

import org.jspecify.annotations.Nullable;

/**
 * The file of an open corpus was shortened, lengthened or written over in place, so it answers
 * nothing any more. Replace a corpus by renaming the new file onto the old one, as the builder
 * does.
 */
public final class CorpusVanishedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CorpusVanishedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
