package io.authrealm.api.store;

import java.time.Duration;
import java.util.stream.IntStream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.models.UserModel;

/**
 * How many answers of one user that prove a second factor are looked at, in all sign-ins and
 * sessions together and on all nodes. An answer is paid for before it is looked at, by the one
 * operation of Keycloak's single-use objects that is atomic on all nodes. So simultaneous guesses
 * never get more attempts than there are.
 *
 * <p>An attempt comes back after its time. A user who has proved a second factor gets all of them
 * back. There is one set of attempts and never a second one: if a new set replaced the old one, the
 * moment of the change would give both.
 */
public final class AttemptBudget {

    private final SingleUseObjectProvider objects;
    private final RealmModel realm;

    public AttemptBudget(KeycloakSession session, RealmModel realm) {
        this(session.singleUseObjects(), realm);
    }

    AttemptBudget(SingleUseObjectProvider objects, RealmModel realm) {
        this.objects = objects;
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
        return IntStream.range(0, attempts)
                .anyMatch(i -> objects.putIfAbsent(key(user, i), window.toSeconds()));
    }

    /**
     * Gives back all attempts at once, even if the request fails afterwards.
     *
     * @param attempts how many there are
     */
    public void renew(UserModel user, int attempts) {
        IntStream.range(0, attempts).forEach(i -> objects.remove(key(user, i)));
    }

    private String key(UserModel user, int attempt) {
        return "authrealm.factor." + realm.getId() + '.' + user.getId() + '.' + attempt;
    }
}
