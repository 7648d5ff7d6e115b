package io.authrealm.api.keycloak;

import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hibernate.Hibernate;
import org.hibernate.Session;
import org.keycloak.component.ComponentModel;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RealmProvider;
import org.keycloak.models.jpa.entities.ClientEntity;
import org.keycloak.models.jpa.entities.ComponentEntity;
import org.keycloak.models.jpa.entities.RealmEntity;

/**
 * Realms and clients as the database has them. Keycloak's cache would read all that belongs to a
 * realm one after the other, and keep it. This reads what little is asked for of many realms at
 * once, by a fixed number of statements, and keeps nothing. What it returns is for reading only,
 * within the transaction.
 */
public final class StoredRealms {

    /**
     * A component, with some of its configuration.
     *
     * @param realmName of its realm
     */
    public record PartialComponent(String realmId, String realmName, ComponentModel component) {}

    private final KeycloakSession session;
    private final EntityManager entities;

    public StoredRealms(KeycloakSession session) {
        this.session = session;
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /** The ids of the realms that have a component of this type. */
    public Set<String> idsWithComponent(Class<?> type) {
        return new HashSet<>(
                entities.createQuery(
                                "select c.realm.id from ComponentEntity c"
                                        + " where c.providerType = :type",
                                String.class)
                        .setParameter("type", type.getName())
                        .getResultList());
    }

    /** The components of this type in all realms, with the values of these names. */
    public List<PartialComponent> components(Class<?> type, Collection<String> names) {
        Map<String, PartialComponent> byId = new HashMap<>();
        entities.createQuery(
                        "select c.id, c.realm.id, c.realm.name, v.name, v.value"
                                + " from ComponentEntity c"
                                + " left join c.componentConfigs v on v.name in :names"
                                + " where c.providerType = :type",
                        Object[].class)
                .setParameter("type", type.getName())
                .setParameter("names", names)
                .getResultStream()
                .forEach(row -> add(row, byId));
        return List.copyOf(byId.values());
    }

    private static void add(Object[] row, Map<String, PartialComponent> byId) {
        PartialComponent found =
                byId.computeIfAbsent(
                        (String) row[0],
                        id ->
                                new PartialComponent(
                                        (String) row[1], (String) row[2], new ComponentModel()));
        if (row[3] != null) {
            found.component().getConfig().add((String) row[3], (String) row[4]);
        }
    }

    /**
     * Those of the realms that exist.
     *
     * @param components the types of the components that will be read
     */
    public List<RealmModel> realms(Collection<String> ids, Class<?>... components) {
        List<String> types = Stream.of(components).map(Class::getName).toList();
        allAtOnce(
                ids,
                () -> {
                    List<RealmEntity> found = fetch(RealmEntity.class, ids);
                    found.forEach(realm -> Hibernate.initialize(realm.getAttributes()));
                    found.forEach(realm -> Hibernate.initialize(realm.getComponents()));
                    entities.createQuery(
                                    "from ComponentEntity c left join fetch c.componentConfigs"
                                            + " where c.realm.id in :ids"
                                            + " and c.providerType in :types",
                                    ComponentEntity.class)
                            .setParameter("ids", ids)
                            .setParameter("types", types)
                            .getResultList();
                });
        RealmProvider stored = session.getProvider(RealmProvider.class);
        return ids.stream().map(stored::getRealm).filter(Objects::nonNull).toList();
    }

    /**
     * The ids of clients by those of their realms. A realm that has no such client is left out.
     *
     * @param clientIds by the ids of the realms
     */
    public Map<String, String> idsOfClients(Map<String, String> clientIds) {
        Map<String, String> found = new HashMap<>();
        entities.createQuery(
                        "select c.realmId, c.clientId, c.id from ClientEntity c"
                                + " where c.realmId in :realms and c.clientId in :clients",
                        Object[].class)
                .setParameter("realms", clientIds.keySet())
                .setParameter("clients", Set.copyOf(clientIds.values()))
                .getResultStream()
                .filter(row -> row[1].equals(clientIds.get((String) row[0])))
                .forEach(row -> found.put((String) row[0], (String) row[2]));
        return found;
    }

    /** Makes {@link #client} read nothing more for these clients. */
    public void prepareClients(Collection<String> ids) {
        allAtOnce(
                ids,
                () -> {
                    List<ClientEntity> found = fetch(ClientEntity.class, ids);
                    found.forEach(client -> Hibernate.initialize(client.getAttributes()));
                    found.forEach(client -> Hibernate.initialize(client.getWebOrigins()));
                    found.forEach(client -> Hibernate.initialize(client.getRedirectUris()));
                });
    }

    /** The client of this id, which is not its client id; nothing if there is none. */
    public Optional<ClientModel> client(RealmModel realm, String id) {
        return Optional.ofNullable(id)
                .map(
                        known ->
                                session.getProvider(ClientProvider.class)
                                        .getClientById(realm, known));
    }

    /** What is read in this way stays in the session, where Keycloak's objects find it. */
    private <T> List<T> fetch(Class<T> type, Collection<String> ids) {
        return entities.createQuery("from " + type.getSimpleName() + " e where e.id in :ids", type)
                .setParameter("ids", ids)
                .getResultList();
    }

    /**
     * Reads what belongs to one of them for all of them, by a statement of its own. A join would
     * repeat each realm, with its hundred columns, for each of its attributes.
     */
    private void allAtOnce(Collection<String> ids, Runnable reading) {
        Session hibernate = entities.unwrap(Session.class);
        int batchSize = hibernate.getFetchBatchSize();
        boolean isReadOnly = hibernate.isDefaultReadOnly();
        hibernate.setFetchBatchSize(Math.max(1, ids.size()));
        hibernate.setDefaultReadOnly(true);
        try {
            reading.run();
        } finally {
            hibernate.setFetchBatchSize(batchSize);
            hibernate.setDefaultReadOnly(isReadOnly);
        }
    }
}
