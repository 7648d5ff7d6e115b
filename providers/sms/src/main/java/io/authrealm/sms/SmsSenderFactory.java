package io.authrealm.sms;

import org.keycloak.provider.ProviderFactory;

/**
 * Makes a sender. Keycloak initialises the factories of all senders, also of those that the server
 * does not use, so missing options are an error in {@link #postInit} of the one that is in use, and
 * nowhere else.
 *
 * <p>Stable: within one Keycloak minor, releases of the pack only add to it.
 */
public interface SmsSenderFactory extends ProviderFactory<SmsSender> {}
