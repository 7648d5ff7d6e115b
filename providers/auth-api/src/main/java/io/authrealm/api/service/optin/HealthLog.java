package io.authrealm.api.service.optin;

import io.authrealm.api.keycloak.StoredRealms;
import io.authrealm.api.tenant.TenantSettingsProvider;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Writes what the {@link Doctor} finds into the log. */
public final class HealthLog {

    private static final Logger LOG = Logger.getLogger(HealthLog.class);

    /** Of a server with a thousand realms, the first tell enough. */
    private static final int MOST_REALMS = 20;

    private HealthLog() {}

    /**
     * Tells in one line how the realms are, a moment after the start.
     *
     * @param version of the pack
     */
    public static void start(KeycloakSession session, String version) {
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        session.getProvider(ExecutorsProvider.class)
                .getExecutor("authrealm-settings")
                .execute(() -> writeAll(factory, version));
    }

    private static void writeAll(KeycloakSessionFactory factory, String version) {
        try {
            List<String> ids =
                    KeycloakModelUtils.runJobInTransactionWithResult(
                            factory,
                            session ->
                                    new StoredRealms(session)
                                            .idsWithComponent(TenantSettingsProvider.class).stream()
                                                    .sorted()
                                                    .toList());
            if (ids.isEmpty()) {
                return;
            }
            String realms =
                    ids.stream()
                            .limit(MOST_REALMS)
                            .map(id -> summary(factory, id))
                            .collect(Collectors.joining(", "));
            int more = ids.size() - MOST_REALMS;
            LOG.infof(
                    "AuthRealm %s: %s%s",
                    version, realms, more > 0 ? " and %d more realms".formatted(more) : "");
        } catch (RuntimeException e) {
            LOG.warn("The realms of AuthRealm were not looked at", e);
        }
    }

    private static String summary(KeycloakSessionFactory factory, String realmId) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                factory,
                session -> {
                    RealmModel realm = session.realms().getRealm(realmId);
                    if (realm == null) {
                        return realmId + " is gone";
                    }
                    int problems = problems(session, realm).size();
                    return realm.getName()
                            + (problems == 0
                                    ? " ok"
                                    : problems == 1 ? " 1 problem" : " " + problems + " problems");
                });
    }

    private static List<Finding> problems(KeycloakSession session, RealmModel realm) {
        session.getContext().setRealm(realm);
        return Doctor.examine(session, realm).stream()
                .filter(finding -> finding.state() == Finding.Health.PROBLEM)
                .toList();
    }

    /** Warns of what does not work in a realm whose settings were written. */
    public static void warn(KeycloakSessionFactory factory, String realmId) {
        try {
            KeycloakModelUtils.runJobInTransaction(
                    factory,
                    session -> {
                        RealmModel realm = session.realms().getRealm(realmId);
                        List<Finding> problems =
                                realm == null ? List.of() : problems(session, realm);
                        if (!problems.isEmpty()) {
                            LOG.warnf(
                                    "Realm %s has problems with the API: %s",
                                    realm.getName(),
                                    problems.stream()
                                            .map(problem -> problem.detail() + ' ' + problem.mend())
                                            .collect(Collectors.joining(" ")));
                        }
                    });
        } catch (RuntimeException e) {
            LOG.warnf(e, "Realm %s was not looked at", realmId);
        }
    }
}
