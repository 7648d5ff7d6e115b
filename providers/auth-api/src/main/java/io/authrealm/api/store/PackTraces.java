package io.authrealm.api.store;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * What in the database names the pack, by the names of the realms. Each kind is one statement for
 * all realms.
 */
public final class PackTraces {

    private static final List<String> HASHES =
            List.of("%\"algorithm\":\"authrealm-encoded\"%", "%\"algorithm\":\"bcrypt\"%");

    private final EntityManager entities;

    public PackTraces(KeycloakSession session) {
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /** The realms that have settings of this type. */
    public List<String> settings(Class<?> type) {
        return entities.createQuery(
                        "select distinct c.realm.name from ComponentEntity c"
                                + " where c.providerType = :type order by c.realm.name",
                        String.class)
                .setParameter("type", type.getName())
                .getResultList();
    }

    /** Realms and their flows that have a step of the pack. */
    public List<Object[]> flows() {
        return entities.createQuery(
                        "select distinct e.realm.name, e.parentFlow.alias"
                                + " from AuthenticationExecutionEntity e"
                                + " where e.authenticator like 'authrealm-%'",
                        Object[].class)
                .getResultList();
    }

    /** The realms that have one of the pack's password policies. */
    public List<String> policies() {
        return entities.createQuery(
                        "select r.name from RealmEntity r"
                                + " where r.passwordPolicy like '%authrealm-%'"
                                + " or r.passwordPolicy like '%breached-password%'"
                                + " or r.passwordPolicy like '%hashAlgorithm(bcrypt)%'",
                        String.class)
                .getResultList();
    }

    /** The realms that have one of the pack's themes. */
    public List<String> themes() {
        return entities.createQuery(
                        "select r.name from RealmEntity r"
                                + " where r.loginTheme = 'authrealm' or r.emailTheme = 'authrealm'",
                        String.class)
                .getResultList();
    }

    /** Realms and their clients that have a mapper of the pack. */
    public List<Object[]> mappers() {
        return entities.createQuery(
                        "select r.name, m.client.clientId"
                                + " from ProtocolMapperEntity m, RealmEntity r"
                                + " where r.id = m.client.realmId"
                                + " and m.protocolMapper like 'authrealm-%'",
                        Object[].class)
                .getResultList();
    }

    /** Realms and their client scopes that have a mapper of the pack. */
    public List<Object[]> mappersOfScopes() {
        return entities.createQuery(
                        "select r.name, m.clientScope.name"
                                + " from ProtocolMapperEntity m, RealmEntity r"
                                + " where r.id = m.clientScope.realmId"
                                + " and m.protocolMapper like 'authrealm-%'",
                        Object[].class)
                .getResultList();
    }

    /** How many people of a realm have a password that only the pack can verify. */
    public Map<String, Long> peopleWithImportedHashes() {
        Map<String, Long> counts = new TreeMap<>();
        for (String hash : HASHES) {
            add(
                    "select r.name, count(distinct c.user.id)"
                            + " from CredentialEntity c, RealmEntity r"
                            + " where r.id = c.user.realmId and c.type = :type"
                            + " and c.credentialData like :hash group by r.name",
                    hash,
                    counts);
            add(
                    "select r.name, count(distinct c.userId)"
                            + " from FederatedUserCredentialEntity c, RealmEntity r"
                            + " where r.id = c.realmId and c.type = :type"
                            + " and c.credentialData like :hash group by r.name",
                    hash,
                    counts);
        }
        return counts;
    }

    private void add(String query, String hash, Map<String, Long> counts) {
        entities.createQuery(query, Object[].class)
                .setParameter("type", PasswordCredentialModel.TYPE)
                .setParameter("hash", hash)
                .getResultStream()
                .forEach(row -> counts.merge((String) row[0], (Long) row[1], Long::sum));
    }
}
