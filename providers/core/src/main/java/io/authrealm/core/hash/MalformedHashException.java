package io.authrealm.core.hash;

/** Why a string is not accepted as a hash. The reason never repeats any of the string. */
final class MalformedHashException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;
    private final boolean tooCostly;

    MalformedHashException(String reason) {
        this(reason, false);
    }

    private MalformedHashException(String reason, boolean tooCostly) {
        super(reason, null, false, false);
        this.reason = reason;
        this.tooCostly = tooCostly;
    }

    /** For a hash that could be verified without bounds. */
    static MalformedHashException tooCostly(String reason) {
        return new MalformedHashException(reason, true);
    }

    String reason() {
        return reason;
    }

    boolean isTooCostly() {
        return tooCostly;
    }
}
