package io.authrealm.api.users;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.keycloak.crypto.Algorithm;
import org.keycloak.crypto.KeyUse;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Seals the place where a page of a list has ended, so that the client can give it back and nobody
 * can change it. A cursor is good in its realm, and for its list with the same order and filters.
 */
public final class PageCursors {

    private static final String HMAC = "HmacSHA256";
    private static final int SEAL_BYTES = 16;
    private static final String SEPARATOR = "\n";

    /** Longer than a cursor with the longest address and the longest id. */
    private static final int MAX_LENGTH = 2048;

    private final KeycloakSession session;
    private final RealmModel realm;

    public PageCursors(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /**
     * Returns the cursor as base64url.
     *
     * @param list names the list with its order and filters
     * @param place what the next page has to begin with; without line feeds
     */
    public String seal(String list, String... place) {
        byte[] text = String.join(SEPARATOR, place).getBytes(StandardCharsets.UTF_8);
        byte[] sealed = Arrays.copyOf(sealOf(list, text), SEAL_BYTES + text.length);
        System.arraycopy(text, 0, sealed, SEAL_BYTES, text.length);
        return encoded(sealed);
    }

    /** The place in {@code cursor}; nothing where it was not sealed for this list. */
    public Optional<List<String>> open(String list, String cursor) {
        if (cursor.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        byte[] sealed;
        try {
            sealed = Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        // The last letter has bits that mean nothing, and the decoder takes them all.
        if (sealed.length < SEAL_BYTES || !encoded(sealed).equals(cursor)) {
            return Optional.empty();
        }
        byte[] text = Arrays.copyOfRange(sealed, SEAL_BYTES, sealed.length);
        return MessageDigest.isEqual(Arrays.copyOf(sealed, SEAL_BYTES), sealOf(list, text))
                ? Optional.of(
                        List.of(new String(text, StandardCharsets.UTF_8).split(SEPARATOR, -1)))
                : Optional.empty();
    }

    private static String encoded(byte[] sealed) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
    }

    private byte[] sealOf(String list, byte[] text) {
        SecretKey key =
                session.keys().getActiveKey(realm, KeyUse.SIG, Algorithm.HS512).getSecretKey();
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            String bound = "authrealm-cursor\n" + realm.getId() + SEPARATOR + list + SEPARATOR;
            mac.update(bound.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(mac.doFinal(text), SEAL_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
