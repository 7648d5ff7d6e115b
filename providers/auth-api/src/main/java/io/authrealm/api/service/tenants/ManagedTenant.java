package io.authrealm.api.service.tenants;

import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.store.RealmLock;
import io.authrealm.api.store.StoredTenants;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.api.tenant.TenantSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * A tenant that an admin may change. Each change locks the realm first, sees the change before it,
 * is an admin event, and is committed when it returns.
 */
public final class ManagedTenant {

    private final KeycloakSession session;
    private final AdminCaller caller;
    private final TenantOptions options;

    ManagedTenant(KeycloakSession session, AdminCaller caller, TenantOptions options) {
        this.session = session;
        this.caller = caller;
        this.options = options;
    }

    /** Changes the tenant. */
    public TenantChangeResult change(TenantChange change) {
        return locked((job, tenant) -> change(job, tenant, change), TenantChangeResult.Closed::new);
    }

    /**
     * Closes the tenant for everybody. Its realm stays for a while, as an operator may want it
     * back.
     */
    public TenantDeleteResult delete() {
        return locked(this::delete, TenantDeleteResult.Closed::new);
    }

    /** A transaction of its own sees the realm as it is after the lock. */
    private <R> R locked(BiFunction<KeycloakSession, Tenant, R> work, Supplier<R> closed) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                session.getContext(),
                job ->
                        RealmLock.take(job, caller.tenant().realm().getId())
                                .flatMap(realm -> Tenant.of(job, realm))
                                .map(tenant -> work.apply(job, tenant))
                                .orElseGet(closed),
                "AuthRealm tenant");
    }

    private TenantChangeResult change(KeycloakSession job, Tenant tenant, TenantChange change) {
        StoredTenants stored = new StoredTenants(job);
        StoredTenants.Row row = row(stored, tenant);
        TenantDescription before = TenantDescription.of(tenant, Optional.of(row));
        TenantDescription after = applied(before, change);
        List<String> changed = names(before, after);
        if (changed.isEmpty()) {
            return new TenantChangeResult.Changed(
                    TenantDescription.of(tenant, stored.find(row.realmId())));
        }
        RealmModel realm = tenant.realm();
        if (!after.name().equals(before.name())) {
            realm.setDisplayName(after.name());
        }
        if (after.status() != before.status()) {
            TenantSettings.suspend(realm, after.status() == TenantDescription.Status.SUSPENDED);
        }
        StoredTenants.Row written =
                row.with(
                        after.region(),
                        after.logoUrl(),
                        TenantDescription.stored(after.metadata()));
        stored.write(written);
        caller.events().in(job).tenantUpdated(realm.getId(), tenant.name(), changed);
        return Tenant.of(job, realm)
                .<TenantChangeResult>map(
                        now ->
                                new TenantChangeResult.Changed(
                                        TenantDescription.of(now, Optional.of(written))))
                .orElseGet(TenantChangeResult.Closed::new);
    }

    private static StoredTenants.Row row(StoredTenants stored, Tenant tenant) {
        return stored.find(tenant.realm().getId())
                .orElseGet(
                        () ->
                                StoredTenants.Row.found(
                                        tenant.realm().getId(),
                                        tenant.name().toLowerCase(Locale.ROOT)));
    }

    private static TenantDescription applied(TenantDescription before, TenantChange change) {
        return new TenantDescription(
                before.id(),
                before.slug(),
                orElse(change.name(), before.name()),
                orElse(change.status(), before.status()),
                orElse(change.region(), before.region()),
                logo(change.logoUrl(), before.logoUrl()),
                orElse(change.metadata(), before.metadata()),
                before.createdAt(),
                before.updatedAt());
    }

    private static <T> T orElse(T changed, T before) {
        return changed == null ? before : changed;
    }

    private static String logo(String changed, String before) {
        if (changed == null) {
            return before;
        }
        return changed.isEmpty() ? null : changed;
    }

    private static List<String> names(TenantDescription before, TenantDescription after) {
        List<String> names = new ArrayList<>();
        add(names, "name", before.name(), after.name());
        add(names, "status", before.status(), after.status());
        add(names, "region", before.region(), after.region());
        add(names, "logo_url", before.logoUrl(), after.logoUrl());
        add(names, "metadata", before.metadata(), after.metadata());
        return names;
    }

    private static void add(List<String> names, String name, Object before, Object after) {
        if (!Objects.equals(before, after)) {
            names.add(name);
        }
    }

    private TenantDeleteResult delete(KeycloakSession job, Tenant tenant) {
        RealmModel realm = tenant.realm();
        StoredTenants stored = new StoredTenants(job);
        Optional<StoredTenants.Row> made =
                stored.find(realm.getId()).filter(StoredTenants.Row::isMade);
        if (made.isEmpty() || isDefault(realm)) {
            return new TenantDeleteResult.OfOperator();
        }
        realm.setEnabled(false);
        stored.write(made.get().deleted());
        caller.events().in(job).tenantDeleted(realm.getId(), tenant.name());
        return new TenantDeleteResult.Deleted();
    }

    private boolean isDefault(RealmModel realm) {
        return realm.getId().equals(options.defaultTenant())
                || realm.getName().equals(options.defaultTenant());
    }
}
