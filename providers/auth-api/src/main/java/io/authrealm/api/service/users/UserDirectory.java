package io.authrealm.api.service.users;

import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.keycloak.ListPermissions;
import io.authrealm.api.service.profile.Profile;
import io.authrealm.api.service.profile.Profiles;
import io.authrealm.api.service.users.UserQuery.Order;
import io.authrealm.api.service.users.UserQuery.Search;
import io.authrealm.api.store.DeletedUsers;
import io.authrealm.core.outcome.Cases;
import io.authrealm.core.text.EmailSyntax;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.Path;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import jakarta.persistence.criteria.Subquery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hibernate.dialect.PostgreSQLDialect;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.query.criteria.HibernateCriteriaBuilder;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.jpa.entities.UserAttributeEntity;
import org.keycloak.models.jpa.entities.UserEntity;

/**
 * The list of a tenant's users, in pages. A page begins after the last user of the page before, so
 * no user is missed or shown twice while others come and go.
 *
 * <p>It reads Keycloak's own table. So it lacks the users whom Keycloak looks up in a directory
 * without keeping them. It leaves out service accounts and users in the recycle bin.
 */
public final class UserDirectory {

    /**
     * A request for a page.
     *
     * @param cursor where the page before ended; null for the first page, or if {@code offset}
     *     counts
     * @param offset how many users to skip, at most {@value #MAX_OFFSET}; 0 for none
     * @param withTotal whether to count all users that the query finds
     */
    public record PageRequest(String cursor, int offset, PageLimit limit, boolean withTotal) {}

    /**
     * A user as the list shows one.
     *
     * @param roles names of the realm roles that are given to the user directly
     * @param hasSecondFactor whether there is one
     * @param groups in how many the user is
     * @param lastSeenAt when a session that is still known was last used, or null
     * @param lastSeenIp the network address from which that session began; null if it is not known
     */
    public record Listed(
            Profile profile,
            List<String> roles,
            boolean hasSecondFactor,
            int groups,
            Instant lastSeenAt,
            String lastSeenIp) {}

    /** How many users there are. A large number is up to a minute old. */
    public record Total(long count, boolean isEstimate) {}

    /** Beyond this, a client must use the cursor: to skip rows costs as much as to read them. */
    private static final int MAX_OFFSET = 10_000;

    /** To count more than these takes longer than the page itself. */
    private static final int COUNTED = 10_000;

    /** Characters of pictures and metadata; a page that has more than these ends early. */
    private static final int MAX_PAGE_CHARS = 512 * 1024;

    /** Upper bound on query rounds; the page is then returned short. */
    private static final int MAX_ROUNDS = 10;

    /** The position at which a page begins: after a user, or at the beginning. */
    private record Position(boolean isUnknownValue, String value, String id) {

        static final Position BEGINNING = new Position(false, null, null);
        static final Position BEGINNING_OF_UNKNOWN = new Position(true, null, null);
    }

    /** The conditions of a query that has a user in its rows. */
    private record Conditions(
            UserDirectory directory,
            CriteriaBuilder builder,
            CriteriaQuery<?> criteria,
            Root<UserEntity> user) {

        List<Predicate> of(Search.Everyone everyone) {
            List<Predicate> where = new ArrayList<>();
            Path<Long> created = user.get("createdTimestamp");
            if (everyone.enabled() != null) {
                where.add(builder.equal(user.get("enabled"), everyone.enabled()));
            }
            if (everyone.createdAfter() != null) {
                where.add(
                        builder.greaterThanOrEqualTo(
                                created, everyone.createdAfter().toEpochMilli()));
            }
            if (everyone.createdBefore() != null) {
                where.add(builder.lessThan(created, everyone.createdBefore().toEpochMilli()));
            }
            return where;
        }

        List<Predicate> withEmail(Search.WithEmail with) {
            List<String> forms = EmailSyntax.forms(with.email());
            return List.of(
                    forms.size() == 1
                            ? builder.equal(user.get("email"), forms.get(0))
                            : user.get("email").in(forms));
        }

        List<Predicate> withEmailPrefix(Search.WithEmailPrefix with) {
            String pattern = with.prefix().replaceAll("([\\\\%_])", "\\\\$1") + '%';
            return List.of(builder.like(directory.email(user), pattern, '\\'));
        }

        List<Predicate> withPhone(Search.WithPhone with) {
            Subquery<String> ids = UserDirectory.withPhone(builder, criteria, with.phone());
            return List.of(user.get("id").in(ids));
        }
    }

    private static final Cases<Conditions, Search, List<Predicate>> FOUND_BY =
            Cases.<Conditions, Search, List<Predicate>>of(Search.class)
                    .when(Search.Everyone.class, Conditions::of)
                    .when(Search.WithEmail.class, Conditions::withEmail)
                    .when(Search.WithEmailPrefix.class, Conditions::withEmailPrefix)
                    .when(Search.WithPhone.class, Conditions::withPhone)
                    .complete();

    private final KeycloakSession session;
    private final AdminCaller caller;
    private final RealmModel realm;
    private final StatisticsCache statistics;
    private final EntityManager entities;
    private final boolean isPostgres;

    public UserDirectory(KeycloakSession session, AdminCaller caller, StatisticsCache statistics) {
        this.session = session;
        this.caller = caller;
        this.realm = caller.tenant().realm();
        this.statistics = statistics;
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        this.isPostgres =
                entities.getEntityManagerFactory()
                                .unwrap(SessionFactoryImplementor.class)
                                .getJdbcServices()
                                .getDialect()
                        instanceof PostgreSQLDialect;
    }

    /** The page of users that the caller may see. */
    public UserListResult list(UserQuery query, PageRequest page) {
        if (!query.isIndexed()) {
            return new UserListResult.NotIndexed();
        }
        if (page.offset() > MAX_OFFSET) {
            return new UserListResult.OffsetTooLarge(MAX_OFFSET);
        }
        if (!caller.rights().canQueryUsers()) {
            return new UserListResult.Denied();
        }
        PageCursors cursors = new PageCursors(session, realm);
        Optional<Position> start =
                page.cursor() == null
                        ? Optional.of(Position.BEGINNING)
                        : cursors.open(query.name(), page.cursor()).map(UserDirectory::position);
        if (start.isEmpty()) {
            return new UserListResult.BadCursor();
        }
        VisibleUsers visible = new VisibleUsers(query, page, start.get());
        visible.read();
        Profiles profiles = new Profiles(session, caller.tenant());
        // Not UserModel::getId, which the compiler links to a supertype that 26.5 does not have.
        List<String> ids = visible.users.stream().map(user -> user.getId()).toList();
        ListDetails details = ListDetails.of(entities, realm, ids);
        return new UserListResult.Page(
                visible.users.stream().map(profiles::of).map(details::of).toList(),
                visible.isMore ? seal(cursors, query, visible.position) : null,
                page.withTotal() && visible.seesAll ? total(query) : null);
    }

    /** The users of a page whom the caller may see, read in rounds. */
    private final class VisibleUsers {

        private final UserQuery query;
        private final PageRequest page;
        private final boolean seesAll = caller.rights().canViewUsers();
        private final List<UserModel> users = new ArrayList<>();
        private Position position;
        private boolean isMore = true;
        private int charsLeft = MAX_PAGE_CHARS;

        VisibleUsers(UserQuery query, PageRequest page, Position start) {
            this.query = query;
            this.page = page;
            this.position = start;
        }

        void read() {
            for (int round = 0; round < MAX_ROUNDS && wanted() > 0; round++) {
                take(rows(round), wanted());
            }
        }

        private int wanted() {
            return isMore && charsLeft > 0 ? page.limit().rows() - users.size() : 0;
        }

        /** One row more than wanted shows whether there is a next page. */
        private List<UserEntity> rows(int round) {
            return round == 0 && page.offset() > 0
                    ? skip(query, page.offset(), wanted() + 1)
                    : UserDirectory.this.read(query, position, wanted() + 1);
        }

        private void take(List<UserEntity> rows, int wanted) {
            DeletedUsers.found(
                    session, rows.stream().map(UserEntity::getId).collect(Collectors.toSet()));
            isMore = rows.size() > wanted;
            UserEntity last = null;
            for (UserEntity row : rows.subList(0, Math.min(rows.size(), wanted))) {
                if (charsLeft <= 0) {
                    isMore = true;
                    break;
                }
                last = row;
                addIfVisible(session.users().getUserById(realm, row.getId()));
            }
            if (isMore) {
                position = positionOf(query.order(), last);
            }
        }

        private void addIfVisible(UserModel user) {
            if (user != null && (seesAll || caller.rights().canViewUser(user))) {
                users.add(user);
                charsLeft -= Profiles.length(user);
            }
        }
    }

    private static Position position(List<String> sealed) {
        return new Position(sealed.get(0).equals("unknown"), sealed.get(1), sealed.get(2));
    }

    private static String seal(PageCursors cursors, UserQuery query, Position position) {
        String segment = position.isUnknownValue() ? "unknown" : "known";
        String value = position.value() == null ? "" : position.value();
        return cursors.seal(query.name(), segment, value, position.id());
    }

    private static Position positionOf(Order order, UserEntity row) {
        Object value = order.isByEmail() ? row.getEmail() : row.getCreatedTimestamp();
        return new Position(value == null, value == null ? null : value.toString(), row.getId());
    }

    private List<UserEntity> read(UserQuery query, Position position, int limit) {
        List<UserEntity> rows = new ArrayList<>();
        if (!position.isUnknownValue()) {
            rows.addAll(rows(query, position, 0, limit));
        }
        if (rows.size() < limit && canBeUnknown(query)) {
            Position rest = position.isUnknownValue() ? position : Position.BEGINNING_OF_UNKNOWN;
            rows.addAll(rows(query, rest, 0, limit - rows.size()));
        }
        return rows;
    }

    private List<UserEntity> skip(UserQuery query, int offset, int limit) {
        List<UserEntity> rows = new ArrayList<>(rows(query, Position.BEGINNING, offset, limit));
        if (rows.size() < limit && canBeUnknown(query)) {
            int known = rows.isEmpty() ? ids(query, Position.BEGINNING, offset).size() : offset;
            rows.addAll(
                    rows(
                            query,
                            Position.BEGINNING_OF_UNKNOWN,
                            offset - known,
                            limit - rows.size()));
        }
        return rows;
    }

    /** Whether the query can find users without a value for the order. */
    private static boolean canBeUnknown(UserQuery query) {
        if (query.order().isByEmail()) {
            return query.search() instanceof Search.Everyone;
        }
        return !(query.search() instanceof Search.Everyone everyone)
                || (everyone.createdAfter() == null && everyone.createdBefore() == null);
    }

    private List<UserEntity> rows(UserQuery query, Position position, int offset, int limit) {
        CriteriaQuery<UserEntity> criteria =
                entities.getCriteriaBuilder().createQuery(UserEntity.class);
        Root<UserEntity> user = criteria.from(UserEntity.class);
        criteria.select(user);
        TypedQuery<UserEntity> rows =
                entities.createQuery(ordered(criteria, user, query, position));
        return rows.setFirstResult(offset).setMaxResults(limit).getResultList();
    }

    private List<String> ids(UserQuery query, Position position, int limit) {
        CriteriaQuery<String> criteria = entities.getCriteriaBuilder().createQuery(String.class);
        Root<UserEntity> user = criteria.from(UserEntity.class);
        criteria.select(user.get("id"));
        return entities.createQuery(ordered(criteria, user, query, position))
                .setMaxResults(limit)
                .getResultList();
    }

    private <T> CriteriaQuery<T> ordered(
            CriteriaQuery<T> criteria, Root<UserEntity> user, UserQuery query, Position position) {
        CriteriaBuilder builder = entities.getCriteriaBuilder();
        Order order = query.order();
        List<Predicate> where = matching(builder, criteria, user, query.search());
        Path<String> id = user.get("id");
        Path<Long> created = user.get("createdTimestamp");
        Expression<String> email = email(user);
        Expression<?> value = order.isByEmail() ? email : created;
        if (position.isUnknownValue()) {
            where.add(builder.isNull(value));
            if (position.id() != null) {
                where.add(behind(builder, id, position.id(), order.isAscending()));
            }
        } else {
            where.add(builder.isNotNull(value));
            if (position.id() != null) {
                where.add(
                        order.isByEmail()
                                ? behind(builder, email, position.value(), id, position, order)
                                : behind(
                                        builder,
                                        created,
                                        Long.valueOf(position.value()),
                                        id,
                                        position,
                                        order));
            }
        }
        criteria.where(where.toArray(Predicate[]::new));
        // PostgreSQL walks along an index only if the order names all of its columns. The H2 of
        // Keycloak 26.5 loses rows if it walks backwards along one with a column that is null.
        List<Expression<?>> by =
                position.isUnknownValue() && !isPostgres ? List.of(id) : List.of(value, id);
        criteria.orderBy(
                by.stream()
                        .map(e -> order.isAscending() ? builder.asc(e) : builder.desc(e))
                        .toList());
        return criteria;
    }

    /**
     * An index can only be entered with the first comparison. With the disjunction alone, the
     * database would read the list from its beginning.
     */
    private static <T extends Comparable<T>> Predicate behind(
            CriteriaBuilder builder,
            Expression<T> path,
            T value,
            Path<String> id,
            Position position,
            Order order) {
        return builder.and(
                order.isAscending()
                        ? builder.greaterThanOrEqualTo(path, value)
                        : builder.lessThanOrEqualTo(path, value),
                builder.or(
                        behind(builder, path, value, order.isAscending()),
                        behind(builder, id, position.id(), order.isAscending())));
    }

    private static <T extends Comparable<T>> Predicate behind(
            CriteriaBuilder builder, Expression<T> path, T value, boolean isAscending) {
        return isAscending ? builder.greaterThan(path, value) : builder.lessThan(path, value);
    }

    private List<Predicate> matching(
            CriteriaBuilder builder,
            CriteriaQuery<?> criteria,
            Root<UserEntity> user,
            Search search) {
        List<Predicate> where = new ArrayList<>();
        where.add(builder.equal(user.get("realmId"), realm.getId()));
        where.add(builder.isNull(user.get("serviceAccountClientLink")));
        where.add(builder.not(DeletedUsers.isDeleted(builder, criteria, user)));
        where.addAll(FOUND_BY.apply(new Conditions(this, builder, criteria, user), search));
        where.addAll(ListPermissions.filters(session, realm, builder, criteria, user));
        return where;
    }

    /**
     * PostgreSQL orders text by a language, and finds texts by a prefix only in the order of their
     * code points. The index of addresses has that order, so it serves both.
     */
    private Expression<String> email(Root<UserEntity> user) {
        Path<String> email = user.get("email");
        return isPostgres
                ? ((HibernateCriteriaBuilder) entities.getCriteriaBuilder()).collate(email, "\"C\"")
                : email;
    }

    private static Subquery<String> withPhone(
            CriteriaBuilder builder, CriteriaQuery<?> criteria, String phone) {
        Subquery<String> ids = criteria.subquery(String.class);
        Root<UserAttributeEntity> attribute = ids.from(UserAttributeEntity.class);
        return ids.select(attribute.get("user").get("id"))
                .where(
                        builder.equal(attribute.get("name"), Profiles.PHONE),
                        builder.equal(attribute.get("value"), phone));
    }

    private Total total(UserQuery query) {
        int counted = ids(query, Position.BEGINNING, COUNTED + 1).size();
        if (counted <= COUNTED && canBeUnknown(query)) {
            counted += ids(query, Position.BEGINNING_OF_UNKNOWN, COUNTED + 1 - counted).size();
        }
        if (counted <= COUNTED) {
            return new Total(counted, false);
        }
        boolean isEverybody =
                query.search() instanceof Search.Everyone everyone
                        && everyone.createdAfter() == null
                        && everyone.createdBefore() == null;
        return isEverybody
                ? new Total(lately((Search.Everyone) query.search()), true)
                : new Total(COUNTED, true);
    }

    private long lately(Search.Everyone everyone) {
        UserStatistics.Counts counts = statistics.counts(session, realm);
        if (everyone.enabled() == null) {
            return counts.total();
        }
        return everyone.enabled() ? counts.active() : counts.suspended();
    }
}
