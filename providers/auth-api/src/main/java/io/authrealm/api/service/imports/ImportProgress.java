package io.authrealm.api.service.imports;

import io.authrealm.api.store.Imports;
import io.authrealm.core.imports.Checkpoint;
import java.time.Instant;

/**
 * An import as it is at a moment.
 *
 * @param at how much of the file is read
 * @param created rows that made a user
 * @param skipped rows whose user existed already
 * @param failed rows that made no user
 * @param demanded created users of whom a second factor is demanded
 * @param totp created users with an authenticator app
 * @param recoveryCodes created users with recovery codes
 */
public record ImportProgress(
        String id,
        String source,
        boolean isDryRun,
        boolean skipsExisting,
        State state,
        Checkpoint at,
        long created,
        long skipped,
        long failed,
        long demanded,
        long totp,
        long recoveryCodes,
        Instant createdAt,
        Instant updatedAt) {

    /** Whether an import takes more of its file. */
    public enum State {
        OPEN,
        /** The whole file was read. */
        COMPLETED,
        /** The rest of the file cannot be read. */
        MALFORMED,
        /** An admin cancelled it. */
        CANCELLED
    }

    static ImportProgress of(Imports.Progress stored) {
        return new ImportProgress(
                stored.id(),
                stored.order().source(),
                stored.order().isDryRun(),
                stored.order().skipsExisting(),
                stateOf(stored.state()),
                stored.at(),
                stored.counts().created(),
                stored.counts().skipped(),
                stored.counts().failed(),
                stored.counts().factors().demanded(),
                stored.counts().factors().totp(),
                stored.counts().factors().recoveryCodes(),
                stored.createdAt(),
                stored.updatedAt());
    }

    private static State stateOf(Imports.State stored) {
        return switch (stored) {
            case OPEN -> State.OPEN;
            case COMPLETED -> State.COMPLETED;
            case MALFORMED -> State.MALFORMED;
            case CANCELLED -> State.CANCELLED;
        };
    }

    /** All rows so far. */
    public long seen() {
        return created + skipped + failed;
    }
}
