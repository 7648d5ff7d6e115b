package io.authrealm.core.breach;

import org.jspecify.annotations.Nullable;

/**
 * The file of an open corpus was shortened, lengthened or written over in place, so that it answers
 * nothing any more. A new corpus has to be renamed onto the old one, as the builder does it.
 */
public final class CorpusVanishedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CorpusVanishedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
