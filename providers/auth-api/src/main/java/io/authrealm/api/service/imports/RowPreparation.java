package io.authrealm.api.service.imports;

import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.service.imports.PreparedRow.Postponed;
import io.authrealm.api.service.imports.PreparedRow.Ready;
import io.authrealm.api.service.imports.PreparedRow.Refused;
import io.authrealm.api.service.imports.PreparedRow.Taken;
import io.authrealm.api.service.password.PasswordRefusal;
import io.authrealm.api.service.password.PasswordRules;
import io.authrealm.api.service.users.GrantNames;
import io.authrealm.api.store.Imports.RowError;
import io.authrealm.core.hash.HashReading;
import io.authrealm.core.imports.ImportRow;
import io.authrealm.core.imports.ParsedRow;
import io.authrealm.core.outcome.Cases;
import io.authrealm.core.text.EmailSyntax;
import io.authrealm.hashing.EncodedPasswordHashProviderFactory;
import io.authrealm.hashing.HashingBusyException;
import io.authrealm.hashing.NewHash;
import io.authrealm.hashing.PasswordHashing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * Prepares a row before its transaction, in the request's own session. It checks roles and groups
 * by the caller's rights, the hash by the server's bounds, and the password by the realm's policy,
 * and hashes the password within the server's limit.
 */
final class RowPreparation {

    /** How often the server may be too busy before the import gives up for now. */
    private static final int PATIENCE = 5;

    private static final byte[] NO_SALT = {};

    private record GrantedRow(ImportRow row, List<String> roles, List<String> groups) {

        PreparedRow withHash() {
            PasswordCredentialModel password =
                    PasswordCredentialModel.createFromValues(
                            EncodedPasswordHashProviderFactory.ID, NO_SALT, 1, row.passwordHash());
            return new Ready(row, dated(password), roles, groups);
        }

        PreparedRow withoutHash(HashReading.Refused refused) {
            return refused.isTooCostly()
                    ? refused(row, "password_hash_too_costly", "password_hash costs too much")
                    : refused(
                            row,
                            "password_hash_unsupported",
                            "password_hash is of a kind that cannot be verified");
        }
    }

    private static final Cases<GrantedRow, HashReading, PreparedRow> HASH_READ =
            Cases.<GrantedRow, HashReading, PreparedRow>of(HashReading.class)
                    .when(HashReading.Verifiable.class, granted -> granted.withHash())
                    .when(HashReading.Refused.class, GrantedRow::withoutHash)
                    .complete();

    /**
     * Rows that are prepared together.
     *
     * @param taken those of their addresses that users have already
     */
    private record Rows(RowPreparation preparation, Set<String> taken) {

        PreparedRow prepare(ParsedRow.Row row) {
            return preparation.prepare(row.row(), taken);
        }
    }

    private static final Cases<Rows, ParsedRow, PreparedRow> PREPARED =
            Cases.<Rows, ParsedRow, PreparedRow>of(ParsedRow.class)
                    .when(ParsedRow.Row.class, (rows, row) -> rows.prepare(row))
                    .when(ParsedRow.Refused.class, (rows, row) -> refused(row))
                    .complete();

    private final KeycloakSession session;
    private final RealmModel realm;
    private final PasswordHashing hashing;
    private final GrantNames grants;
    private final PasswordRules rules;
    private int busy;

    RowPreparation(KeycloakSession session, AdminCaller caller) {
        this.session = session;
        this.realm = caller.tenant().realm();
        this.hashing = session.getProvider(PasswordHashing.class);
        this.grants = new GrantNames(session, caller);
        this.rules = new PasswordRules(session);
    }

    /**
     * Prepares rows in their order. A row whose address is taken costs no hash.
     *
     * @param beforeEach called before each row, which may take long
     */
    List<PreparedRow> prepare(List<ParsedRow> rows, Runnable beforeEach) {
        Rows together = new Rows(this, TakenIdentities.addresses(session, realm, emails(rows)));
        List<PreparedRow> prepared = new ArrayList<>(rows.size());
        for (ParsedRow row : rows) {
            beforeEach.run();
            prepared.add(PREPARED.apply(together, row));
        }
        return prepared;
    }

    private static List<String> emails(List<ParsedRow> rows) {
        return rows.stream()
                .filter(ParsedRow.Row.class::isInstance)
                .map(row -> ((ParsedRow.Row) row).row().email())
                .toList();
    }

    private PreparedRow prepare(ImportRow row, Set<String> taken) {
        if (taken.contains(EmailSyntax.normalized(row.email()))) {
            return new Taken(row);
        }
        Optional<List<String>> roles = grants.roles(row.roles());
        if (roles.isEmpty()) {
            return refused(row, "not_allowed", "roles has one that you cannot give");
        }
        Optional<List<String>> groups = grants.groups(row.groups());
        if (groups.isEmpty()) {
            return refused(row, "not_allowed", "groups has one that you cannot add to");
        }
        if (row.passwordHash() != null) {
            return withHash(row, roles.get(), groups.get());
        }
        if (row.password() != null) {
            return withPassword(row, roles.get(), groups.get());
        }
        return new Ready(row, null, roles.get(), groups.get());
    }

    private PreparedRow withHash(ImportRow row, List<String> roles, List<String> groups) {
        return HASH_READ.apply(
                new GrantedRow(row, roles, groups), hashing.formats().read(row.passwordHash()));
    }

    private PreparedRow withPassword(ImportRow row, List<String> roles, List<String> groups) {
        Optional<PasswordRefusal> refusal = rules.refusal(row.email(), row.password());
        if (refusal.isPresent()) {
            return switch (refusal.get().kind()) {
                case WEAK ->
                        refused(row, "password_weak", "password is against the realm's policy");
                case BREACHED ->
                        refused(row, "password_breached", "password has appeared in a data breach");
                case UNKNOWN -> new Postponed(row);
            };
        }
        while (busy < PATIENCE) {
            try {
                return new Ready(row, dated(NewHash.of(session, row.password())), roles, groups);
            } catch (HashingBusyException e) {
                busy++;
            }
        }
        return new Postponed(row);
    }

    private static PasswordCredentialModel dated(PasswordCredentialModel password) {
        password.setCreatedDate(Time.currentTimeMillis());
        return password;
    }

    private static PreparedRow refused(ParsedRow.Refused row) {
        return new Refused(new RowError(row.line(), row.email(), row.code(), row.message()));
    }

    static PreparedRow refused(ImportRow row, String code, String message) {
        return new Refused(new RowError(row.line(), row.email(), code, message));
    }
}
