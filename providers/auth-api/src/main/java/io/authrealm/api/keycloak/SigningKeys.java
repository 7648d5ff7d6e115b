package io.authrealm.api.keycloak;

import org.keycloak.crypto.KeyUse;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.jose.jws.JWSInputException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Looks at a token's header before the server does. For a token that names no key, the server takes
 * the realm's active key of the header's algorithm, and creates one if there is none. So a stranger
 * could create keys of every algorithm in a realm.
 */
public final class SigningKeys {

    private SigningKeys() {}

    /**
     * Whether the header names a key that the realm has for this algorithm. Does not verify the
     * signature.
     */
    public static boolean areNamedBy(KeycloakSession session, RealmModel realm, String token) {
        try {
            var header = new JWSInput(token).getHeader();
            return header.getKeyId() != null
                    && header.getAlgorithm() != null
                    && session.keys()
                                    .getKey(
                                            realm,
                                            header.getKeyId(),
                                            KeyUse.SIG,
                                            header.getAlgorithm().name())
                            != null;
        } catch (JWSInputException e) {
            return false;
        }
    }
}
