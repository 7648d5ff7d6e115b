package io.authrealm.api.keycloak;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.hibernate.jpa.HibernateHints;
import org.keycloak.component.ComponentModel;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RealmProvider;

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
        fetch("RealmEntity r left join fetch r.attributes where r.id in :ids", ids);
        fetch("RealmEntity r left join fetch r.components where r.id in :ids", ids);
        List<String> types = Stream.of(components).map(Class::getName).toList();
        fetch(
                "ComponentEntity c left join fetch c.componentConfigs"
                        + " where c.realm.id in :ids and c.providerType in :types",
                ids,
                query -> query.setParameter("types", types));
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
        fetch("ClientEntity c left join fetch c.attributes where c.id in :ids", ids);
        fetch(
                "ClientEntity c left join fetch c.webOrigins left join fetch c.redirectUris"
                        + " where c.id in :ids",
                ids);
    }

    /** The client of this id, which is not its client id; nothing if there is none. */
    public Optional<ClientModel> client(RealmModel realm, String id) {
        return Optional.ofNullable(id)
                .map(
                        known ->
                                session.getProvider(ClientProvider.class)
                                        .getClientById(realm, known));
    }

    private void fetch(String what, Collection<String> ids) {
        fetch(what, ids, query -> query);
    }

    /** What is read in this way stays in the session, where Keycloak's objects find it. */
    private void fetch(
            String what, Collection<String> ids, UnaryOperator<TypedQuery<Object>> further) {
        TypedQuery<Object> query = entities.createQuery("from " + what, Object.class);
        query.setParameter("ids", ids).setHint(HibernateHints.HINT_READ_ONLY, true);
        further.apply(query).getResultList();
    }
}
