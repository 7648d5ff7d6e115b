package io.authrealm.api.delivery;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderFactory;

/** Holds {@link Delivery} as long as the server lives. */
public final class DeliveryProviderFactory implements ProviderFactory<DeliveryProvider> {

    static final String ID = "authrealm";

    private Delivery delivery;

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public DeliveryProvider create(KeycloakSession session) {
        return () -> delivery;
    }

    @Override
    public void init(Config.Scope config) {
        delivery = Delivery.create();
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    /** Ends the threads of the outbox. */
    @Override
    public void close() {
        if (delivery != null) {
            delivery.outbox().close();
        }
    }
}
