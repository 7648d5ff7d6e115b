package io.authrealm.api.service.users;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Keeps the numbers of each tenant for a minute: to count a million users takes as long as a
 * hundred pages of their list. Requests that come during a count wait for its result, so a crowd of
 * them counts once.
 */
public final class StatisticsCache {

    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final int MAX_REALMS = 1_000;

    private final Cache<String, UserStatistics.Counts> counts = cache();
    private final Cache<String, UserStatistics.Trends> trends = cache();

    public UserStatistics.Counts counts(KeycloakSession session, RealmModel realm) {
        return counts.get(realm.getId(), id -> new UserStatistics(session, realm).count());
    }

    public UserStatistics.Trends trends(KeycloakSession session, RealmModel realm) {
        UserStatistics.Counts now = counts(session, realm);
        return trends.get(realm.getId(), id -> new UserStatistics(session, realm).trends(now));
    }

    private static <T> Cache<String, T> cache() {
        return Caffeine.newBuilder().expireAfterWrite(FRESH).maximumSize(MAX_REALMS).build();
    }
}
