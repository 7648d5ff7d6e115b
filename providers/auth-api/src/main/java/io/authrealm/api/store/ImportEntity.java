package io.authrealm.api.store;

import io.authrealm.core.imports.Checkpoint;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of {@code authrealm_import}; {@link Imports} explains the columns. */
@Entity
@Table(name = "authrealm_import")
public class ImportEntity {

    @Id
    @Column(name = "id", length = 36)
    private String id;

    @Column(name = "realm_id", length = 36, nullable = false)
    private String realmId;

    @Column(name = "key_hash", length = 43, nullable = false)
    private String keyHash;

    @Column(name = "request_hash", length = 43, nullable = false)
    private String requestHash;

    @Column(name = "source", length = 16, nullable = false)
    private String source;

    @Column(name = "dry_run", nullable = false)
    private boolean dryRun;

    @Column(name = "skip_existing", nullable = false)
    private boolean skipExisting;

    @Column(name = "state", length = 16, nullable = false)
    private String state;

    @Column(name = "file_offset", nullable = false)
    private long fileOffset;

    @Column(name = "file_line", nullable = false)
    private long fileLine;

    @Column(name = "reader_state", length = 1024)
    private String readerState;

    @Column(name = "created_users", nullable = false)
    private long createdUsers;

    @Column(name = "skipped_users", nullable = false)
    private long skippedUsers;

    @Column(name = "failed_rows", nullable = false)
    private long failedRows;

    @Column(name = "hash_parameters", length = 512)
    private String hashParameters;

    @Column(name = "demanded_users", nullable = false)
    private long demandedUsers;

    @Column(name = "totp_users", nullable = false)
    private long totpUsers;

    @Column(name = "recovery_users", nullable = false)
    private long recoveryUsers;

    @Column(name = "created_by", length = 255)
    private String createdBy;

    @Column(name = "created_at", nullable = false)
    private long createdAt;

    @Column(name = "updated_at", nullable = false)
    private long updatedAt;

    protected ImportEntity() {}

    ImportEntity(String id, String realmId, Imports.Order order, String createdBy, long createdAt) {
        this.id = id;
        this.realmId = realmId;
        this.keyHash = order.keyHash();
        this.requestHash = order.requestHash();
        this.source = order.source();
        this.dryRun = order.isDryRun();
        this.skipExisting = order.skipsExisting();
        this.hashParameters = order.hashParameters();
        this.state = Imports.State.OPEN.name();
        this.createdBy = createdBy;
        this.createdAt = createdAt;
        this.updatedAt = createdAt;
        moveTo(Checkpoint.START);
    }

    String id() {
        return id;
    }

    String realmId() {
        return realmId;
    }

    Imports.Order order() {
        return new Imports.Order(
                keyHash, requestHash, source, dryRun, skipExisting, hashParameters);
    }

    Imports.State state() {
        return Imports.State.valueOf(state);
    }

    /** Some databases store an empty text as null. */
    Checkpoint checkpoint() {
        return new Checkpoint(fileOffset, fileLine, readerState == null ? "" : readerState);
    }

    Imports.Counts counts() {
        return new Imports.Counts(
                createdUsers,
                skippedUsers,
                failedRows,
                new Imports.FactorCounts(demandedUsers, totpUsers, recoveryUsers));
    }

    long createdAt() {
        return createdAt;
    }

    long updatedAt() {
        return updatedAt;
    }

    final void moveTo(Checkpoint to) {
        fileOffset = to.offset();
        fileLine = to.line();
        readerState = to.state();
    }

    void add(Imports.Counts more) {
        createdUsers += more.created();
        skippedUsers += more.skipped();
        failedRows += more.failed();
        demandedUsers += more.factors().demanded();
        totpUsers += more.factors().totp();
        recoveryUsers += more.factors().recoveryCodes();
    }

    void change(Imports.State to, long at) {
        state = to.name();
        if (to != Imports.State.OPEN) {
            hashParameters = null;
        }
        updatedAt = at;
    }
}
