package io.authrealm.api.keycloak;

import java.io.IOException;
import java.util.Optional;
import org.keycloak.util.JsonSerialization;

/** The JSON texts of a stored credential. An admin can import a credential with any content. */
final class StoredJson {

    private StoredJson() {}

    /** What the text says; nothing if it says nothing, or not in this form. */
    static <T> Optional<T> read(String json, Class<T> type) {
        try {
            return json == null
                    ? Optional.empty()
                    : Optional.ofNullable(JsonSerialization.readValue(json, type));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
