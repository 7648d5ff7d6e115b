package io.authrealm.core.breach;

/**
 * Why a file is refused, as a corpus or as the input of one. The message is one line for the
 * operator, which says what is wrong with which file.
 */
public final class CorpusException extends Exception {

    private static final long serialVersionUID = 1L;

    CorpusException(String message) {
        super(message);
    }
}
