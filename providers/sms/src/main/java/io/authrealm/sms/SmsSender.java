package io.authrealm.sms;

import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.Provider;

/**
 * Sends text messages. The server has one sender, which the option {@code
 * --spi-authrealm-sms--provider} names, or none.
 *
 * <p>A message is sent on a background thread, while the session that the sender was taken from may
 * be closed already. A sender therefore keeps nothing of the session that its factory was given
 * except what lives as long as the server, such as Keycloak's HTTP client; it opens no transaction,
 * can be used by many threads at once, and goes on to work after {@link #close()}.
 *
 * <p>Stable: within one Keycloak minor, releases of the pack only add to it.
 */
public interface SmsSender extends Provider {

    /** The sender of this server, or nothing where none is configured. */
    static Optional<SmsSender> of(KeycloakSession session) {
        return Optional.ofNullable(session.getProvider(SmsSender.class));
    }

    /**
     * Sends one message, and waits until the gateway has taken or refused it; not until it is on
     * the phone. It blocks for a bounded time. A message may arrive twice where a result is {@link
     * SmsResult.Failed} and it is sent again, because an answer can be lost after the gateway has
     * taken the message; the id stays the same.
     *
     * @return what came of it; a gateway's failure is no exception
     */
    SmsResult send(SmsMessage message);

    @Override
    default void close() {}
}
