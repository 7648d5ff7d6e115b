package io.authrealm.api.keycloak;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import javax.crypto.Mac;
import org.keycloak.crypto.KeyUse;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Numbers that only the server can compute, from the secret with which the realm signs for itself.
 * The oldest such secret is taken, so that a rotation changes nothing until it is removed.
 */
public final class RealmMac {

    private RealmMac() {}

    /** 64 bytes that depend on the realm and on {@code text}. */
    public static byte[] of(KeycloakSession session, RealmModel realm, String text) {
        String algorithm = Constants.INTERNAL_SIGNATURE_ALGORITHM;
        KeyWrapper key =
                session.keys()
                        .getKeysStream(realm, KeyUse.SIG, algorithm)
                        .filter(candidate -> candidate.getSecretKey() != null)
                        .min(Comparator.comparingLong(KeyWrapper::getProviderPriority))
                        .orElseGet(() -> session.keys().getActiveKey(realm, KeyUse.SIG, algorithm));
        try {
            Mac mac = Mac.getInstance("HmacSHA512");
            mac.init(key.getSecretKey());
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("The realm has no usable secret", e);
        }
    }
}
