package io.authrealm.sms;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Everything that the pack writes to the log, at any level, until it is closed. */
final class LogCapture extends Handler implements AutoCloseable {

    private final Logger logger = Logger.getLogger("io.authrealm");
    private final Level before = logger.getLevel();
    private final StringBuffer text = new StringBuffer();

    LogCapture() {
        setLevel(Level.ALL);
        logger.setLevel(Level.ALL);
        logger.addHandler(this);
    }

    String text() {
        return text.toString();
    }

    @Override
    public void publish(LogRecord entry) {
        text.append(entry.getLevel()).append(' ').append(entry.getMessage());
        if (entry.getThrown() != null) {
            text.append(' ').append(entry.getThrown());
        }
        text.append('\n');
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setLevel(before);
    }
}
