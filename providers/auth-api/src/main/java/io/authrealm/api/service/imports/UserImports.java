package io.authrealm.api.service.imports;

import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.keycloak.ServerTime;
import io.authrealm.api.service.users.PageCursors;
import io.authrealm.api.service.users.PageLimit;
import io.authrealm.api.store.Imports;
import io.authrealm.api.store.Imports.Order;
import io.authrealm.api.store.Imports.Progress;
import io.authrealm.api.store.Imports.State;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.imports.Checkpoint;
import io.authrealm.core.imports.FirebaseParameters;
import io.authrealm.core.imports.ImportRows;
import io.authrealm.core.imports.ImportSource;
import io.authrealm.core.imports.ParsedRow;
import io.authrealm.core.text.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Creates many users: up to a thousand by one request, or any number by a file that is sent in
 * chunks. Each request is an import with a row of its own, so a request that is repeated with its
 * key does nothing twice. {@link io.authrealm.api.service.users.UserAccess#toImport} decides who
 * may import.
 */
public final class UserImports {

    /** Most rows of one bulk request. */
    public static final int MAX_BULK_ROWS = 1000;

    /** A request works no longer than this, and then reports the position of the import. */
    private static final Duration WORK_AT_A_TIME = Duration.ofMinutes(2);

    /** After this long a node or a tenant may have finished another import. */
    private static final int RETRY_AFTER_SECONDS = 5;

    private static final String BULK = "bulk";

    /**
     * The parameters of a new import.
     *
     * @param firebase of a project's hashes; may be null
     */
    public record Request(
            ImportSource source,
            boolean isDryRun,
            boolean skipsExisting,
            FirebaseParameters firebase) {

        private String hashParameters() {
            return firebase == null ? null : firebase.text();
        }

        /** Two requests with the same text are the same request. */
        private String text() {
            String plain =
                    "Request[source=%s, isDryRun=%s, skipsExisting=%s]"
                            .formatted(source, isDryRun, skipsExisting);
            return firebase == null ? plain : plain + firebase.text();
        }
    }

    /**
     * @param isNew false if the same request was made before
     */
    private record Begun(Progress progress, boolean isNew) {}

    private final KeycloakSession session;
    private final AdminCaller caller;
    private final ImportSlots slots;

    public UserImports(KeycloakSession session, AdminCaller caller, ImportSlots slots) {
        this.session = session;
        this.caller = caller;
        this.slots = slots;
    }

    /**
     * Begins an import, or finds the one that was begun with this key.
     *
     * @param key chosen by the client, unique in the tenant
     */
    public ImportStartResult start(String key, Request request) {
        return start(
                new Order(
                        hash("import", key),
                        hash(request.text()),
                        request.source().wireName(),
                        request.isDryRun(),
                        request.skipsExisting(),
                        request.hashParameters()));
    }

    private ImportStartResult start(Order order) {
        return begin(order)
                .<ImportStartResult>map(
                        begun ->
                                new ImportStartResult.Started(
                                        ImportProgress.of(begun.progress()), begun.isNew()))
                .orElseGet(ImportStartResult.OtherRequest::new);
    }

    /** Empty if the key was used for another request. */
    private Optional<Begun> begin(Order order) {
        Optional<Progress> known = imports().findByKey(order.keyHash());
        if (known.isEmpty()) {
            try {
                return Optional.of(
                        new Begun(
                                inTransaction(stored -> stored.create(order, caller.actorId())),
                                true));
            } catch (ModelDuplicateException e) {
                known = inTransaction(stored -> stored.findByKey(order.keyHash()));
            }
        }
        Progress progress = known.orElseThrow();
        return progress.order().requestHash().equals(order.requestHash())
                ? Optional.of(new Begun(progress, false))
                : Optional.empty();
    }

    public ImportFindResult find(String id) {
        return imports()
                .find(id)
                .map(ImportProgress::of)
                .<ImportFindResult>map(ImportFindResult.Found::new)
                .orElseGet(ImportFindResult.Unknown::new);
    }

    /**
     * The rows that created no user.
     *
     * @param cursor where the page before ended; null for the first page
     */
    public ImportErrorsResult errors(String id, String cursor, PageLimit limit) {
        PageCursors cursors = new PageCursors(session, caller.tenant().realm());
        String list = "import errors " + id;
        Optional<List<String>> after =
                cursor == null ? Optional.of(List.of("0")) : cursors.open(list, cursor);
        if (after.isEmpty()) {
            return new ImportErrorsResult.BadCursor();
        }
        ImportErrorPage page =
                ImportErrorPage.of(
                        imports().errors(id, Long.parseLong(after.get().get(0)), limit.rows()));
        return new ImportErrorsResult.Page(
                page.items(),
                page.next() == null ? null : cursors.seal(list, page.next().toString()));
    }

    /** Cancels an import and keeps the users that it has created. */
    public ImportCancelResult cancel(String id) {
        Optional<Progress> locked = imports().lock(id);
        if (locked.isEmpty()) {
            return new ImportCancelResult.Unknown();
        }
        locked.filter(progress -> progress.state() == State.OPEN).ifPresent(this::cancel);
        return new ImportCancelResult.Ended();
    }

    private void cancel(Progress open) {
        imports().advance(open.id(), open.at(), Imports.Counts.NONE, List.of(), State.CANCELLED);
        if (!open.order().isDryRun()) {
            caller.events().imported(open.id(), open.counts().created(), open.counts().failed());
        }
    }

    /**
     * Imports the rows of the next chunk of a file.
     *
     * @param offset where in the file {@code content} begins; must be the position of the import
     * @param endsFile whether the file ends with {@code content}
     */
    public ImportFeedResult feed(String id, long offset, boolean endsFile, InputStream content) {
        Optional<Progress> found = imports().find(id);
        if (found.isEmpty()) {
            return new ImportFeedResult.Unknown();
        }
        Progress progress = found.get();
        Optional<ImportSource> source = ImportSource.of(progress.order().source());
        if (progress.state() != State.OPEN
                || progress.at().offset() != offset
                || source.isEmpty()) {
            return new ImportFeedResult.Elsewhere(ImportProgress.of(progress));
        }
        // Read before any slot or lease is taken, because the client may be slow.
        Optional<FileChunk> read = slots.read(caller.tenant().realm().getId(), content);
        if (read.isEmpty()) {
            return new ImportFeedResult.Busy(RETRY_AFTER_SECONDS);
        }
        FileChunk chunk = read.get();
        boolean ends = endsFile && chunk.isWhole();
        return alone(
                () -> new ImportFeedResult.Busy(RETRY_AFTER_SECONDS),
                () -> new ImportFeedResult.Running(RETRY_AFTER_SECONDS),
                lease ->
                        run(
                                        lease,
                                        progress,
                                        new FileRows(
                                                rows(source.get(), progress.order()),
                                                source.get(),
                                                progress.at(),
                                                chunk.content(),
                                                ends),
                                        ends,
                                        true)
                                .map(ImportProgress::of)
                                .<ImportFeedResult>map(ImportFeedResult.Advanced::new)
                                .orElseGet(() -> elsewhere(id)));
    }

    private static ImportRows rows(ImportSource source, Order order) {
        return new ImportRows(
                source,
                ServerTime.now(),
                Optional.ofNullable(order.hashParameters())
                        .flatMap(FirebaseParameters::parse)
                        .orElse(null));
    }

    private ImportFeedResult elsewhere(String id) {
        return (isOpen() ? inTransaction(stored -> stored.find(id)) : Optional.<Progress>empty())
                .map(ImportProgress::of)
                .<ImportFeedResult>map(ImportFeedResult.Elsewhere::new)
                .orElseGet(ImportFeedResult.Unknown::new);
    }

    /**
     * Creates the users of a list.
     *
     * @param key null if the request is not to be repeated
     * @param tenantId the tenant that the client expects; may be null
     * @param body of the request; a request with the same key must have the same one
     * @param rows at most {@link #MAX_BULK_ROWS}, and one more if there are more
     */
    public ImportBulkResult bulk(String key, String tenantId, byte[] body, List<ParsedRow> rows) {
        if (!caller.tenant().isNamedBy(tenantId)) {
            return new ImportBulkResult.OtherTenant();
        }
        if (rows.isEmpty()) {
            return new ImportBulkResult.Empty();
        }
        if (rows.size() > MAX_BULK_ROWS) {
            return new ImportBulkResult.TooManyRows();
        }
        return bulk(key, BULK, body, (progress, none) -> new ListedRows(rows, progress.at()));
    }

    /**
     * Creates the users of a small file.
     *
     * @param key null if the request is not to be repeated
     * @param file of at most {@link #MAX_BULK_ROWS} rows; a longer one is refused
     */
    public ImportBulkResult bulk(String key, ImportSource source, byte[] file) {
        int count = countRows(source, file);
        if (count == 0) {
            return new ImportBulkResult.Empty();
        }
        if (count > MAX_BULK_ROWS) {
            return new ImportBulkResult.TooManyRows();
        }
        return bulk(
                key,
                source.wireName(),
                file,
                (progress, rest) ->
                        new FileRows(
                                rows(source, progress.order()), source, progress.at(), rest, true));
    }

    private ImportBulkResult bulk(
            String key,
            String source,
            byte[] body,
            BiFunction<Progress, InputStream, RowSource> rows) {
        String unique = key == null ? KeycloakModelUtils.generateId() : key;
        Order order = new Order(hash(BULK, unique), hash(source, body), source, false, false, null);
        Optional<Begun> begun = begin(order);
        if (begun.isEmpty()) {
            return new ImportBulkResult.OtherRequest();
        }
        Progress progress = begun.get().progress();
        if (progress.state() != State.OPEN) {
            return done(progress);
        }
        return alone(
                () -> new ImportBulkResult.Busy(RETRY_AFTER_SECONDS),
                () -> new ImportBulkResult.Running(RETRY_AFTER_SECONDS),
                lease -> {
                    int offset = (int) Math.min(progress.at().offset(), body.length);
                    InputStream rest = new ByteArrayInputStream(body, offset, body.length - offset);
                    return run(lease, progress, rows.apply(progress, rest), true, false)
                            .map(this::ended)
                            .orElseGet(
                                    () ->
                                            isOpen()
                                                    ? new ImportBulkResult.Running(
                                                            RETRY_AFTER_SECONDS)
                                                    : new ImportBulkResult.Closed());
                });
    }

    private ImportBulkResult ended(Progress progress) {
        return progress.state() == State.OPEN
                ? new ImportBulkResult.Unfinished(RETRY_AFTER_SECONDS)
                : done(progress);
    }

    private ImportBulkResult done(Progress progress) {
        return new ImportBulkResult.Done(
                ImportProgress.of(progress),
                ImportErrorPage.of(
                                inTransaction(
                                        stored ->
                                                stored.errors(progress.id(), 0, MAX_BULK_ROWS + 1)))
                        .items());
    }

    /**
     * Counts the rows of a small file, up to {@link #MAX_BULK_ROWS} and one more. An unreadable
     * rest counts as one.
     */
    private static int countRows(ImportSource source, byte[] file) {
        FileRows rows =
                new FileRows(
                        new ImportRows(source, ServerTime.now()),
                        source,
                        Checkpoint.START,
                        new ByteArrayInputStream(file),
                        true);
        int count = 0;
        try {
            RowSource.Next next = rows.next();
            while (next instanceof RowSource.Next.Row && count < MAX_BULK_ROWS) {
                count++;
                next = rows.next();
            }
            return next instanceof RowSource.Next.End ? count : count + 1;
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot be read", e);
        }
    }

    private Optional<Progress> run(
            ImportLease lease, Progress progress, RowSource rows, boolean endsFile, boolean waits) {
        return new ImportRun(session, caller, lease, progress, waits)
                .run(rows, endsFile, ServerTime.now().plus(WORK_AT_A_TIME));
    }

    /** Runs work that is limited to a few at a time on a node, and to one at a time in a tenant. */
    private <T> T alone(Supplier<T> busy, Supplier<T> running, Function<ImportLease, T> work) {
        if (!slots.take()) {
            return busy.get();
        }
        try {
            Optional<ImportLease> taken =
                    ImportLease.take(session, caller.tenant().realm().getId());
            if (taken.isEmpty()) {
                return running.get();
            }
            try (ImportLease lease = taken.get()) {
                return work.apply(lease);
            }
        } finally {
            slots.giveBack();
        }
    }

    /** Whether the API still answers for the realm. */
    private boolean isOpen() {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                session.getContext(),
                job -> Tenant.of(job, job.getContext().getRealm()).isPresent(),
                "AuthRealm import");
    }

    private Imports imports() {
        return new Imports(session, caller.tenant().realm());
    }

    private <T> T inTransaction(Function<Imports, T> work) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                session.getContext(),
                job -> work.apply(new Imports(job, job.getContext().getRealm())),
                "AuthRealm import");
    }

    private static String hash(String... parts) {
        return hash(String.join("\n", parts), new byte[0]);
    }

    private static String hash(String name, byte[] content) {
        return Sha256.base64Url((name + "\n").getBytes(StandardCharsets.UTF_8), content);
    }
}
