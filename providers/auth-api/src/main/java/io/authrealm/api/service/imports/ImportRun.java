package io.authrealm.api.service.imports;

import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.keycloak.ServerTime;
import io.authrealm.api.service.imports.PreparedRow.Postponed;
import io.authrealm.api.store.Imports;
import io.authrealm.api.store.Imports.Progress;
import io.authrealm.api.store.Imports.RowError;
import io.authrealm.api.store.Imports.State;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.imports.Checkpoint;
import io.authrealm.core.imports.ImportRow;
import io.authrealm.core.imports.ParsedRow;
import io.authrealm.core.outcome.Cases;
import io.authrealm.core.sql.DatabaseFailure;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.models.ModelIllegalStateException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.storage.ReadOnlyException;
import org.keycloak.storage.UserStorageProvider;

/**
 * Imports the rows of one request, some hundred in each transaction. The transaction of a batch
 * also stores the position of the import. It first checks that the position is where the batch
 * before left it; if it is not, the transaction changes nothing.
 *
 * <p>If another transaction has interfered with a batch, the batch is tried again in halves, until
 * only the row that fails is left.
 */
final class ImportRun {

    private static final Logger LOG = Logger.getLogger(ImportRun.class);

    /** Larger batches are not faster, and hold more memory and row locks. */
    private static final int BATCH_ROWS = 200;

    /** A directory takes part in no transaction, so at most one row may be in doubt. */
    private static final int BATCH_ROWS_WITH_DIRECTORY = 1;

    /**
     * Rolls a batch back because another request has continued or ended the import, or because the
     * realm was closed to the API. Never leaves this class.
     */
    private static final class Moved extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Moved() {
            super(null, null, false, false);
        }
    }

    /** A row, and the position of the import behind it. */
    private record Entry(PreparedRow row, Checkpoint after) {}

    /**
     * What was read for a batch.
     *
     * @param afters the position behind each row
     * @param last what was read last; nothing if the connection broke off
     */
    private record Chunk(
            List<ParsedRow> rows, List<Checkpoint> afters, Optional<RowSource.Next> last) {

        /** Mutable, for what a batch adds. */
        List<Entry> entries(List<PreparedRow> prepared) {
            List<Entry> entries = new ArrayList<>(prepared.size() + 1);
            for (int i = 0; i < prepared.size(); i++) {
                entries.add(new Entry(prepared.get(i), afters.get(i)));
            }
            return entries;
        }
    }

    /**
     * The rows of a batch.
     *
     * @param endsFile whether the import is complete after the last row of the source
     */
    private record Batch(ImportRun run, List<Entry> entries, boolean endsFile) {

        void write() {
            run.write(entries, State.OPEN);
        }

        void writeEnd(RowSource.Next.End end) {
            run.write(entries, end.at(), endsFile ? State.COMPLETED : State.OPEN);
        }

        void writeMalformed(RowSource.Next.Malformed malformed) {
            entries.add(new Entry(refused(malformed), malformed.at()));
            run.write(entries, State.MALFORMED);
        }

        private static PreparedRow refused(RowSource.Next.Malformed malformed) {
            return new PreparedRow.Refused(
                    new RowError(
                            malformed.at().line() + 1,
                            "",
                            "malformed",
                            "the file is not in the format of its source: " + malformed.reason()));
        }
    }

    /** Writes a batch by what was read last, and returns whether there may be more. */
    private static final Cases<Batch, RowSource.Next, Boolean> WRITTEN =
            Cases.<Batch, RowSource.Next, Boolean>of(RowSource.Next.class)
                    .when(
                            RowSource.Next.Row.class,
                            batch -> {
                                batch.write();
                                return true;
                            })
                    .when(
                            RowSource.Next.End.class,
                            (batch, end) -> {
                                batch.writeEnd(end);
                                return false;
                            })
                    .when(
                            RowSource.Next.Malformed.class,
                            (batch, malformed) -> {
                                batch.writeMalformed(malformed);
                                return false;
                            })
                    .complete();

    private final KeycloakSession session;
    private final AdminCaller caller;
    private final ImportLease lease;
    private final RowPreparation preparation;
    private final boolean waits;
    private final int batchRows;
    private Progress progress;

    /**
     * @param waits whether rows that the server is too busy for are left to a later request;
     *     otherwise they are refused
     */
    ImportRun(
            KeycloakSession session,
            AdminCaller caller,
            ImportLease lease,
            Progress progress,
            boolean waits) {
        this.session = session;
        this.caller = caller;
        this.lease = lease;
        this.progress = progress;
        this.waits = waits;
        this.preparation = new RowPreparation(session, caller);
        this.batchRows =
                hasDirectory(caller.tenant().realm()) ? BATCH_ROWS_WITH_DIRECTORY : BATCH_ROWS;
    }

    private static boolean hasDirectory(RealmModel realm) {
        return realm.getComponentsStream(realm.getId(), UserStorageProvider.class.getName())
                .anyMatch(component -> component.get("enabled", true));
    }

    /**
     * Imports rows until there are none, the server is too busy, the connection fails, or {@code
     * deadline} has passed. Returns the position of the import, or nothing if another request has
     * continued it meanwhile, or the realm was closed to the API.
     *
     * @param endsFile whether the import is complete after the last row
     */
    Optional<Progress> run(RowSource rows, boolean endsFile, Instant deadline) {
        try {
            boolean goesOn = true;
            while (goesOn) {
                goesOn = runBatch(rows, endsFile) && ServerTime.now().isBefore(deadline);
            }
            return Optional.of(progress);
        } catch (Moved e) {
            return Optional.empty();
        }
    }

    /** Returns whether there may be more. */
    private boolean runBatch(RowSource rows, boolean endsFile) {
        Chunk chunk = read(rows);
        List<PreparedRow> prepared = preparation.prepare(chunk.rows(), lease::keep);
        List<PreparedRow> writable = waits ? untilPostponed(prepared) : prepared;
        List<Entry> entries = chunk.entries(writable);
        if (chunk.last().isEmpty() || writable.size() < prepared.size()) {
            write(entries, State.OPEN);
            return false;
        }
        return WRITTEN.apply(new Batch(this, entries, endsFile), chunk.last().get());
    }

    private Chunk read(RowSource source) {
        List<ParsedRow> rows = new ArrayList<>(batchRows);
        List<Checkpoint> afters = new ArrayList<>(batchRows);
        try {
            RowSource.Next next;
            do {
                next = source.next();
                if (next instanceof RowSource.Next.Row row) {
                    rows.add(row.row());
                    afters.add(row.after());
                }
            } while (next instanceof RowSource.Next.Row && rows.size() < batchRows);
            return new Chunk(rows, afters, Optional.of(next));
        } catch (IOException e) {
            LOG.debugf("The content of import %s broke off", progress.id());
            return new Chunk(rows, afters, Optional.empty());
        }
    }

    private static List<PreparedRow> untilPostponed(List<PreparedRow> rows) {
        return rows.stream().takeWhile(row -> !(row instanceof Postponed)).toList();
    }

    private void write(List<Entry> entries, State state) {
        Checkpoint to = entries.isEmpty() ? progress.at() : entries.get(entries.size() - 1).after();
        write(entries, to, state);
    }

    private void write(List<Entry> entries, Checkpoint to, State state) {
        lease.keep();
        boolean isNothing = entries.isEmpty() && to.equals(progress.at()) && state == State.OPEN;
        if (isNothing) {
            return;
        }
        try {
            progress = inTransaction(entries.stream().map(Entry::row).toList(), to, state);
        } catch (ModelException | ReadOnlyException e) {
            if (e instanceof ModelIllegalStateException || DatabaseFailure.isAway(e)) {
                // A failure of the database, not of a row.
                throw e;
            }
            if (entries.size() > 1) {
                int half = entries.size() / 2;
                write(entries.subList(0, half), State.OPEN);
                write(entries.subList(half, entries.size()), to, state);
            } else if (!entries.isEmpty()
                    && entries.get(0).row() instanceof PreparedRow.Ready ready) {
                PreparedRow refused = refused(ready.row());
                write(List.of(new Entry(refused, entries.get(0).after())), to, state);
            } else {
                throw e;
            }
        }
    }

    /**
     * What becomes of a row that the database or a directory has refused. A user is said to have
     * its address or its id only if there is one. The transaction is a new one, because that of the
     * request may not see what others have committed.
     */
    private PreparedRow refused(ImportRow row) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                session.getContext(),
                job -> {
                    RealmModel realm = job.getContext().getRealm();
                    if (!TakenIdentities.addresses(job, realm, List.of(row.email())).isEmpty()) {
                        return new PreparedRow.Taken(row);
                    }
                    if (row.id() != null && !TakenIdentities.isIdFree(job, row.id())) {
                        return TakenIdentities.idTaken(row);
                    }
                    return RowPreparation.refused(
                            row, "not_allowed", "the realm or its directory refuses the user");
                },
                "AuthRealm import");
    }

    private Progress inTransaction(List<PreparedRow> rows, Checkpoint to, State state) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                session.getContext(),
                job -> write(job, rows, to, state),
                "AuthRealm import");
    }

    private Progress write(
            KeycloakSession job, List<PreparedRow> rows, Checkpoint to, State state) {
        Tenant tenant = Tenant.of(job, job.getContext().getRealm()).orElseThrow(Moved::new);
        Imports imports = new Imports(job, tenant.realm());
        Progress found = imports.lock(progress.id()).orElseThrow(Moved::new);
        if (found.state() != State.OPEN || !found.at().equals(progress.at())) {
            throw new Moved();
        }
        RowBatch batch =
                new RowBatch(
                        job,
                        tenant,
                        caller.events().in(job),
                        found.order().isDryRun(),
                        found.order().skipsExisting());
        batch.add(rows);
        Progress written = imports.advance(found.id(), to, batch.counts(), batch.errors(), state);
        if (state != State.OPEN && !found.order().isDryRun()) {
            caller.events()
                    .in(job)
                    .imported(found.id(), written.counts().created(), written.counts().failed());
        }
        return written;
    }
}
