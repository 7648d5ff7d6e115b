package io.authrealm.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Ends the shared servers after the last test class. */
public final class StopServerAtTheEnd implements LauncherSessionListener {

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        TestServer.stopIfRunning();
        try {
            PostgresServer.stopIfRunning();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
