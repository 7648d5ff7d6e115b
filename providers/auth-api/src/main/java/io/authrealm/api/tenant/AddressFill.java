package io.authrealm.api.tenant;

import io.authrealm.api.store.Addresses;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Brings {@link Addresses} in line with the users there are, in the background: when the server
 * starts, when a realm becomes a tenant or ceases to be one, and after many users have gone at
 * once. It also finds the addresses that several tenants have.
 *
 * <p>It works in small transactions, and each step leaves what is right alone. So a crash does no
 * harm, and two nodes that do the same only wait for each other.
 */
public final class AddressFill {

    private static final Logger LOG = Logger.getLogger(AddressFill.class);

    private static final int MOST_FAILURES = 5;

    private final KeycloakSessionFactory factory;

    private AddressFill(KeycloakSessionFactory factory) {
        this.factory = factory;
    }

    /** Looks at all tenants. */
    public static void start(KeycloakSession session) {
        if (AddressScope.isOn(session)) {
            executor(session).execute(task(session, AddressFill::fillAll));
        }
    }

    /** Looks at one realm once the transaction of the session is committed. */
    public static void afterCommit(KeycloakSession session, String realmId) {
        if (AddressScope.isOn(session)) {
            submitAfterCommit(session, fill -> fill.fill(realmId));
        }
    }

    /** Forgets what a realm has that is no tenant any more; others may then have it alone. */
    static void forget(KeycloakSession session, String realmId) {
        if (AddressScope.isOn(session)) {
            new Addresses(session).forgetRealm(realmId);
            settleAfterCommit(session);
        }
    }

    /** For a realm whose addresses go with it. */
    static void settleAfterCommit(KeycloakSession session) {
        if (AddressScope.isOn(session)) {
            submitAfterCommit(session, AddressFill::settleDisputes);
        }
    }

    private static void submitAfterCommit(KeycloakSession session, Consumer<AddressFill> work) {
        Runnable task = task(session, work);
        ExecutorService executor = executor(session);
        session.getTransactionManager()
                .enlistAfterCompletion(
                        new AbstractKeycloakTransaction() {
                            @Override
                            protected void commitImpl() {
                                executor.execute(task);
                            }

                            @Override
                            protected void rollbackImpl() {
                                // Nothing has changed.
                            }
                        });
    }

    private static Runnable task(KeycloakSession session, Consumer<AddressFill> work) {
        AddressFill fill = new AddressFill(session.getKeycloakSessionFactory());
        return () -> fill.run(work);
    }

    private static ExecutorService executor(KeycloakSession session) {
        return session.getProvider(ExecutorsProvider.class).getExecutor("authrealm-addresses");
    }

    private void run(Consumer<AddressFill> work) {
        try {
            work.accept(this);
        } catch (RuntimeException e) {
            LOG.warn("Addresses of tenants were not noted; the next start does it again", e);
        }
    }

    private void fillAll() {
        List<String> tenants =
                inTransaction(
                        session ->
                                session.realms()
                                        .getRealmsWithProviderTypeStream(
                                                TenantSettingsProvider.class)
                                        .map(RealmModel::getId)
                                        .toList());
        inTransaction(
                session -> {
                    Addresses addresses = new Addresses(session);
                    addresses.realms().stream()
                            .filter(realmId -> !AddressScope.isTenant(session, realmId))
                            .forEach(addresses::forgetRealm);
                    return null;
                });
        tenants.forEach(this::fillOne);
        settleDisputes();
    }

    private void fill(String realmId) {
        if (inTransaction(session -> AddressScope.isTenant(session, realmId)) && fillOne(realmId)) {
            settleDisputes();
        }
    }

    /** Returns whether a tenant has an address that another one has. */
    private boolean fillOne(String realmId) {
        settleEach(addresses -> addresses.stale(realmId));
        takeMissing(realmId);
        return settleEach(addresses -> addresses.crossed(realmId));
    }

    /** A page fails if somebody signs up with one of its addresses at the same moment. */
    private void takeMissing(String realmId) {
        boolean isMore = true;
        int failures = 0;
        while (isMore) {
            try {
                isMore = inTransaction(session -> new Addresses(session).takeMissing(realmId));
                failures = 0;
            } catch (RuntimeException e) {
                failures++;
                if (failures == MOST_FAILURES) {
                    throw e;
                }
            }
        }
    }

    /** Settles all that are found; what is settled is not found again. */
    private boolean settleEach(Function<Addresses, List<String>> search) {
        boolean isAnyFound = false;
        List<String> page = inTransaction(session -> search.apply(new Addresses(session)));
        while (!page.isEmpty()) {
            isAnyFound = true;
            page.forEach(this::settle);
            page = inTransaction(session -> search.apply(new Addresses(session)));
        }
        return isAnyFound;
    }

    private void settleDisputes() {
        List<String> page = inTransaction(session -> new Addresses(session).disputed(""));
        while (!page.isEmpty()) {
            page.forEach(this::settle);
            String last = page.get(page.size() - 1);
            page = inTransaction(session -> new Addresses(session).disputed(last));
        }
        long left = inTransaction(session -> new Addresses(session).countDisputed());
        if (left > 0) {
            LOG.warnf(
                    "%d addresses have users in more than one tenant. No other user gets them."
                            + " The admin resource authrealm-addresses/clashes lists them",
                    left);
        }
    }

    /** Alone in a transaction, because rows that are locked together can block each other. */
    private void settle(String email) {
        inTransaction(
                session -> {
                    new Addresses(session)
                            .settle(email, null, id -> AddressScope.isTenant(session, id));
                    return null;
                });
    }

    private <T> T inTransaction(Function<KeycloakSession, T> work) {
        return KeycloakModelUtils.runJobInTransactionWithResult(factory, work::apply);
    }
}
