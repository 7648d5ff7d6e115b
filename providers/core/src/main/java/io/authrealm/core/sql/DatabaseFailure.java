package io.authrealm.core.sql;

import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a failure of the database means to a request. It is derived from the standard SQL state and
 * the types of JDBC, so it works for every driver. Keycloak keeps only the innermost cause, which
 * may be a network failure.
 */
public enum DatabaseFailure {
    /** There is no connection to the database. The same request may succeed later. */
    AWAY,
    /** Another transaction conflicted. The same request may succeed at once. */
    CROSSED;

    /** The message of a pool that had no connection to give; such an exception has no SQL state. */
    private static final String POOL_IS_EMPTY = "acquisition timeout";

    private static final Set<String> LOCKED_TOO_LONG = Set.of("55P03", "HYT00");

    /** The longest chain of causes that is followed; real failures are shorter. */
    private static final int MAX_DEPTH = 30;

    /** The failure that caused {@code thrown}, or empty if there was none. */
    public static Optional<DatabaseFailure> of(Throwable thrown) {
        return find(thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    /** Whether {@code thrown} happened because there was no connection to the database. */
    public static boolean isAway(Throwable thrown) {
        return of(thrown).equals(Optional.of(AWAY));
    }

    /** Transaction managers keep the database's exception among the suppressed exceptions. */
    private static Optional<DatabaseFailure> find(@Nullable Throwable thrown, Set<Throwable> seen) {
        if (thrown == null || seen.size() >= MAX_DEPTH || !seen.add(thrown)) {
            return Optional.empty();
        }
        if (thrown instanceof SocketException
                || thrown instanceof SocketTimeoutException
                || thrown instanceof UnknownHostException
                || thrown instanceof EOFException) {
            return Optional.of(AWAY);
        }
        if (thrown instanceof SQLException sql) {
            Optional<DatabaseFailure> found = read(sql);
            if (found.isPresent()) {
                return found;
            }
        }
        Optional<DatabaseFailure> found = find(thrown.getCause(), seen);
        for (Throwable suppressed : thrown.getSuppressed()) {
            found = found.isPresent() ? found : find(suppressed, seen);
        }
        return found.isEmpty() && thrown instanceof SQLException sql
                ? find(sql.getNextException(), seen)
                : found;
    }

    private static Optional<DatabaseFailure> read(SQLException thrown) {
        boolean isConnection =
                thrown instanceof SQLTransientConnectionException
                        || thrown instanceof SQLNonTransientConnectionException
                        || thrown instanceof SQLRecoverableException;
        String state = thrown.getSQLState();
        if (isConnection || (state == null ? isPoolEmpty(thrown) : isAway(state))) {
            return Optional.of(AWAY);
        }
        return state != null && isCrossed(state) ? Optional.of(CROSSED) : Optional.empty();
    }

    private static boolean isPoolEmpty(SQLException thrown) {
        return thrown.getMessage() != null && thrown.getMessage().contains(POOL_IS_EMPTY);
    }

    /**
     * Connection exceptions, insufficient resources, and PostgreSQL's states for its own shutdown.
     */
    private static boolean isAway(String state) {
        return state.startsWith("08") || state.startsWith("53") || state.startsWith("57P");
    }

    /**
     * Rollbacks by the database itself: serialization failures and deadlocks; and locks for which
     * PostgreSQL or H2 lets nobody wait any longer.
     */
    private static boolean isCrossed(String state) {
        return state.startsWith("40") || LOCKED_TOO_LONG.contains(state);
    }
}
