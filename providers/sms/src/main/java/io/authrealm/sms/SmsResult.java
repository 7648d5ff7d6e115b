package io.authrealm.sms;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came of sending a message. A reason is for the log: it contains neither the number nor the
 * text nor a secret.
 *
 * <p>Stable: within one Keycloak minor, releases of the pack only add to it.
 */
public sealed interface SmsResult {

    /**
     * The gateway has taken the message.
     *
     * @param providerId the gateway's own id of the message, or the message's where it has none
     */
    record Sent(String providerId) implements SmsResult {}

    /** The gateway will never take this message. */
    record Rejected(String reason) implements SmsResult {}

    /**
     * The gateway may take this message later.
     *
     * @param retryAfter how long the gateway wants to be left alone, an hour at most; null where it
     *     has not said
     */
    record Failed(String reason, @Nullable Duration retryAfter) implements SmsResult {

        public Failed(String reason) {
            this(reason, null);
        }
    }
}
