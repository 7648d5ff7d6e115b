package io.authrealm.api.store;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.models.UserModel;

/**
 * The clients that have signed users up a short while ago, and so have chosen their passwords. What
 * is remembered of an account counts as long as its password and its address stay, and is lost when
 * all nodes stop.
 */
public final class SignUpClients {

    /** Time to find the mail that follows a sign-up. */
    private static final Duration LIFETIME = Duration.ofDays(1);

    private static final String CLIENT = "client";
    private static final String ACCOUNT = "account";

    private final SingleUseObjectProvider objects;
    private final RealmModel realm;
    private final Optional<String> client;

    /**
     * @param arePrivateClients whether a private network address stands for one client
     */
    public SignUpClients(KeycloakSession session, RealmModel realm, boolean arePrivateClients) {
        this.objects = session.singleUseObjects();
        this.realm = realm;
        this.client = ClientAddress.of(session, arePrivateClients);
    }

    /**
     * Remembers that the client of this request has signed the user up. Nothing is remembered if
     * its address does not stand for one client.
     */
    public void add(UserModel user, AccountState state) {
        client.ifPresent(
                from ->
                        objects.put(
                                key(user),
                                LIFETIME.toSeconds(),
                                Map.of(CLIENT, from, ACCOUNT, state.fingerprint())));
    }

    /** Whether the client of this request has signed the user up and chosen the password. */
    public boolean contains(UserModel user, AccountState state) {
        Map<String, String> signedUp = objects.get(key(user));
        return signedUp != null
                && state.fingerprint().equals(signedUp.get(ACCOUNT))
                && client.filter(from -> from.equals(signedUp.get(CLIENT))).isPresent();
    }

    private String key(UserModel user) {
        return "authrealm.signup-client." + realm.getId() + '.' + user.getId();
    }
}
