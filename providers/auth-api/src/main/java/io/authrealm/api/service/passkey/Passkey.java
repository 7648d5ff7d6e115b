package io.authrealm.api.service.passkey;

import io.authrealm.api.keycloak.StoredKey;
import java.time.Instant;
import java.util.List;

/**
 * A key of a user, as its list shows it.
 *
 * @param id of the Keycloak credential
 * @param name what the user calls it; may be null
 * @param credentialId what the authenticator calls it, in base64url without padding
 * @param madeBy the password manager or the model that holds it; null if it is not known
 * @param lastUsedAt null if it was not used yet
 */
public record Passkey(
        String id,
        PasskeyRegistration.Kind kind,
        String userId,
        String name,
        List<String> transports,
        String credentialId,
        String madeBy,
        Instant lastUsedAt,
        Instant createdAt) {

    static Passkey of(StoredKey key, String userId, String madeBy, Instant lastUsedAt) {
        return new Passkey(
                key.id(),
                switch (key.kind()) {
                    case PASSKEY -> PasskeyRegistration.Kind.PASSKEY;
                    case SECURITY_KEY -> PasskeyRegistration.Kind.SECURITY_KEY;
                },
                userId,
                key.label(),
                key.transports(),
                key.credentialId(),
                madeBy,
                lastUsedAt,
                key.createdAt());
    }
}
