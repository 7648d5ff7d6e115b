package io.authrealm.suite;

/** Whether this is the long run of {@code -Psoak}, which needs a quiet machine. */
final class Soak {

    static final boolean ON = Boolean.getBoolean("authrealm.test.soak");

    private Soak() {}

    /** A count, a time or a tolerance that differs in the long run. */
    static <T> T or(T inTheLongRun, T otherwise) {
        return ON ? inTheLongRun : otherwise;
    }
}
