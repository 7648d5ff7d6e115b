package io.authrealm.api.service.users;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The numbers of each tenant's people, as they were at most a minute ago: where there are a
 * million, counting them takes as long as a hundred pages of their list. Whoever asks for a
 * tenant's while they are being counted waits for that count, so that no crowd of requests counts
 * them all.
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
