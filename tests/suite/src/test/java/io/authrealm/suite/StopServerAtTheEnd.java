package io.authrealm.suite;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Ends the shared server after the last test class. */
public final class StopServerAtTheEnd implements LauncherSessionListener {

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        TestServer.stopIfRunning();
    }
}
