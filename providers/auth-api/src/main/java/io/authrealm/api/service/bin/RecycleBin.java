package io.authrealm.api.service.bin;

import io.authrealm.api.keycloak.ServerTime;
import io.authrealm.api.service.profile.Profiles;
import io.authrealm.api.service.session.Sessions;
import io.authrealm.api.store.DeletedUsers;
import io.authrealm.api.store.Links;
import io.authrealm.api.tenant.Tenant;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.LDAPConstants;
import org.keycloak.models.UserManager;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserProvider;
import org.keycloak.models.cache.UserCache;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.UserStorageProvider;

/**
 * The recycle bin. A deleted user cannot sign in and is in no list, but loses nothing: a restore
 * brings everything back, and a purge removes everything.
 *
 * <p>Changes of one user happen one after the other, on all nodes. So of a restore and a purge at
 * the same moment one succeeds, and the other gets the answer that it would get later.
 */
public final class RecycleBin {

    /**
     * A deleted user.
     *
     * @param email may be null
     * @param displayName may be null
     * @param createdAt null if Keycloak does not know it
     */
    public record DeletedUser(
            String id, String email, String displayName, Instant deletedAt, Instant createdAt) {}

    /**
     * Where a page ends.
     *
     * @param deletedAt in milliseconds since 1970
     */
    public record DeletedCursor(long deletedAt, String userId) {}

    /**
     * A page of the list of deleted users.
     *
     * @param next where the next page begins; null at the end of the list
     */
    public record Page(List<DeletedUser> items, DeletedCursor next) {}

    /** Whether a directory is switched on. */
    private static final String ENABLED = "enabled";

    private final KeycloakSession session;
    private final Tenant tenant;
    private final DeletedUsers deleted;

    public RecycleBin(KeycloakSession session, Tenant tenant) {
        this.session = session;
        this.tenant = tenant;
        this.deleted = new DeletedUsers(session, tenant.realm());
    }

    /** Whether the user is deleted. Costs no query for an enabled user. */
    public boolean isDeleted(UserModel user) {
        return DeletedUsers.contains(session, user);
    }

    /**
     * Deletes the user, and ends all sessions, including those of offline tokens, and all links in
     * mails.
     *
     * @param deletedBy the id of the admin, or null
     */
    public DeleteResult delete(UserModel user, String deletedBy) {
        String id = user.getId();
        if (!StorageId.isLocalStorage(id)) {
            return new DeleteResult.ManagedElsewhere();
        }
        boolean isServiceAccount = user.getServiceAccountClientLink() != null;
        if (isServiceAccount || !deleted.lock(id) || deleted.contains(id)) {
            return new DeleteResult.NotFound();
        }
        // Not through the directory of the user, which must not change.
        local(id).setEnabled(false);
        deleted.add(id, deletedBy);
        new Links(session, tenant.realm()).endAll(user);
        new Sessions(session, tenant).revokeAll(user);
        session.users().setNotBeforeForUser(tenant.realm(), user, (int) ServerTime.seconds());
        forgetCached(id);
        return new DeleteResult.Deleted();
    }

    /** Restores a deleted user, who is enabled from then on. */
    public RestoreResult restore(String userId) {
        // A directory may be asked for the user here, so it has to come before the lock.
        UserModel user = session.users().getUserById(tenant.realm(), userId);
        if (user == null || !deleted.lock(userId) || !deleted.contains(userId)) {
            return new RestoreResult.NotDeleted();
        }
        if (!tenant.realm().isDuplicateEmailsAllowed() && deleted.isSharedEmail(userId)) {
            return new RestoreResult.EmailTaken();
        }
        // A sign-in that was under way during the deletion may have left sessions.
        new Sessions(session, tenant).revokeAll(user);
        deleted.remove(userId);
        local(userId).setEnabled(true);
        forgetCached(userId);
        UserModel restored = session.users().getUserById(tenant.realm(), userId);
        return new RestoreResult.Restored(new Profiles(session, tenant).of(restored));
    }

    /** Purges a deleted user. */
    public PurgeResult purge(String userId) {
        // A directory may be asked for the user here, so it has to come before the lock.
        UserModel user = session.users().getUserById(tenant.realm(), userId);
        if (user == null || !deleted.lock(userId) || !deleted.contains(userId)) {
            return new PurgeResult.NotDeleted();
        }
        if (comesAgain(user)) {
            return new PurgeResult.ManagedElsewhere();
        }
        if (!new UserManager(session).removeUser(tenant.realm(), user)) {
            // The user may be removed here, but not in the directory.
            session.getTransactionManager().setRollbackOnly();
            return new PurgeResult.ManagedElsewhere();
        }
        return new PurgeResult.Purged();
    }

    /**
     * The deleted users, the latest deletion first.
     *
     * @param after where the page before ended, or null
     * @param limit how many at most
     */
    public Page list(DeletedCursor after, int limit) {
        DeletedUsers.Entry start =
                after == null ? null : new DeletedUsers.Entry(after.userId(), after.deletedAt());
        List<DeletedUsers.Entry> entries = deleted.newestFirst(start, limit + 1);
        boolean isLast = entries.size() <= limit;
        List<DeletedUsers.Entry> shown = isLast ? entries : entries.subList(0, limit);
        DeletedUsers.Entry end = isLast ? null : shown.get(limit - 1);
        return new Page(
                shown.stream().map(this::describe).filter(Objects::nonNull).toList(),
                end == null ? null : new DeletedCursor(end.deletedAt(), end.userId()));
    }

    private DeletedUser describe(DeletedUsers.Entry entry) {
        UserModel user = session.users().getUserById(tenant.realm(), entry.userId());
        if (user == null) {
            // The user has just disappeared from the directory.
            return null;
        }
        Long created = user.getCreatedTimestamp();
        return new DeletedUser(
                user.getId(),
                user.getEmail(),
                Profiles.displayName(user),
                Instant.ofEpochMilli(entry.deletedAt()),
                created == null ? null : Instant.ofEpochMilli(created));
    }

    private boolean comesAgain(UserModel user) {
        ComponentModel directory =
                user.getFederationLink() == null
                        ? null
                        : tenant.realm().getComponent(user.getFederationLink());
        if (directory == null) {
            return false;
        }
        String mode = directory.get(LDAPConstants.EDIT_MODE);
        boolean isWritable =
                mode == null || mode.equals(UserStorageProvider.EditMode.WRITABLE.name());
        return !isWritable || !directory.get(ENABLED, true);
    }

    private UserModel local(String id) {
        return session.getProvider(UserProvider.class).getUserById(tenant.realm(), id);
    }

    /** Takes effect on all nodes, once the transaction is committed. */
    private void forgetCached(String id) {
        UserCache cache = session.getProvider(UserCache.class);
        if (cache != null) {
            cache.evict(tenant.realm(), local(id));
        }
    }
}
