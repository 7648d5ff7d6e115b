package io.authrealm.fakes;

/** A service on a port of this machine, which tests can take down. */
interface FakeService extends AutoCloseable {

    /** Where the service is reached, each time the same object. */
    HttpListener listener();

    /** The base of the service's addresses, on this machine. */
    default String url() {
        return listener().url();
    }

    default int port() {
        return listener().port();
    }

    /** Refuses connections until {@link #up()}. */
    default void down() {
        listener().down();
    }

    default void up() {
        listener().up();
    }

    @Override
    default void close() {
        listener().close();
    }
}
