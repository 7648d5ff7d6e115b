package io.authrealm.api.users;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The numbers of each tenant's people, as they were at most a minute ago: where there are a
 * million, counting them takes as long as a hundred pages of their list.
 */
public final class StatisticsCache {

    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final int MAX_REALMS = 1_000;

    private final Cache<String, UserStatistics.Counts> counts = cache();
    private final Cache<String, UserStatistics.Trends> trends = cache();

    public UserStatistics.Counts counts(KeycloakSession session, RealmModel realm) {
        UserStatistics.Counts known = counts.getIfPresent(realm.getId());
        if (known != null) {
            return known;
        }
        UserStatistics.Counts counted = new UserStatistics(session, realm).count();
        counts.put(realm.getId(), counted);
        return counted;
    }

    public UserStatistics.Trends trends(KeycloakSession session, RealmModel realm) {
        UserStatistics.Trends known = trends.getIfPresent(realm.getId());
        if (known != null) {
            return known;
        }
        UserStatistics.Trends counted =
                new UserStatistics(session, realm).trends(counts(session, realm));
        trends.put(realm.getId(), counted);
        return counted;
    }

    private static <T> Cache<String, T> cache() {
        return Caffeine.newBuilder().expireAfterWrite(FRESH).maximumSize(MAX_REALMS).build();
    }
}
