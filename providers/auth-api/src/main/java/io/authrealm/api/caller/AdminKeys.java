package io.authrealm.api.caller;

import io.authrealm.api.keycloak.AdminSession;
import io.authrealm.api.keycloak.AssumedAdmin;
import io.authrealm.api.keycloak.Permission;
import io.authrealm.api.keycloak.VerifiedBearer;
import io.authrealm.api.store.StoredApiKeys;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.text.ApiKeyText;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * API keys at admins' routes. A key acts for the admin who made it: Keycloak's evaluator is asked
 * for that admin, as if the admin had sent a token of the same client. So a key loses each right
 * that its maker loses, and is worth nothing while its maker is suspended or deleted.
 */
public final class AdminKeys {

    /** What a key that was found is worth now. */
    public sealed interface Verdict {

        /** It is good. */
        record Good(AdminCaller admin) implements Verdict {}

        /** It was good until its time was over. */
        record Expired() implements Verdict {}

        /** It is revoked, or its maker is no admin any more. */
        record Worthless() implements Verdict {}
    }

    /** A key of an open tenant that is stored. Its secret is right. */
    public record Found(Tenant tenant, StoredApiKeys.Row row) {}

    /** How exact the time of the last use of a key is. */
    public static final Duration USE_STEP = StoredApiKeys.USE_STEP;

    private AdminKeys() {}

    /** The key that is sent, in whatever open tenant; nothing if there is none. */
    public static Optional<Found> find(KeycloakSession session, ApiKeyText text) {
        return StoredApiKeys.find(session, text)
                .flatMap(
                        row ->
                                Tenant.of(session, session.realms().getRealm(row.realmId()))
                                        .map(tenant -> new Found(tenant, row)));
    }

    /** What the key is worth. The session works for its tenant already. */
    public static Verdict judge(KeycloakSession session, Found found) {
        if (found.row().isRevoked()) {
            return new Verdict.Worthless();
        }
        if (found.row().hasExpired()) {
            return new Verdict.Expired();
        }
        return admin(session, found)
                .<Verdict>map(Verdict.Good::new)
                .orElseGet(Verdict.Worthless::new);
    }

    /** Notes that the key of this request is used; to be called once in {@link #USE_STEP}. */
    public static void noteUse(KeycloakSession session, AdminCaller admin) {
        admin.key().ifPresent(row -> StoredApiKeys.markUsedLater(session, row.id()));
    }

    private static Optional<AdminCaller> admin(KeycloakSession session, Found found) {
        StoredApiKeys.Maker maker = found.row().maker();
        RealmModel realm = session.realms().getRealm(maker.realmId());
        UserModel user = realm == null ? null : session.users().getUserById(realm, maker.userId());
        ClientModel client = realm == null ? null : realm.getClientByClientId(maker.clientId());
        return user != null && user.isEnabled() && client != null && client.isEnabled()
                ? Optional.of(admin(session, found, realm, user, client))
                : Optional.empty();
    }

    private static AdminCaller admin(
            KeycloakSession session,
            Found found,
            RealmModel realm,
            UserModel user,
            ClientModel client) {
        Tenant tenant = found.tenant();
        StoredApiKeys.Row row = found.row();
        VerifiedBearer bearer =
                AssumedAdmin.of(session, row.id(), tenant.realm(), realm, user, client).bearer();
        // Keycloak's filter for lists takes the admin from here, and filters nothing without one.
        session.getContext().setBearerToken(bearer.token());
        AdminSession admin =
                AdminSession.ofKey(
                        session,
                        tenant.realm(),
                        realm,
                        bearer,
                        tenant.client(),
                        row.id(),
                        permissions(row));
        return new KeyAdmin(tenant, admin.rights(), new AdminEvents(admin.events()), row);
    }

    private static Set<Permission> permissions(StoredApiKeys.Row row) {
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        row.scopes().forEach(scope -> Permission.of(scope).ifPresent(permissions::add));
        return permissions;
    }
}
