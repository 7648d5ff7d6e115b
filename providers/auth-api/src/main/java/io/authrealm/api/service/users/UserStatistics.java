package io.authrealm.api.service.users;

import io.authrealm.api.keycloak.ServerTime;
import io.authrealm.api.service.factor.SecondFactor;
import io.authrealm.api.store.DeletedUsers;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.persistence.TypedQuery;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The numbers of a tenant's users. A user who is deleted now is in none of them, not even in those
 * of earlier days.
 */
public final class UserStatistics {

    /** How many days the trends cover, today included. */
    static final int DAYS = 30;

    /**
     * @param mfaEnabled users with a second factor
     * @param newLately users created in the last 30 days
     */
    public record Counts(
            long total, long active, long suspended, long mfaEnabled, long newLately) {}

    /** The numbers at the end of each of 30 days (UTC), the oldest first. */
    public record Trends(List<Long> total, List<Long> mfaEnabled) {}

    private static final String COUNTED_USERS =
            " u.realmId = :realm and u.serviceAccountClientLink is null and not"
                    + DeletedUsers.isDeleted("u");

    private static final long DAY_MILLIS = 86_400_000;

    private final EntityManager entities;
    private final RealmModel realm;

    UserStatistics(KeycloakSession session, RealmModel realm) {
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        this.realm = realm;
    }

    Counts count() {
        Tuple counted =
                entities.createQuery(
                                "select count(u), "
                                        + countWhere("u.enabled = true")
                                        + ", "
                                        + countWhere("u.createdTimestamp >= :since")
                                        + " from UserEntity u where"
                                        + COUNTED_USERS,
                                Tuple.class)
                        .setParameter("realm", realm.getId())
                        .setParameter("since", Time.currentTimeMillis() - DAYS * DAY_MILLIS)
                        .getSingleResult();
        long total = counted.get(0, Long.class);
        long active = counted.get(1, Long.class);
        return new Counts(total, active, total - active, mfaEnabled(), counted.get(2, Long.class));
    }

    private long mfaEnabled() {
        return entities.createQuery(
                        "select count(distinct u.id) from CredentialEntity c join c.user u"
                                + " where c.type in (:factors) and"
                                + COUNTED_USERS,
                        Long.class)
                .setParameter("realm", realm.getId())
                .setParameter("factors", SecondFactor.TYPES_BESIDE_THE_PASSWORD)
                .getSingleResult();
    }

    /**
     * Counted backwards from the current numbers, by when each user and each factor was created.
     */
    Trends trends(Counts now) {
        String users =
                "select u.createdTimestamp as cameAt from UserEntity u where" + COUNTED_USERS;
        // Starts at the credentials: a query for each user takes ten times as long.
        String firstFactors =
                "select min(c.createdDate) as cameAt from CredentialEntity c join c.user u"
                        + " where c.type in (:factors) and"
                        + COUNTED_USERS
                        + " group by u.id";
        return new Trends(
                backwards(now.total(), perDay(users)),
                backwards(now.mfaEnabled(), perDay(firstFactors)));
    }

    /** How many were created by the end of each day, counted from the start of the first day. */
    private List<Long> perDay(String arrivals) {
        long start =
                LocalDate.ofInstant(ServerTime.now(), ZoneOffset.UTC)
                        .minusDays(DAYS - 1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant()
                        .toEpochMilli();
        String columns =
                IntStream.range(0, DAYS)
                        .mapToObj(day -> countWhere("t.cameAt < :day" + day))
                        .collect(Collectors.joining(", "));
        TypedQuery<Tuple> query =
                entities.createQuery(
                                "select "
                                        + columns
                                        + " from ("
                                        + arrivals
                                        + ") t where t.cameAt >= :start",
                                Tuple.class)
                        .setParameter("realm", realm.getId())
                        .setParameter("start", start);
        for (int day = 0; day < DAYS; day++) {
            query.setParameter("day" + day, start + (day + 1) * DAY_MILLIS);
        }
        if (arrivals.contains(":factors")) {
            query.setParameter("factors", SecondFactor.TYPES_BESIDE_THE_PASSWORD);
        }
        Tuple counted = query.getSingleResult();
        return IntStream.range(0, DAYS).mapToObj(day -> counted.get(day, Long.class)).toList();
    }

    private static List<Long> backwards(long now, List<Long> cameBy) {
        long cameInAll = cameBy.get(DAYS - 1);
        return cameBy.stream().map(came -> now - cameInAll + came).toList();
    }

    private static String countWhere(String condition) {
        return "coalesce(sum(case when " + condition + " then 1L else 0L end), 0L)";
    }
}
