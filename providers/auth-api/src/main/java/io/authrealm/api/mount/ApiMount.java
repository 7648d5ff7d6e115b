package io.authrealm.api.mount;

import io.authrealm.api.Services;
import io.authrealm.api.http.Call;
import io.authrealm.api.http.HttpState;
import io.authrealm.api.http.Mount;
import io.authrealm.api.http.Readiness;
import io.authrealm.api.keycloak.EmailScope;
import io.authrealm.api.keycloak.RecycleBinSwitch;
import io.authrealm.api.keycloak.SingleUseCodes;
import io.authrealm.api.keycloak.TestedVersions;
import io.authrealm.api.service.bin.PurgeSchedule;
import io.authrealm.api.service.optin.HealthLog;
import io.authrealm.api.service.tenants.TenantOptions;
import io.authrealm.api.service.tenants.TenantPurge;
import io.authrealm.api.tenant.AddressFill;
import io.authrealm.api.tenant.NoPictureException;
import io.authrealm.api.tenant.SettingsWritten;
import io.authrealm.api.tenant.TenantDirectory;
import io.authrealm.api.tenant.TenantResolver;
import io.authrealm.api.tenant.TenantSettings;
import io.authrealm.core.limits.TokenBuckets;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.ServiceUnavailableException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.keycloak.Config;
import org.keycloak.common.Version;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.ServerInfoAwareProviderFactory;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/**
 * Mounts the API under {@code /realms/{realm}/v1} and holds its server-wide options:
 *
 * <ul>
 *   <li>{@code spi-realm-restapi-extension--v1--root-mount} (default {@code true}): whether the API
 *       also answers at the origin root;
 *   <li>{@code spi-realm-restapi-extension--v1--default-tenant}: id or name of the realm for
 *       requests at the root that name no tenant; not needed if only one realm has opted in;
 *   <li>{@code spi-realm-restapi-extension--v1--find-tenant-by-address} (default {@code true}):
 *       whether the accounts with an address decide its tenant at the root;
 *   <li>{@code spi-realm-restapi-extension--v1--email-scope} (default {@code tenant}): among which
 *       users an address is unique, see {@link EmailScope};
 *   <li>{@code spi-realm-restapi-extension--v1--purge-interval} (default 3600): seconds between two
 *       runs of the scheduled purge;
 *   <li>those that {@link TenantOptions} reads.
 * </ul>
 */
public final class ApiMount
        implements RealmResourceProviderFactory, ServerInfoAwareProviderFactory {

    static final String ID = "v1";

    private static final Logger LOG = Logger.getLogger(ApiMount.class);

    private Services.Shared shared;
    private HttpState state;
    private boolean isAtRoot;
    private Duration purgeInterval;
    private TenantOptions tenants;

    /** The server's instance of this factory. */
    static ApiMount of(KeycloakSession session) {
        return (ApiMount)
                session.getKeycloakSessionFactory()
                        .getProviderFactory(RealmResourceProvider.class, ID);
    }

    HttpState state() {
        return state;
    }

    /** Whether the API also answers at the origin root. */
    boolean isAtRoot() {
        return isAtRoot;
    }

    Call call(KeycloakSession session, Mount mount) {
        return new Call(session, state, mount);
    }

    Services services(Call call) {
        return new Services(shared, call);
    }

    /** The resource for the path behind the id of a provider. */
    interface Place {
        Object resource(Dialect dialect, Call call, Services services);
    }

    /** What answers below a realm for a dialect whose whole path is the id of the provider. */
    static RealmResourceProvider provider(KeycloakSession session, Dialect dialect) {
        return provider(session, here -> dialect, Dialect::routes);
    }

    /**
     * What answers for a dialect below a realm. A preflight has a resource of its own, because the
     * server answers OPTIONS by itself on every path that has a resource method.
     *
     * @param choice of the dialect, by the realm of the request
     * @param place what is behind the id of the provider
     */
    static RealmResourceProvider provider(
            KeycloakSession session, Function<KeycloakSession, Dialect> choice, Place place) {
        return new RealmResourceProvider() {
            @Override
            public Object getResource() {
                ApiMount mount = of(session);
                Dialect dialect = choice.apply(session);
                Call call = mount.call(session, Mount.REALM);
                boolean isPreflight =
                        HttpMethod.OPTIONS.equals(
                                session.getContext().getHttpRequest().getHttpMethod());
                return isPreflight
                        ? new PreflightResource(call, dialect)
                        : place.resource(dialect, call, mount.services(call));
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return provider(session, ApiMount::chosenByRealm, Dialect::routes);
    }

    private static Dialect chosenByRealm(KeycloakSession session) {
        return TenantSettings.of(session.getContext().getRealm())
                .map(TenantSettings::dialect)
                .map(Dialect::of)
                .orElse(Dialect.QEET);
    }

    /**
     * The dialect of {@code /v1} at the root; see {@link TenantDirectory#dialectAtRoot}.
     *
     * @throws ServiceUnavailableException if it is not known yet
     */
    Dialect atRoot(KeycloakSession session) {
        String host = session.getContext().getHttpRequest().getUri().getBaseUri().getHost();
        try {
            return Dialect.of(
                    TenantDirectory.of(session)
                            .dialectAtRoot(session, host, state.tenantRules().defaultTenant()));
        } catch (NoPictureException e) {
            throw new ServiceUnavailableException((long) Readiness.RETRY_AFTER_SECONDS, e);
        }
    }

    @Override
    public void init(Config.Scope config) {
        TokenBuckets buckets = new TokenBuckets();
        tenants = TenantOptions.of(config::get);
        shared = Services.Shared.create(buckets, tenants);
        state =
                HttpState.create(
                        buckets,
                        new TenantResolver.Rules(
                                config.get("default-tenant"),
                                config.getBoolean("find-tenant-by-address", true)));
        isAtRoot = config.getBoolean("root-mount", true);
        purgeInterval = Duration.ofSeconds(Math.max(1, config.getInt("purge-interval", 3600)));
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(
                event -> {
                    if (event instanceof PostMigrationEvent migrated) {
                        start(migrated.getFactory());
                    } else if (event instanceof SettingsWritten written) {
                        HealthLog.warn(written.factory(), written.realmId());
                    }
                });
    }

    private void start(KeycloakSessionFactory factory) {
        TestedVersions.warning(Version.VERSION).ifPresent(LOG::warn);
        if (!RecycleBinSwitch.isInPlace(factory)) {
            LOG.warn(
                    "Deleted users show up as disabled ones, and a directory may enable them:"
                            + " the storage of users is switched to another one");
        }
        if (EmailScope.of(factory) != EmailScope.chosen()) {
            LOG.warn(
                    "An address can belong to users of several tenants:"
                            + " the storage of users is switched to another one");
        }
        if (!SingleUseCodes.areInPlace(factory)) {
            LOG.warn(
                    "A code of an authenticator app, or a recovery code, may be accepted twice:"
                            + " another extension has replaced the check");
        }
        KeycloakModelUtils.runJobInTransaction(
                factory,
                session -> {
                    PurgeSchedule.start(session, purgeInterval);
                    TenantPurge.start(session, purgeInterval, tenants);
                    TenantDirectory.of(session).prepare(session);
                    AddressFill.start(session);
                    HealthLog.start(session, Build.describe().get("version"));
                });
    }

    /** Shown in the admin console, which adds the versions of Keycloak and Java itself. */
    @Override
    public Map<String, String> getOperationalInfo() {
        return Build.describe();
    }

    @Override
    public void close() {}
}
