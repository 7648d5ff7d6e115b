package io.authrealm.api.service.users;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.crypto.Algorithm;
import org.keycloak.crypto.KeyUse;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Seals the position at which a page ends. The client can send it back but neither read nor change
 * it, because it may name a user whom the client must not see. A cursor is valid in its realm, for
 * its list with the same order and filters.
 */
public final class PageCursors {

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final String HMAC = "HmacSHA256";
    private static final String PURPOSE = "authrealm-cursor\n";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String SEPARATOR = "\n";

    /** Longer than any cursor: it fits the longest address and the longest id. */
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
     * @param position where the page ends, without line feeds
     */
    public String seal(String list, String... position) {
        byte[] nonce = SecretGenerator.getInstance().randomBytes(NONCE_BYTES);
        byte[] text = String.join(SEPARATOR, position).getBytes(StandardCharsets.UTF_8);
        try {
            byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, list, nonce).doFinal(text);
            byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + encrypted.length);
            System.arraycopy(encrypted, 0, sealed, NONCE_BYTES, encrypted.length);
            return encoded(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The position in {@code cursor}; nothing if it was not sealed for this list. */
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
        // The decoder ignores unused bits of the last letter, so several texts would be the same
        // cursor.
        if (sealed.length < NONCE_BYTES || !encoded(sealed).equals(cursor)) {
            return Optional.empty();
        }
        byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
        try {
            byte[] text =
                    cipher(Cipher.DECRYPT_MODE, list, nonce)
                            .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
            return Optional.of(
                    List.of(new String(text, StandardCharsets.UTF_8).split(SEPARATOR, -1)));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(byte[] sealed) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
    }

    private Cipher cipher(int mode, String list, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(list.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    /** Derived from the key with which the realm signs what only it reads. */
    private SecretKey key() throws GeneralSecurityException {
        Mac mac = Mac.getInstance(HMAC);
        mac.init(session.keys().getActiveKey(realm, KeyUse.SIG, Algorithm.HS512).getSecretKey());
        byte[] derived = mac.doFinal((PURPOSE + realm.getId()).getBytes(StandardCharsets.UTF_8));
        return new SecretKeySpec(derived, "AES");
    }
}
