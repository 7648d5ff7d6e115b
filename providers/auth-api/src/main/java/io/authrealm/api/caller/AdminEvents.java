package io.authrealm.api.caller;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.authrealm.api.keycloak.AdminEventWriter;
import java.util.Collection;
import java.util.List;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;

/**
 * Keycloak's admin events of one caller in one tenant. Each is a {@link Change}, which cannot hold
 * a secret. An event is part of the transaction of its session.
 */
public final class AdminEvents {

    /** An event about many users at once. Keycloak has no type for it. */
    private static final String IMPORT = "AUTHREALM_IMPORT";

    /** An event about an API key. Keycloak has no type for it either. */
    private static final String API_KEY = "AUTHREALM_API_KEY";

    private static final String API_KEYS = "api-keys";

    /** An event about an invite. Keycloak has no type for it either. */
    private static final String INVITE = "AUTHREALM_INVITE";

    private static final String INVITES = "invites";

    /** An event about the tenant itself. */
    private static final String TENANT = "AUTHREALM_TENANT";

    private static final String TENANTS = "tenants";

    private static final String USERS = "users";

    /**
     * What an event says beyond its path.
     *
     * @param id the user's; null if it is not about one
     * @param email set if the user was created
     * @param changed the names of the members that were written, never their values
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    private record Change(String id, String email, List<String> changed) {}

    /** The outcome of a bulk request or an import, in rows. */
    private record Import(String id, long created, long failed) {}

    /**
     * A tenant.
     *
     * @param id of its realm
     * @param changed as in {@link Change}
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    private record Tenant(String id, String slug, List<String> changed) {}

    /** An API key, without its secret. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    private record ApiKey(String id, String prefix, List<String> scopes) {}

    /** As Keycloak's console writes it. */
    private static final String ROLE_MAPPING = "REALM_ROLE_MAPPING";

    /** As Keycloak's console writes it. */
    private static final String ROLE = "REALM_ROLE";

    private record Role(String id, String name) {}

    /** An invite, without its token. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    private record Invite(String id, String email, String roleId) {}

    private final AdminEventWriter writer;

    AdminEvents(AdminEventWriter writer) {
        this.writer = writer;
    }

    /** The same caller's events in a session of a job. */
    public AdminEvents in(KeycloakSession job) {
        return new AdminEvents(writer.in(job));
    }

    public void created(String userId, String email) {
        writer.user(OperationType.CREATE, new Change(userId, email, List.of()), USERS, userId);
    }

    public void updated(String userId, Collection<String> changed) {
        writer.user(
                OperationType.UPDATE,
                new Change(userId, null, List.copyOf(changed)),
                USERS,
                userId);
    }

    public void deleted(String userId) {
        writer.user(OperationType.DELETE, new Change(userId, null, List.of()), USERS, userId);
    }

    /** A deleted user was purged. */
    public void purged(String userId) {
        writer.user(
                OperationType.DELETE, new Change(userId, null, List.of()), USERS, userId, "purge");
    }

    /**
     * An action on a user that neither creates, updates nor deletes.
     *
     * @param action the last part of the event's path, such as {@code reset-password}
     */
    public void acted(String userId, String action) {
        writer.user(
                OperationType.ACTION, new Change(userId, null, List.of()), USERS, userId, action);
    }

    /** A second factor of a user was removed, as in the console. */
    public void factorRemoved(String userId, String credentialId) {
        writer.user(
                OperationType.ACTION,
                new Change(userId, null, List.of()),
                USERS,
                userId,
                "credentials",
                credentialId);
    }

    /** Rows were imported; {@code id} is the import's. */
    public void imported(String id, long created, long failed) {
        writer.other(IMPORT, OperationType.ACTION, new Import(id, created, failed), "imports", id);
    }

    /**
     * A realm role was given to a user, or taken away.
     *
     * @param isGiven whether the user has it now
     */
    public void roleChanged(String userId, String roleId, String roleName, boolean isGiven) {
        writer.other(
                ROLE_MAPPING,
                isGiven ? OperationType.CREATE : OperationType.DELETE,
                List.of(new Role(roleId, roleName)),
                USERS,
                userId,
                "role-mappings",
                "realm");
    }

    /** A role of the tenant was made, as in the console. */
    public void roleCreated(String roleId, String roleName) {
        writer.other(ROLE, OperationType.CREATE, new Role(roleId, roleName), "roles", roleName);
    }

    /**
     * A role was put into another one, or taken out of it.
     *
     * @param roleId of the role that is composed of others
     * @param isGiven whether it is within that role now
     */
    public void compositeChanged(
            String roleId, String compositeId, String compositeName, boolean isGiven) {
        writer.other(
                ROLE,
                isGiven ? OperationType.CREATE : OperationType.DELETE,
                List.of(new Role(compositeId, compositeName)),
                "roles-by-id",
                roleId,
                "composites");
    }

    /** A tenant was made. The event is in the realm of its maker. */
    public void tenantCreated(String realmId, String slug) {
        writer.realmCreated(slug, new Tenant(realmId, slug, List.of()));
    }

    /** Data of the tenant were changed, which Keycloak does not have. */
    public void tenantUpdated(String realmId, String slug, Collection<String> changed) {
        writer.other(
                TENANT,
                OperationType.UPDATE,
                new Tenant(realmId, slug, List.copyOf(changed)),
                TENANTS,
                realmId);
    }

    /** The tenant was deleted. */
    public void tenantDeleted(String realmId, String slug) {
        writer.other(
                TENANT,
                OperationType.DELETE,
                new Tenant(realmId, slug, List.of()),
                TENANTS,
                realmId);
    }

    /** An API key was made. */
    public void keyCreated(String id, String prefix, List<String> scopes) {
        writer.other(API_KEY, OperationType.CREATE, new ApiKey(id, prefix, scopes), API_KEYS, id);
    }

    /** An API key was revoked. */
    public void keyRevoked(String id) {
        writer.other(API_KEY, OperationType.DELETE, new ApiKey(id, null, List.of()), API_KEYS, id);
    }

    /**
     * Somebody was invited.
     *
     * @param roleId null if the invite is to no role
     */
    public void invited(String inviteId, String email, String roleId) {
        writer.other(
                INVITE,
                OperationType.CREATE,
                new Invite(inviteId, email, roleId),
                INVITES,
                inviteId);
    }

    /** An invite got another token and another lifetime. */
    public void invitedAgain(String inviteId) {
        writer.other(
                INVITE,
                OperationType.ACTION,
                new Invite(inviteId, null, null),
                INVITES,
                inviteId,
                "resend");
    }

    public void inviteRevoked(String inviteId) {
        writer.other(
                INVITE, OperationType.DELETE, new Invite(inviteId, null, null), INVITES, inviteId);
    }

    /** The auth policy of the tenant was changed, which is made of settings of the realm. */
    public void policyUpdated(Collection<String> changed) {
        writer.realm(
                OperationType.UPDATE, new Change(null, null, List.copyOf(changed)), "auth-policy");
    }
}
