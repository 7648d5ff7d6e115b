package io.authrealm.api.service.users;

import io.authrealm.api.service.factor.SecondFactor;
import io.authrealm.api.service.profile.Profile;
import io.authrealm.api.service.users.UserDirectory.Listed;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.keycloak.models.RealmModel;

/** The members that only the list has, read for all users of a page at once. */
record ListDetails(
        Map<String, Set<String>> roles,
        Set<String> withSecondFactor,
        Map<String, Integer> groups,
        Map<String, Instant> lastSeen) {

    private static final String ROLES =
            "select m.user.id, r.name from UserRoleMappingEntity m, RoleEntity r"
                    + " where r.id = m.roleId and r.clientRole = false and r.id <> :default"
                    + " and m.user.id in (:ids)";

    private static final String FACTORS =
            "select distinct c.user.id, c.type from CredentialEntity c"
                    + " where c.type in (:factors) and c.user.id in (:ids)";

    private static final String GROUPS =
            "select m.user.id, count(m) from UserGroupMembershipEntity m"
                    + " where m.user.id in (:ids) group by m.user.id";

    private static final String SESSIONS =
            "select s.userId, max(s.lastSessionRefresh) from PersistentUserSessionEntity s"
                    + " where s.realmId = :realm and s.userId in (:ids) group by s.userId";

    static ListDetails of(EntityManager entities, RealmModel realm, List<String> ids) {
        if (ids.isEmpty()) {
            return new ListDetails(Map.of(), Set.of(), Map.of(), Map.of());
        }
        Function<String, TypedQuery<Tuple>> ask =
                text -> entities.createQuery(text, Tuple.class).setParameter("ids", ids);
        return new ListDetails(
                ask.apply(ROLES)
                        .setParameter("default", realm.getDefaultRole().getId())
                        .getResultStream()
                        .collect(
                                Collectors.groupingBy(
                                        ListDetails::userId,
                                        Collectors.mapping(
                                                row -> row.get(1, String.class),
                                                Collectors.toCollection(TreeSet::new)))),
                ask.apply(FACTORS)
                        .setParameter("factors", SecondFactor.TYPES_BESIDE_THE_PASSWORD)
                        .getResultStream()
                        .map(ListDetails::userId)
                        .collect(Collectors.toCollection(HashSet::new)),
                ask.apply(GROUPS)
                        .getResultStream()
                        .collect(
                                Collectors.toMap(
                                        ListDetails::userId,
                                        row -> row.get(1, Long.class).intValue())),
                ask.apply(SESSIONS)
                        .setParameter("realm", realm.getId())
                        .getResultStream()
                        .collect(
                                Collectors.toMap(
                                        ListDetails::userId,
                                        row -> Instant.ofEpochSecond(row.get(1, Integer.class)))));
    }

    Listed of(Profile profile) {
        String id = profile.id();
        return new Listed(
                profile,
                List.copyOf(roles.getOrDefault(id, Set.of())),
                withSecondFactor.contains(id),
                groups.getOrDefault(id, 0),
                lastSeen.get(id));
    }

    private static String userId(Tuple row) {
        return row.get(0, String.class);
    }
}
