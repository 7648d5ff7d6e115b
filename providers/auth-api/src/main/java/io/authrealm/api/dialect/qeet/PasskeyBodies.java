package io.authrealm.api.dialect.qeet;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.authrealm.api.service.passkey.Passkey;
import io.authrealm.api.service.passkey.PasskeyBeginResult;
import io.authrealm.api.service.passkey.PasskeyRegistration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The JSON objects that the routes for passkeys answer with. */
final class PasskeyBodies {

    private PasskeyBodies() {}

    /**
     * The options have the names of the W3C, and so has the member that holds them.
     *
     * @param mediation how the browser is to ask, in its own words; null for its default
     */
    record Ceremony(
            String sessionId,
            @JsonProperty("publicKey") Map<String, Object> publicKey,
            @JsonInclude(JsonInclude.Include.NON_NULL) String mediation) {

        Ceremony(String sessionId, Map<String, Object> publicKey) {
            this(sessionId, publicKey, null);
        }

        static Ceremony of(PasskeyBeginResult.Begun begun) {
            return new Ceremony(begun.sessionId(), begun.options(), begun.mediation().orElse(null));
        }

        /** Hides the ceremony. */
        @Override
        public String toString() {
            return "Ceremony";
        }
    }

    record Verified(boolean verified) {}

    record Key(
            String id,
            String userId,
            String kind,
            String name,
            List<String> transports,
            String credentialId,
            String deviceLabel,
            Instant lastUsedAt,
            Instant createdAt) {

        static Key of(Passkey key) {
            return new Key(
                    key.id(),
                    key.userId(),
                    word(key.kind()),
                    key.name(),
                    key.transports(),
                    key.credentialId(),
                    key.madeBy(),
                    key.lastUsedAt(),
                    key.createdAt());
        }

        private static String word(PasskeyRegistration.Kind kind) {
            return switch (kind) {
                case PASSKEY -> "passkey";
                case SECURITY_KEY -> "security_key";
            };
        }
    }
}
