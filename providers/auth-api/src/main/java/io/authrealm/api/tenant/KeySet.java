package io.authrealm.api.tenant;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import org.keycloak.jose.jwk.JWK;
import org.keycloak.util.JsonSerialization;

/**
 * A JSON Web Key Set (RFC 7517, section 5), as text: that of all tenants is written once for each
 * snapshot, and not for each request.
 *
 * @param keys the JSON array; Keycloak's representations have their own rules for names and absent
 *     members
 */
public record KeySet(@JsonRawValue String keys) {

    static KeySet of(List<JWK> keys) {
        try {
            return new KeySet(JsonSerialization.mapper.writeValueAsString(keys));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("keys cannot be written as JSON", e);
        }
    }
}
