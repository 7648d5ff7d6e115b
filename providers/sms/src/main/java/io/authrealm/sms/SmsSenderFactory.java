package io.authrealm.sms;

import org.keycloak.provider.ProviderFactory;

/**
 * Creates a sender. Keycloak initialises the factories of all senders, even of those that the
 * server does not use. So report missing options only in {@link #postInit}, and only for the sender
 * that is in use.
 *
 * <p>Stable: within one Keycloak minor, releases of the pack only add to it.
 */
public interface SmsSenderFactory extends ProviderFactory<SmsSender> {

    @Override
    default void close() {}
}
