package io.authrealm.api.service.users;

import io.authrealm.api.service.bin.RecycleBin;
import io.authrealm.api.tenant.Tenant;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/** What an admin sees who may see every user of the tenant. */
public final class AllUsers {

    private static final String DELETED = "deleted users";

    private final KeycloakSession session;
    private final Tenant tenant;
    private final StatisticsCache statistics;

    AllUsers(KeycloakSession session, Tenant tenant, StatisticsCache statistics) {
        this.session = session;
        this.tenant = tenant;
        this.statistics = statistics;
    }

    /** How many users there are of each kind. */
    public UserStatistics.Counts counts() {
        return statistics.counts(session, tenant.realm());
    }

    /** How the numbers of users have developed. */
    public UserStatistics.Trends trends() {
        return statistics.trends(session, tenant.realm());
    }

    /**
     * A page of the deleted users, the latest deletion first.
     *
     * @param cursor where the page before ended; null for the first page
     */
    public DeletedListResult deleted(String cursor, PageLimit limit) {
        PageCursors cursors = new PageCursors(session, tenant.realm());
        RecycleBin.DeletedCursor after = null;
        if (cursor != null) {
            Optional<List<String>> opened = cursors.open(DELETED, cursor);
            if (opened.isEmpty()) {
                return new DeletedListResult.BadCursor();
            }
            List<String> position = opened.get();
            after = new RecycleBin.DeletedCursor(Long.parseLong(position.get(0)), position.get(1));
        }
        RecycleBin.Page page = new RecycleBin(session, tenant).list(after, limit.rows());
        RecycleBin.DeletedCursor end = page.next();
        String next =
                end == null
                        ? null
                        : cursors.seal(DELETED, Long.toString(end.deletedAt()), end.userId());
        return new DeletedListResult.Page(page.items(), next);
    }
}
