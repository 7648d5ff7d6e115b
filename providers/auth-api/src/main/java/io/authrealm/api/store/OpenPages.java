package io.authrealm.api.store;

import io.authrealm.core.text.Sha256;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/**
 * The sign-ins that browsers go on with on Keycloak's pages. The pages do not look at the account
 * again, so they could change a password that was changed meanwhile. Therefore whatever ends all
 * sessions of a user ends the user's open pages too.
 *
 * <p>A user has a number of places for them, which are single-use objects. A place is claimed by
 * the one operation on them that is atomic on all nodes.
 */
public final class OpenPages {

    private static final int PLACES = 8;

    /** Longer than Keycloak keeps a sign-in on its pages. */
    private static final Duration LIFETIME = Duration.ofDays(1);

    private static final String ROOT = "root";

    private final KeycloakSession session;
    private final RealmModel realm;

    public OpenPages(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /**
     * Remembers a sign-in at once, even if the request fails later. The caller looks at the account
     * afterwards. So either the caller sees that it has changed, or {@link #close} sees the
     * sign-in. If there is no place, the sign-ins that have one end.
     *
     * @param rootId of the authentication session
     * @return false if others have taken all places at this moment; the sign-in must not go on
     */
    public boolean open(UserModel user, String rootId) {
        if (claim(user, rootId)) {
            return true;
        }
        close(user);
        return claim(user, rootId);
    }

    private boolean claim(UserModel user, String rootId) {
        return places(user)
                .filter(place -> objects().putIfAbsent(claimOf(place), LIFETIME.toSeconds()))
                .findFirst()
                .map(
                        place -> {
                            KeycloakModelUtils.runJobInTransaction(
                                    session.getKeycloakSessionFactory(),
                                    job ->
                                            job.singleUseObjects()
                                                    .put(
                                                            place,
                                                            LIFETIME.toSeconds(),
                                                            Map.of(ROOT, rootId)));
                            return true;
                        })
                .orElse(false);
    }

    /** Ends the sign-ins of the user on pages. */
    public void close(UserModel user) {
        places(user).forEach(this::close);
    }

    private void close(String place) {
        Map<String, String> notes = objects().remove(place);
        if (notes == null) {
            return;
        }
        RootAuthenticationSessionModel root =
                session.authenticationSessions()
                        .getRootAuthenticationSession(realm, notes.get(ROOT));
        if (root != null) {
            session.authenticationSessions().removeRootAuthenticationSession(realm, root);
        }
        objects().remove(claimOf(place));
    }

    private Stream<String> places(UserModel user) {
        String prefix = "authrealm.page." + Sha256.hex(realm.getId() + ' ' + user.getId()) + '.';
        return IntStream.range(0, PLACES).mapToObj(place -> prefix + place);
    }

    private static String claimOf(String place) {
        return place + ".claim";
    }

    private SingleUseObjectProvider objects() {
        return session.singleUseObjects();
    }
}
