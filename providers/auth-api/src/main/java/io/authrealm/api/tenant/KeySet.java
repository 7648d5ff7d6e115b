package io.authrealm.api.tenant;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A JSON Web Key Set (RFC 7517, section 5), as text: that of all tenants is written once for each
 * snapshot, and not for each request.
 *
 * @param keys the JSON array
 */
public record KeySet(@JsonRawValue String keys) {

    static KeySet of(List<SigningKey> keys) {
        return new KeySet(
                keys.stream().map(SigningKey::json).collect(Collectors.joining(",", "[", "]")));
    }
}
