package io.authrealm.api.service.imports;

import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.store.Imports;
import io.authrealm.api.store.Imports.ErrorPage;
import io.authrealm.api.store.Imports.Order;
import io.authrealm.api.store.Imports.Progress;
import io.authrealm.api.store.Imports.State;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.imports.Checkpoint;
import io.authrealm.core.imports.ImportSource;
import io.authrealm.core.imports.ParsedRow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
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
 * key does nothing twice.
 *
 * <p>Only an admin who may create every user of the tenant may import. {@link
 * io.authrealm.api.service.users.UserAccess} checks that before.
 */
public final class UserImports {

    /** Most rows of one bulk request. */
    public static final int MAX_BULK_ROWS = 1000;

    /** A request works no longer than this, and then reports the position of the import. */
    private static final Duration WORK_AT_A_TIME = Duration.ofSeconds(120);

    private static final String BULK = "bulk";

    /** The parameters of a new import. */
    public record Request(ImportSource source, boolean isDryRun, boolean skipsExisting) {}

    /** What beginning an import leads to. */
    public sealed interface StartResult {

        /**
         * @param isNew false where the same request was made before
         */
        record Started(Progress progress, boolean isNew) implements StartResult {}

        /** The key was used for another request. */
        record OtherRequest() implements StartResult {}
    }

    /** What sending content leads to. */
    public sealed interface FeedResult {

        /** The import has taken all of the content, or as much as {@code progress} says. */
        record Advanced(Progress progress) implements FeedResult {}

        /** The content is not what the import expects next; nothing was read. */
        record Elsewhere(Progress progress) implements FeedResult {}

        /** Another import of the tenant is at work. */
        record Running() implements FeedResult {}

        /** The node has enough imports at work. */
        record Busy() implements FeedResult {}

        record Unknown() implements FeedResult {}
    }

    /** What a bulk request leads to. */
    public sealed interface BulkResult {

        record Done(Progress progress, List<Imports.RowError> errors) implements BulkResult {}

        /** The key was used for another request. */
        record OtherRequest() implements BulkResult {}

        /** The rows that are left have to be sent again, with the same key. */
        record Unfinished() implements BulkResult {}

        record Running() implements BulkResult {}

        record Busy() implements BulkResult {}

        /** The realm was closed to the API meanwhile; the users that are made stay. */
        record Closed() implements BulkResult {}
    }

    private final KeycloakSession session;
    private final AdminCaller caller;
    private final ImportPlaces places;

    public UserImports(KeycloakSession session, AdminCaller caller, ImportPlaces places) {
        this.session = session;
        this.caller = caller;
        this.places = places;
    }

    /**
     * Begins an import, or finds the one that was begun with this key.
     *
     * @param key chosen by the client, unique in the tenant
     */
    public StartResult start(String key, Request request) {
        return start(
                new Order(
                        hash("import", key),
                        hash(request.toString()),
                        request.source().wireName(),
                        request.isDryRun(),
                        request.skipsExisting()));
    }

    private StartResult start(Order order) {
        Optional<Progress> known = imports().findByKey(order.keyHash());
        if (known.isEmpty()) {
            try {
                return new StartResult.Started(
                        inTransaction(stored -> stored.create(order, caller.actorId())), true);
            } catch (ModelDuplicateException e) {
                known = inTransaction(stored -> stored.findByKey(order.keyHash()));
            }
        }
        Progress progress = known.orElseThrow();
        return progress.order().requestHash().equals(order.requestHash())
                ? new StartResult.Started(progress, false)
                : new StartResult.OtherRequest();
    }

    public Optional<Progress> find(String id) {
        return imports().find(id);
    }

    /**
     * The rows that created no user.
     *
     * @param after the number of the last one that is known already, or 0
     */
    public ErrorPage errors(String id, long after, int limit) {
        return imports().errors(id, after, limit);
    }

    /**
     * Cancels an import and keeps the users that it has created. False if there is no such import.
     */
    public boolean cancel(String id) {
        Optional<Progress> locked = imports().lock(id);
        locked.filter(progress -> progress.state() == State.OPEN).ifPresent(this::cancel);
        return locked.isPresent();
    }

    private void cancel(Progress open) {
        Imports.Counts none = new Imports.Counts(0, 0, 0);
        imports().advance(open.id(), open.at(), none, List.of(), State.CANCELLED);
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
    public FeedResult feed(String id, long offset, boolean endsFile, InputStream content) {
        Optional<Progress> found = imports().find(id);
        if (found.isEmpty()) {
            return new FeedResult.Unknown();
        }
        Progress progress = found.get();
        Optional<ImportSource> source = ImportSource.of(progress.order().source());
        if (progress.state() != State.OPEN
                || progress.at().offset() != offset
                || source.isEmpty()) {
            return new FeedResult.Elsewhere(progress);
        }
        // Read before any slot or lease is taken, because the client may be slow.
        Optional<FilePart> read = places.read(caller.tenant().realm().getId(), content);
        if (read.isEmpty()) {
            return new FeedResult.Busy();
        }
        FilePart part = read.get();
        boolean ends = endsFile && part.isWhole();
        return alone(
                FeedResult.Busy::new,
                FeedResult.Running::new,
                lease ->
                        run(
                                        lease,
                                        progress,
                                        new FileRows(
                                                source.get(), progress.at(), part.content(), ends),
                                        ends,
                                        true)
                                .<FeedResult>map(FeedResult.Advanced::new)
                                .orElseGet(() -> elsewhere(id)));
    }

    private FeedResult elsewhere(String id) {
        return (isOpen() ? inTransaction(stored -> stored.find(id)) : Optional.<Progress>empty())
                .<FeedResult>map(FeedResult.Elsewhere::new)
                .orElseGet(FeedResult.Unknown::new);
    }

    /**
     * Creates the users of a list.
     *
     * @param key null if the request is not to be repeated
     * @param body of the request; a request with the same key must have the same one
     * @param rows at most {@link #MAX_BULK_ROWS}
     */
    public BulkResult bulk(String key, byte[] body, List<ParsedRow> rows) {
        return bulk(key, BULK, body, (progress, none) -> new ListedRows(rows, progress.at()));
    }

    /**
     * Creates the users of a small file.
     *
     * @param key null if the request is not to be repeated
     * @param file with at most {@link #MAX_BULK_ROWS} rows
     */
    public BulkResult bulk(String key, ImportSource source, byte[] file) {
        return bulk(
                key,
                source.wireName(),
                file,
                (progress, rest) -> new FileRows(source, progress.at(), rest, true));
    }

    private BulkResult bulk(
            String key,
            String source,
            byte[] body,
            BiFunction<Progress, InputStream, RowSource> rows) {
        String unique = key == null ? KeycloakModelUtils.generateId() : key;
        Order order = new Order(hash(BULK, unique), hash(source, body), source, false, false);
        if (!(start(order) instanceof StartResult.Started started)) {
            return new BulkResult.OtherRequest();
        }
        Progress progress = started.progress();
        if (progress.state() != State.OPEN) {
            return done(progress);
        }
        return alone(
                BulkResult.Busy::new,
                BulkResult.Running::new,
                lease -> {
                    int offset = (int) Math.min(progress.at().offset(), body.length);
                    InputStream rest = new ByteArrayInputStream(body, offset, body.length - offset);
                    return run(lease, progress, rows.apply(progress, rest), true, false)
                            .map(this::ended)
                            .orElseGet(
                                    () ->
                                            isOpen()
                                                    ? new BulkResult.Running()
                                                    : new BulkResult.Closed());
                });
    }

    private BulkResult ended(Progress progress) {
        return progress.state() == State.OPEN ? new BulkResult.Unfinished() : done(progress);
    }

    private BulkResult done(Progress progress) {
        return new BulkResult.Done(
                progress,
                inTransaction(stored -> stored.errors(progress.id(), 0, MAX_BULK_ROWS + 1))
                        .items());
    }

    /**
     * Counts the rows of a small file, up to {@link #MAX_BULK_ROWS} and one more. An unreadable
     * rest counts as one.
     */
    public static int countRows(ImportSource source, byte[] file) {
        FileRows rows =
                new FileRows(source, Checkpoint.START, new ByteArrayInputStream(file), true);
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
                .run(rows, endsFile, Instant.now().plus(WORK_AT_A_TIME));
    }

    /** Runs work that is limited to a few at a time on a node, and to one at a time in a tenant. */
    private <T> T alone(Supplier<T> busy, Supplier<T> running, Function<ImportLease, T> work) {
        if (!places.take()) {
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
            places.giveBack();
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
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
