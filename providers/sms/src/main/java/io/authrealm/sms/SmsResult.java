package io.authrealm.sms;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The result of sending a message. A reason is for the log: it contains neither the number nor the
 * text nor a secret.
 *
 * <p>Stable: within one Keycloak minor, releases of the pack only add to it.
 */
public sealed interface SmsResult {

    /**
     * The gateway has accepted the message.
     *
     * @param providerId the gateway's own id of the message, or the message's id if the gateway has
     *     none
     */
    record Sent(String providerId) implements SmsResult {}

    /** The gateway will never accept this message. */
    record Rejected(String reason) implements SmsResult {}

    /**
     * The gateway may accept this message later.
     *
     * @param retryAfter how long to wait before the next attempt, an hour at most; null if the
     *     gateway did not say
     */
    record Failed(String reason, @Nullable Duration retryAfter) implements SmsResult {

        public Failed(String reason) {
            this(reason, null);
        }
    }
}
