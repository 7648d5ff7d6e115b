package io.authrealm.sms;

import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.Provider;

/**
 * Sends text messages. The server has one sender, named by the option {@code
 * --spi-authrealm-sms--provider}, or none.
 *
 * <p>A message is sent on a background thread. The session from which the sender was taken may be
 * closed by then. So a sender keeps nothing of the session that its factory was given, except what
 * lives as long as the server, such as Keycloak's HTTP client. A sender opens no transaction, is
 * thread-safe, and keeps working after {@link #close()}.
 *
 * <p>Stable: within one Keycloak minor, releases of the pack only add to it.
 */
public interface SmsSender extends Provider {

    /** The sender of this server, or empty if none is configured. */
    static Optional<SmsSender> of(KeycloakSession session) {
        return Optional.ofNullable(session.getProvider(SmsSender.class));
    }

    /**
     * Sends one message, and waits until the gateway has accepted or refused it, but not until it
     * reaches the phone. It blocks for a bounded time. After {@link SmsResult.Failed} the message
     * is sent again with the same id. It may then arrive twice, because an answer can be lost after
     * the gateway has accepted the message.
     *
     * @return the result; a gateway's failure is not an exception
     */
    SmsResult send(SmsMessage message);

    @Override
    default void close() {}
}
