package io.authrealm.api.store;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.models.UserModel;

/**
 * How many answers to second-factor challenges of one user are looked at, over all challenges and
 * on all nodes. An answer is paid for before it is looked at, by the one operation of Keycloak's
 * single-use objects that is atomic on all nodes. So simultaneous guesses never get more attempts
 * than there are.
 *
 * <p>An attempt comes back after its time. A right answer does not give back its own attempt, but
 * the user's next sign-in begins with all of them.
 */
public final class AttemptBudget {

    private static final String ROUND = "round";
    private static final String FIRST_ROUND = "0";

    private final SingleUseObjectProvider objects;
    private final RealmModel realm;

    public AttemptBudget(KeycloakSession session, RealmModel realm) {
        this.objects = session.singleUseObjects();
        this.realm = realm;
    }

    /**
     * Pays for one answer.
     *
     * @param attempts how many there are
     * @param window how long each is gone
     * @return false if all of them are gone
     */
    public boolean pay(UserModel user, int attempts, Duration window) {
        String round = key(user) + '.' + round(user) + '.';
        for (int i = 0; i < attempts; i++) {
            if (objects.putIfAbsent(round + i, window.toSeconds())) {
                return true;
            }
        }
        return false;
    }

    /** Gives back all attempts once the request's transaction is committed. */
    public void renew(UserModel user, Duration window) {
        // The attempts of the last round are all forgotten by the time that this is.
        objects.put(
                key(user) + '.' + ROUND,
                window.toSeconds(),
                Map.of(ROUND, UUID.randomUUID().toString()));
    }

    private String round(UserModel user) {
        Map<String, String> notes = objects.get(key(user) + '.' + ROUND);
        return notes == null ? FIRST_ROUND : notes.get(ROUND);
    }

    private String key(UserModel user) {
        return "authrealm.factor." + realm.getId() + '.' + user.getId();
    }
}
