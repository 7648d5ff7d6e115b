package io.authrealm.api.dialect.qeet;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.authrealm.api.service.apikeys.ApiKey;

/** The JSON objects that the routes of API keys answer with. */
final class ApiKeyBodies {

    private static final String SHOWN_ONCE =
            "Store this key in a safe place. It is not shown again.";

    private ApiKeyBodies() {}

    /**
     * A new key, in the forms that the clients expect: its members are at the top level too.
     *
     * @param key the whole key, as {@code raw} and {@code secret}
     */
    record Created(
            @JsonUnwrapped ApiKey members,
            ApiKey apiKey,
            String key,
            String raw,
            String secret,
            String warning) {

        static Created of(ApiKey made, String text) {
            return new Created(made, made, text, text, text, SHOWN_ONCE);
        }

        /** Hides the key. */
        @Override
        public String toString() {
            return "Created";
        }
    }
}
