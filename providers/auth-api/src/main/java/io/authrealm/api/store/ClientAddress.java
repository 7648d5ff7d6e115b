package io.authrealm.api.store;

import io.authrealm.core.limits.AddressKey;
import io.authrealm.core.text.NumericAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;

/** Tells clients apart by their address. */
final class ClientAddress {

    private static final Logger LOG = Logger.getLogger(ClientAddress.class);

    private static final AtomicBoolean IS_REPORTED = new AtomicBoolean();

    private ClientAddress() {}

    /**
     * That of the client of this request. Nothing if it does not stand for one client: a proxy does
     * not tell which client it is, or the address is a private one, which a proxy or a front end
     * has that calls for everybody.
     *
     * @param arePrivateClients whether a private address stands for one client all the same
     */
    static Optional<String> of(KeycloakSession session, boolean arePrivateClients) {
        String address = session.getContext().getConnection().getRemoteAddr();
        Optional<String> client =
                NumericAddress.of(address)
                        .filter(any -> arePrivateClients || NumericAddress.isPublic(any))
                        .map(any -> AddressKey.of(address));
        if (client.isEmpty() && !IS_REPORTED.getAndSet(true)) {
            LOG.warnf(
                    "A request of somebody who signs up or proves an address came from %s, which"
                            + " stands for no one client. Such clients lose the password of their"
                            + " sign-up when they follow the link, and can sign up in CREDEBL only with a"
                            + " cookie."
                            + " Let the proxy pass on their addresses (--proxy-headers), or set"
                            + " private_clients of the realm. This is said once.",
                    address == null ? "no address in numbers" : address);
        }
        return client;
    }
}
