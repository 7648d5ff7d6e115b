package io.authrealm.api.service.users;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.authrealm.api.service.factor.SecondFactor;
import io.authrealm.api.service.profile.Profile;
import io.authrealm.api.service.users.UserDirectory.Listed;
import io.authrealm.core.text.NumericAddress;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        Map<String, LastSeen> lastSeen) {

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
            "select s.userId, s.lastSessionRefresh, s.data from PersistentUserSessionEntity s"
                    + " where s.realmId = :realm and s.userId in (:ids)"
                    + " and s.lastSessionRefresh = (select max(n.lastSessionRefresh)"
                    + " from PersistentUserSessionEntity n"
                    + " where n.realmId = s.realmId and n.userId = s.userId)";

    /** Where Keycloak keeps a session's network address. */
    private static final String ADDRESS = "ipAddress";

    private static final ObjectReader SESSION_DATA = new ObjectMapper().reader();

    /** The last use of a user's sessions; {@code ip} may be null. */
    record LastSeen(Instant at, String ip) {

        private static LastSeen of(Tuple row) {
            return new LastSeen(
                    Instant.ofEpochSecond(row.get(1, Integer.class)), ip(row.get(2, String.class)));
        }

        private static String ip(String data) {
            try {
                String sent = SESSION_DATA.readTree(data).path(ADDRESS).asText("");
                return NumericAddress.of(sent).isPresent() ? sent : null;
            } catch (JsonProcessingException e) {
                return null;
            }
        }
    }

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
                                        LastSeen::of,
                                        // Two sessions of the same second.
                                        (one, other) -> one)));
    }

    Listed of(Profile profile) {
        String id = profile.id();
        Optional<LastSeen> seen = Optional.ofNullable(lastSeen.get(id));
        return new Listed(
                profile,
                List.copyOf(roles.getOrDefault(id, Set.of())),
                withSecondFactor.contains(id),
                groups.getOrDefault(id, 0),
                seen.map(LastSeen::at).orElse(null),
                seen.map(LastSeen::ip).orElse(null));
    }

    private static String userId(Tuple row) {
        return row.get(0, String.class);
    }
}
