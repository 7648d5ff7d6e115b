package io.authrealm.api.keycloak;

import java.util.logging.Filter;
import java.util.logging.Logger;

/**
 * Keycloak logs each mail that it cannot send as an error with a stack trace. The outbox tries many
 * times and says so in one line each. So this leaves out what Keycloak says on the outbox's
 * threads. Mails of Keycloak's pages are logged as before.
 */
public final class MailLog {

    /** That of {@code ServicesLogger}. */
    private static final String CATEGORY = "org.keycloak.services";

    /** Kept, because Java forgets loggers that nothing holds. */
    private final Logger logger;

    private final Filter before;

    private MailLog(Logger logger) {
        this.logger = logger;
        this.before = logger.getFilter();
    }

    /** Leaves out exceptions that are logged on threads of this name. */
    public static MailLog withoutTracesOf(String threads) {
        MailLog log = new MailLog(Logger.getLogger(CATEGORY));
        log.logger.setFilter(
                record ->
                        (record.getThrown() == null
                                        || !Thread.currentThread().getName().equals(threads))
                                && (log.before == null || log.before.isLoggable(record)));
        return log;
    }

    /** Logs everything again. */
    public void restore() {
        logger.setFilter(before);
    }
}
