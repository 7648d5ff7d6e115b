package io.authrealm.core.hash;

/** Why a string is not taken for a hash. The reason never repeats any of the string. */
final class MalformedHashException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedHashException(String reason) {
        super(reason, null, false, false);
    }
}
