package io.authrealm.api.keycloak;

import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.data.attestation.authenticator.COSEKey;
import io.authrealm.core.text.Sha256;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialPublicKeyConverter;
import org.keycloak.models.credential.WebAuthnCredentialModel;
import org.keycloak.models.credential.dto.WebAuthnCredentialData;
import org.keycloak.models.credential.dto.WebAuthnSecretData;

/** What Keycloak stores about a security key or passkey. */
final class StoredKeyData {

    private static final Logger LOG = Logger.getLogger(StoredKeyData.class);

    private static final CredentialPublicKeyConverter PUBLIC_KEYS =
            new CredentialPublicKeyConverter(new ObjectConverter());

    private static final String NO_AUTHENTICATOR = new UUID(0, 0).toString();

    /** In the form of COSE, a key on the curve P-256 without a point. It verifies nothing. */
    private static final String NO_KEY = "owECAyYgAQ";

    private static final String NO_ATTESTATION = "none";

    private static final long HIGHEST_COUNTER = 0xFFFF_FFFFL;

    private StoredKeyData() {}

    /** Reads a credential; nothing if Keycloak could not verify a signature with it. */
    static Optional<WebAuthnCredentialData> read(CredentialModel credential) {
        return StoredJson.read(credential.getCredentialData(), WebAuthnCredentialData.class)
                .filter(StoredKeyData::isUsable)
                .filter(
                        data ->
                                StoredJson.read(
                                                credential.getSecretData(),
                                                WebAuthnSecretData.class)
                                        .isPresent());
    }

    private static boolean isUsable(WebAuthnCredentialData data) {
        return !base64Url(data.getCredentialId()).isEmpty()
                && isUuid(data.getAaguid())
                && data.getCounter() >= 0
                && data.getCounter() <= HIGHEST_COUNTER
                && isPublicKey(data.getCredentialPublicKey());
    }

    private static boolean isUuid(String text) {
        try {
            return text != null && UUID.fromString(text) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isPublicKey(String stored) {
        if (stored == null) {
            return false;
        }
        try {
            COSEKey key = PUBLIC_KEYS.convertToEntityAttribute(stored);
            return key != null && key.getAlgorithm() != null && key.getPublicKey() != null;
        } catch (RuntimeException e) {
            // The library has many exceptions for what is no key, and some are of Java's own.
            LOG.debug("A stored key cannot be read", e);
            return false;
        }
    }

    /** The id of the key, in base64url without padding. */
    static String idOf(WebAuthnCredentialData data) {
        return base64Url(data.getCredentialId());
    }

    /**
     * Keycloak stores the id in the other alphabet, and reads it with line breaks too. No
     * authenticator has an empty id.
     */
    private static String base64Url(String stored) {
        try {
            return stored == null
                    ? ""
                    : Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(Base64.getMimeDecoder().decode(stored));
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** An id for a key that cannot be read. No authenticator has it, and it stays the same. */
    static String standInId(CredentialModel credential) {
        return Sha256.base64Url("authrealm key that cannot be read|" + credential.getId());
    }

    /** Makes a key of the credential that no authenticator has, and that verifies nothing. */
    static void standIn(CredentialModel credential) {
        byte[] id = Base64.getUrlDecoder().decode(standInId(credential));
        WebAuthnCredentialModel key =
                WebAuthnCredentialModel.create(
                        credential.getType(),
                        null,
                        NO_AUTHENTICATOR,
                        Base64.getEncoder().encodeToString(id),
                        null,
                        NO_KEY,
                        0,
                        NO_ATTESTATION);
        credential.setCredentialData(key.getCredentialData());
        credential.setSecretData(key.getSecretData());
    }
}
