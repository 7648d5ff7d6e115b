package io.authrealm.api.store;

import io.authrealm.core.text.EmailSyntax;
import io.authrealm.core.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;

/**
 * The addresses that somebody without an account has proved a short while ago. The request that a
 * proof opens the way to names nothing but the address. So a proof counts only for requests with
 * the token that its client got, or from the client address that it came from. Proofs are lost when
 * all nodes stop.
 */
public final class ProvedMailboxes {

    /**
     * What a request shows of its client.
     *
     * @param address its own, if that stands for one client
     * @param token that it got when it proved an address
     */
    public record Client(Optional<String> address, Optional<String> token) {

        /** One that cannot be told from others. */
        public static final Client UNKNOWN = new Client(Optional.empty(), Optional.empty());

        /**
         * That of this request.
         *
         * @param arePrivateClients whether a private network address stands for one client
         * @param token that the request carries
         */
        public static Client of(
                KeycloakSession session, boolean arePrivateClients, Optional<String> token) {
            return new Client(ClientAddress.of(session, arePrivateClients), token);
        }

        /** Hides the token. */
        @Override
        public String toString() {
            return "Client";
        }
    }

    /** Time to fill in the rest of a form. */
    public static final Duration LIFETIME = Duration.ofHours(1);

    private static final String ADDRESS = "client";
    private static final String TOKEN = "token";
    private static final int TOKEN_BYTES = 32;

    private final SingleUseObjectProvider objects;
    private final RealmModel realm;
    private final Client client;

    public ProvedMailboxes(KeycloakSession session, RealmModel realm, Client client) {
        this.objects = session.singleUseObjects();
        this.realm = realm;
        this.client = client;
    }

    /**
     * Remembers that the client of this request has proved the address.
     *
     * @return a token that shows this again
     */
    public String add(String email) {
        String token =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(SecretGenerator.getInstance().randomBytes(TOKEN_BYTES));
        Map<String, String> proof = new HashMap<>();
        proof.put(TOKEN, Sha256.hex(token));
        client.address().ifPresent(address -> proof.put(ADDRESS, address));
        objects.put(key(email), LIFETIME.toSeconds(), proof);
        return token;
    }

    /** Lets a proof last from now on, if it is one of the client of this request. */
    public void renew(String email) {
        Map<String, String> proof = objects.get(key(email));
        if (isOfClient(proof)) {
            objects.put(key(email), LIFETIME.toSeconds(), proof);
        }
    }

    /** Whether the client of this request has proved the address. */
    public boolean contains(String email) {
        return isOfClient(objects.get(key(email)));
    }

    private boolean isOfClient(Map<String, String> proof) {
        return proof != null
                && (client.address().filter(is -> is.equals(proof.get(ADDRESS))).isPresent()
                        || client.token().filter(is -> isSame(is, proof.get(TOKEN))).isPresent());
    }

    private static boolean isSame(String token, String hash) {
        return hash != null
                && MessageDigest.isEqual(
                        Sha256.hex(token).getBytes(StandardCharsets.US_ASCII),
                        hash.getBytes(StandardCharsets.US_ASCII));
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
