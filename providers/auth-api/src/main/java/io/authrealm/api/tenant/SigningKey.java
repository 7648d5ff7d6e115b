package io.authrealm.api.tenant;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.keycloak.jose.jwk.JWK;
import org.keycloak.util.JsonSerialization;

/**
 * A public key that verifies access tokens.
 *
 * @param json as a JSON Web Key; Keycloak's representations have their own rules for names and
 *     absent members
 */
record SigningKey(String id, String json) {

    static SigningKey of(JWK key) {
        try {
            return new SigningKey(key.getKeyId(), JsonSerialization.mapper.writeValueAsString(key));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a key cannot be written as JSON", e);
        }
    }
}
