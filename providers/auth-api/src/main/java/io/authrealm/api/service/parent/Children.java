package io.authrealm.api.service.parent;

import io.authrealm.api.caller.Caller;
import io.authrealm.api.keycloak.ServerTime;
import io.authrealm.api.service.users.PageCursors;
import io.authrealm.api.store.DeletedUsers;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.text.Sha256;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.persistence.TypedQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/**
 * The children of a parent: the users of the tenant that the caller owns, the newest first. The
 * operator has named the owner, so no right of Keycloak's is asked for, and nothing but names,
 * addresses and times is shown.
 */
public final class Children {

    /** The longest page. */
    public static final int MAX_PAGE = 100;

    private static final Duration LATELY = Duration.ofDays(30);

    private static final String CHILDREN =
            " from UserEntity u where u.realmId = :realm and u.serviceAccountClientLink is null"
                    + " and u.createdTimestamp is not null and u.id <> :owner and not"
                    + DeletedUsers.isDeleted("u");

    private static final String LAST_SEEN =
            "select s.userId, max(s.lastSessionRefresh) from PersistentUserSessionEntity s"
                    + " where s.realmId = :realm and s.userId in (:ids) group by s.userId";

    private static final String ACTIVE =
            "select count(distinct s.userId) from PersistentUserSessionEntity s"
                    + " where s.realmId = :realm and s.lastSessionRefresh >= :since"
                    + " and s.userId <> :owner";

    /**
     * Which children.
     *
     * @param search a part of the name or the address; null for any
     * @param from the first moment at which they signed up; null for any
     * @param until the moment before which they signed up; null for any
     * @param limit from 1 to {@value #MAX_PAGE}
     * @param cursor where the page before ended; null for the first page
     */
    public record Query(String search, Instant from, Instant until, int limit, String cursor) {

        /** Names the list, so that a cursor is of no use for another one. */
        String name() {
            return "children." + Sha256.hex(search + '|' + from + '|' + until);
        }
    }

    /**
     * @param lastSeen when a session that is still known was last used, or null
     */
    public record Child(String username, String email, Instant registered, Instant lastSeen) {}

    private record Position(long created, String id) {}

    private final KeycloakSession session;
    private final EntityManager entities;

    public Children(KeycloakSession session) {
        this.session = session;
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    public ChildrenResult list(Caller caller, Query query) {
        Optional<Tenant> owned = Ownership.of(session, caller.tenant(), caller.user()).tenant();
        return owned.isEmpty()
                ? new ChildrenResult.NotOwner()
                : list(owned.get(), caller.userId(), query);
    }

    private ChildrenResult list(Tenant tenant, String ownerId, Query query) {
        PageCursors cursors = new PageCursors(session, tenant.realm());
        Optional<Position> after =
                query.cursor() == null
                        ? Optional.empty()
                        : cursors.open(query.name(), query.cursor()).flatMap(Children::position);
        if (query.cursor() != null && after.isEmpty()) {
            return new ChildrenResult.BadCursor();
        }
        List<Tuple> rows = rows(tenant, ownerId, query, after);
        boolean isMore = rows.size() > query.limit();
        List<Tuple> page = isMore ? rows.subList(0, query.limit()) : rows;
        Tuple last = isMore ? page.get(page.size() - 1) : null;
        Map<String, Instant> lastSeen = lastSeen(tenant, page);
        return new ChildrenResult.Page(
                page.stream().map(row -> child(row, lastSeen)).toList(),
                last == null
                        ? null
                        : cursors.seal(
                                query.name(),
                                last.get(3, Long.class).toString(),
                                last.get(0, String.class)),
                count(tenant, ownerId),
                active(tenant, ownerId));
    }

    private static Optional<Position> position(List<String> sealed) {
        return Optional.of(new Position(Long.parseLong(sealed.get(0)), sealed.get(1)));
    }

    private List<Tuple> rows(Tenant tenant, String ownerId, Query query, Optional<Position> after) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("realm", tenant.realm().getId());
        parameters.put("owner", ownerId);
        StringBuilder where = new StringBuilder();
        if (query.search() != null) {
            where.append(
                    " and (lower(u.username) like :part escape '!'"
                            + " or lower(u.email) like :part escape '!')");
            parameters.put("part", '%' + escaped(query.search()) + '%');
        }
        if (query.from() != null) {
            where.append(" and u.createdTimestamp >= :from");
            parameters.put("from", query.from().toEpochMilli());
        }
        if (query.until() != null) {
            where.append(" and u.createdTimestamp < :until");
            parameters.put("until", query.until().toEpochMilli());
        }
        after.ifPresent(
                position -> {
                    where.append(
                            " and u.createdTimestamp <= :at"
                                    + " and (u.createdTimestamp < :at or u.id < :id)");
                    parameters.put("at", position.created());
                    parameters.put("id", position.id());
                });
        TypedQuery<Tuple> rows =
                entities.createQuery(
                        "select u.id, u.username, u.email, u.createdTimestamp"
                                + CHILDREN
                                + where
                                + " order by u.createdTimestamp desc, u.id desc",
                        Tuple.class);
        parameters.forEach(rows::setParameter);
        return rows.setMaxResults(query.limit() + 1).getResultList();
    }

    private static String escaped(String part) {
        return part.toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1");
    }

    private Map<String, Instant> lastSeen(Tenant tenant, List<Tuple> page) {
        if (page.isEmpty()) {
            return Map.of();
        }
        return entities.createQuery(LAST_SEEN, Tuple.class)
                .setParameter("realm", tenant.realm().getId())
                .setParameter("ids", page.stream().map(row -> row.get(0, String.class)).toList())
                .getResultStream()
                .collect(
                        Collectors.toMap(
                                row -> row.get(0, String.class),
                                row -> Instant.ofEpochSecond(row.get(1, Integer.class))));
    }

    private static Child child(Tuple row, Map<String, Instant> lastSeen) {
        return new Child(
                row.get(1, String.class),
                row.get(2, String.class),
                Instant.ofEpochMilli(row.get(3, Long.class)),
                lastSeen.get(row.get(0, String.class)));
    }

    private long count(Tenant tenant, String ownerId) {
        return entities.createQuery("select count(u)" + CHILDREN, Long.class)
                .setParameter("realm", tenant.realm().getId())
                .setParameter("owner", ownerId)
                .getSingleResult();
    }

    private long active(Tenant tenant, String ownerId) {
        return entities.createQuery(ACTIVE, Long.class)
                .setParameter("realm", tenant.realm().getId())
                .setParameter("since", (int) (ServerTime.seconds() - LATELY.toSeconds()))
                .setParameter("owner", ownerId)
                .getSingleResult();
    }
}
