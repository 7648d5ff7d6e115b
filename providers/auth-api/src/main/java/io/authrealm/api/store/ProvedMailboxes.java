package io.authrealm.api.store;

import io.authrealm.core.text.EmailSyntax;
import io.authrealm.core.text.Sha256;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;

/**
 * The addresses that somebody without an account has proved a short while ago. A proof counts only
 * for requests from the client address that it came from, because the request that it opens the way
 * to names nothing but the address. Proofs are lost when all nodes stop.
 */
public final class ProvedMailboxes {

    /** Time to fill in the rest of a form. */
    private static final Duration LIFETIME = Duration.ofHours(1);

    private static final String CLIENT = "client";

    private final SingleUseObjectProvider objects;
    private final RealmModel realm;
    private final Optional<String> client;

    /**
     * @param arePrivateClients whether a private network address stands for one client
     */
    public ProvedMailboxes(KeycloakSession session, RealmModel realm, boolean arePrivateClients) {
        this.objects = session.singleUseObjects();
        this.realm = realm;
        this.client = ClientAddress.of(session, arePrivateClients);
    }

    /**
     * Remembers that the client of this request has proved the address. Nothing is remembered if
     * its own address does not stand for one client.
     */
    public void add(String email) {
        client.ifPresent(
                from -> objects.put(key(email), LIFETIME.toSeconds(), Map.of(CLIENT, from)));
    }

    /** Whether the client of this request has proved the address. */
    public boolean contains(String email) {
        Map<String, String> proof = objects.get(key(email));
        return proof != null && client.filter(from -> from.equals(proof.get(CLIENT))).isPresent();
    }

    public void remove(String email) {
        objects.remove(key(email));
    }

    private String key(String email) {
        return "authrealm.mailbox."
                + realm.getId()
                + '.'
                + Sha256.hex(EmailSyntax.normalized(email));
    }
}
