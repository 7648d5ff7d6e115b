package io.authrealm.api.service.imports;

import io.authrealm.api.caller.AdminEvents;
import io.authrealm.api.keycloak.ValidatedProfiles;
import io.authrealm.api.service.imports.PreparedRow.Postponed;
import io.authrealm.api.service.imports.PreparedRow.Ready;
import io.authrealm.api.service.imports.PreparedRow.Refused;
import io.authrealm.api.service.imports.PreparedRow.Taken;
import io.authrealm.api.service.profile.Profiles;
import io.authrealm.api.service.signup.AccountAttribute;
import io.authrealm.api.service.signup.AccountCreation;
import io.authrealm.api.service.signup.AccountRefusal;
import io.authrealm.api.store.FactorDemands;
import io.authrealm.api.store.Imports.Counts;
import io.authrealm.api.store.Imports.FactorCounts;
import io.authrealm.api.store.Imports.RowError;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.imports.ImportRow;
import io.authrealm.core.outcome.Cases;
import io.authrealm.core.text.EmailSyntax;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.connections.jpa.support.EntityManagers;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.storage.ReadOnlyException;
import org.keycloak.userprofile.UserProfile;
import org.keycloak.userprofile.UserProfileContext;

/**
 * Creates users from the rows of one transaction, through the realm's user profile and with its
 * default roles, groups and actions.
 */
final class RowBatch {

    /** Adds a row, and returns its error, if it has one. */
    private static final Cases<RowBatch, PreparedRow, Optional<RowError>> ADDED =
            Cases.<RowBatch, PreparedRow, Optional<RowError>>of(PreparedRow.class)
                    .when(Ready.class, (batch, ready) -> batch.create(ready))
                    .when(Taken.class, (batch, taken) -> batch.taken(taken.row()))
                    .when(Refused.class, (batch, refused) -> Optional.of(refused.error()))
                    .when(
                            Postponed.class,
                            (batch, postponed) ->
                                    error(
                                            postponed.row(),
                                            "unavailable",
                                            "the server is busy, send this row again"))
                    .complete();

    private static final Cases<ImportRow, AccountRefusal.ByProfile, PreparedRow> REFUSED =
            Cases.<ImportRow, AccountRefusal.ByProfile, PreparedRow>of(
                            AccountRefusal.ByProfile.class)
                    .when(AccountRefusal.Taken.class, row -> new Taken(row))
                    .when(
                            AccountRefusal.InvalidAttribute.class,
                            (row, invalid) -> refused(row, invalid.attribute()))
                    .complete();

    private static PreparedRow refused(ImportRow row, AccountAttribute attribute) {
        String rule = " is against the rules of the realm's user profile";
        return switch (attribute.kind()) {
            case USERNAME, EMAIL -> RowPreparation.refused(row, "invalid_email", "email" + rule);
            case DISPLAY_NAME -> RowPreparation.refused(row, "invalid", "display_name" + rule);
            case PERSON_NAME, OTHER ->
                    RowPreparation.refused(row, "invalid", attribute.name() + rule);
        };
    }

    private final KeycloakSession job;
    private final RealmModel realm;
    private final Profiles profiles;
    private final AdminEvents events;
    private final boolean dryRun;
    private final boolean skipExisting;

    /**
     * The ids of the default role and the default groups, which Keycloak has given to each user of
     * the batch. Keycloak cannot see them before the batch is written, and would give them again.
     */
    private final Set<String> givenToAll;

    private final Set<String> emails = new HashSet<>();
    private final Set<String> ids = new HashSet<>();
    private final List<RowError> errors = new ArrayList<>();
    private long created;
    private long skipped;
    private long demanded;
    private long withTotp;
    private long withCodes;

    RowBatch(
            KeycloakSession job,
            Tenant tenant,
            AdminEvents events,
            boolean dryRun,
            boolean skipExisting) {
        this.job = job;
        this.realm = tenant.realm();
        this.profiles = new Profiles(job, tenant);
        this.events = events;
        this.dryRun = dryRun;
        this.skipExisting = skipExisting;
        this.givenToAll =
                Stream.concat(
                                Stream.of(realm.getDefaultRole().getId()),
                                realm.getDefaultGroupsStream().map(GroupModel::getId))
                        .collect(Collectors.toSet());
    }

    /**
     * Writes the rows to the database, without a commit.
     *
     * @throws org.keycloak.models.ModelDuplicateException if another transaction has taken an
     *     address or id; nothing of this transaction can be kept
     * @throws ReadOnlyException if a directory refuses a part of a user
     */
    void add(List<PreparedRow> rows) {
        // Keycloak's mode for many writes: they reach the database together, at the end.
        EntityManagers.runInBatch(job, () -> rows.forEach(this::add), true);
    }

    Counts counts() {
        return new Counts(
                created, skipped, errors.size(), new FactorCounts(demanded, withTotp, withCodes));
    }

    List<RowError> errors() {
        return errors;
    }

    private void add(PreparedRow prepared) {
        ADDED.apply(this, prepared).ifPresent(errors::add);
    }

    private Optional<RowError> create(Ready ready) {
        ImportRow row = ready.row();
        if (emails.contains(EmailSyntax.normalized(row.email()))) {
            return taken(row);
        }
        AccountCreation.NewAccount account =
                new AccountCreation.NewAccount(row.email(), null, row.displayName());
        UserProfile profile = AccountCreation.profile(job, UserProfileContext.USER_API, account);
        Optional<AccountRefusal.ByProfile> refusal =
                AccountCreation.refusal(realm, profile, account);
        if (refusal.isPresent()) {
            return ADDED.apply(this, REFUSED.apply(row, refusal.get()));
        }
        if (row.id() != null && !(ids.add(row.id()) && TakenIdentities.isIdFree(job, row.id()))) {
            return ADDED.apply(this, TakenIdentities.idTaken(row));
        }
        count(row);
        emails.add(EmailSyntax.normalized(row.email()));
        if (!dryRun) {
            UserModel user =
                    row.id() == null
                            ? ValidatedProfiles.create(job, profile)
                            : create(row.id(), profile);
            complete(user, ready);
            events.created(user.getId(), user.getEmail());
        }
        return Optional.empty();
    }

    private void count(ImportRow row) {
        created++;
        demanded += row.mfaRequired() ? 1 : 0;
        withTotp += row.factors().totp().isEmpty() ? 0 : 1;
        withCodes += row.factors().recoveryCodes().isEmpty() ? 0 : 1;
    }

    private Optional<RowError> taken(ImportRow row) {
        if (skipExisting) {
            skipped++;
            return Optional.empty();
        }
        return error(row, "email_exists", "the address belongs to an account already");
    }

    private static Optional<RowError> error(ImportRow row, String code, String message) {
        return Optional.of(new RowError(row.line(), row.email(), code, message));
    }

    /** The user profile can only create users with a new id. */
    private UserModel create(String id, UserProfile profile) {
        String username = profile.getAttributes().getFirst(UserModel.USERNAME);
        UserModel user = job.users().addUser(realm, id, username, true, true);
        profile.getAttributes().getWritable().forEach(user::setAttribute);
        return user;
    }

    private void complete(UserModel user, Ready ready) {
        ImportRow row = ready.row();
        user.setEnabled(!row.suspended());
        user.setEmailVerified(row.emailVerified());
        if (row.createdAt() != null) {
            user.setCreatedTimestamp(row.createdAt().toEpochMilli());
        }
        Profiles.Changes rest =
                new Profiles.Changes(
                        null,
                        null,
                        row.locale(),
                        row.phone(),
                        row.metadata().isEmpty() ? null : row.metadata());
        if (!rest.names().isEmpty() && !profiles.write(user, rest)) {
            throw new ReadOnlyException("a directory refuses attributes");
        }
        if (row.phoneVerifiedAt() != null) {
            user.setSingleAttribute(Profiles.PHONE_VERIFIED_AT, row.phoneVerifiedAt().toString());
        }
        if (row.mfaRequired()) {
            user.setSingleAttribute(FactorDemands.ATTRIBUTE, "true");
        }
        ready.roleIds().stream()
                .filter(id -> !givenToAll.contains(id))
                .forEach(id -> user.grantRole(realm.getRoleById(id)));
        ready.groupIds().stream()
                .filter(id -> !givenToAll.contains(id))
                .forEach(id -> user.joinGroup(realm.getGroupById(id)));
        if (ready.password() != null) {
            user.credentialManager().createStoredCredential(ready.password());
        }
        ImportedFactors.give(user, row.factors());
    }
}
