package io.authrealm.api.store;

import io.authrealm.api.keycloak.ServerTime;
import io.authrealm.core.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;

/**
 * The WebAuthn ceremonies between their two requests. A ceremony is a single-use object under the
 * hash of its id. The second request takes it out, so a signature counts at most once. A request
 * that does not look at the signature puts the ceremony back. Ceremonies are lost when all nodes
 * stop.
 */
public final class Ceremonies {

    /** What a ceremony is for; it is worthless for anything else. */
    public enum Purpose {
        REGISTER_PASSKEY,
        REGISTER_SECURITY_KEY,
        SIGN_IN,
        STEP_UP,
        SIGN_UP
    }

    /**
     * A ceremony that has begun.
     *
     * @param challenge in base64url without padding
     * @param notes what the second request needs to know from the first
     */
    public record Ceremony(Purpose purpose, String challenge, Map<String, String> notes) {

        /** Hides the challenge. */
        @Override
        public String toString() {
            return "Ceremony[" + purpose + "]";
        }
    }

    /**
     * A ceremony that this request has taken out. If the request fails, the ceremony is gone.
     *
     * @param id that the client has sent
     * @param endsAt in seconds since 1970
     */
    public record Taken(String id, Ceremony ceremony, long endsAt) {

        /** Hides the id. */
        @Override
        public String toString() {
            return "Taken[" + ceremony + "]";
        }
    }

    private static final Duration LIFETIME = Duration.ofMinutes(5);
    private static final int CHALLENGE_BYTES = 32;

    private static final String REALM = "realm";
    private static final String PURPOSE = "purpose";
    private static final String CHALLENGE = "challenge";
    private static final String ENDS_AT = "ends";
    private static final String NOTE = "note.";

    private final SingleUseObjectProvider objects;
    private final RealmModel realm;

    public Ceremonies(KeycloakSession session, RealmModel realm) {
        this(session.singleUseObjects(), realm);
    }

    Ceremonies(SingleUseObjectProvider objects, RealmModel realm) {
        this.objects = objects;
        this.realm = realm;
    }

    /** A challenge that no other ceremony has, in base64url without padding. */
    public static String newChallenge() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(SecretGenerator.getInstance().randomBytes(CHALLENGE_BYTES));
    }

    /**
     * The id of the ceremony with this challenge. So a client that was not told the id still names
     * the ceremony by the challenge that its browser has signed.
     */
    public static String idOf(String challenge) {
        return UUID.nameUUIDFromBytes(challenge.getBytes(StandardCharsets.US_ASCII)).toString();
    }

    /** Begins a ceremony, which counts once the request is committed, and returns its id. */
    public String begin(Ceremony ceremony) {
        String id = idOf(ceremony.challenge());
        store(id, ceremony, ServerTime.seconds() + LIFETIME.toSeconds());
        return id;
    }

    private void store(String id, Ceremony ceremony, long endsAt) {
        Map<String, String> stored = new HashMap<>();
        stored.put(REALM, realm.getId());
        stored.put(PURPOSE, ceremony.purpose().name().toLowerCase(Locale.ROOT));
        stored.put(CHALLENGE, ceremony.challenge());
        stored.put(ENDS_AT, String.valueOf(endsAt));
        ceremony.notes().forEach((name, value) -> stored.put(NOTE + name, value));
        objects.put(key(id), endsAt - ServerTime.seconds(), stored);
    }

    /** The realm in which the ceremony was begun, for a request at the root. */
    public static Optional<String> realmOf(KeycloakSession session, String id) {
        return realmOf(session.singleUseObjects(), id);
    }

    private static Optional<String> realmOf(SingleUseObjectProvider objects, String id) {
        return Optional.ofNullable(objects.get(key(id))).map(stored -> stored.get(REALM));
    }

    /** Takes the ceremony out; nothing if it is unknown, taken, too old or another realm's. */
    public Optional<Taken> take(String id) {
        return realmOf(objects, id)
                .filter(realm.getId()::equals)
                .map(here -> objects.remove(key(id)))
                .map(stored -> read(id, stored))
                .filter(taken -> taken.endsAt() > ServerTime.seconds());
    }

    /**
     * Lets the client answer the ceremony later, because its answer was not looked at. It ends when
     * it would have ended.
     */
    public void putBack(Taken taken) {
        if (taken.endsAt() > ServerTime.seconds()) {
            store(taken.id(), taken.ceremony(), taken.endsAt());
        }
    }

    private static Taken read(String id, Map<String, String> stored) {
        Map<String, String> notes = new HashMap<>();
        stored.forEach(
                (name, value) -> {
                    if (name.startsWith(NOTE)) {
                        notes.put(name.substring(NOTE.length()), value);
                    }
                });
        Ceremony ceremony =
                new Ceremony(
                        Purpose.valueOf(stored.get(PURPOSE).toUpperCase(Locale.ROOT)),
                        stored.get(CHALLENGE),
                        notes);
        return new Taken(id, ceremony, Long.parseLong(stored.get(ENDS_AT)));
    }

    private static String key(String id) {
        return "authrealm.ceremony." + Sha256.hex(id.toLowerCase(Locale.ROOT));
    }
}
