package io.authrealm.api.mount;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Mounts the Authiqa dialect under {@code /realms/{realm}/authiqa}. */
public final class AuthiqaMount implements RealmResourceProviderFactory {

    static final String ID = "authiqa";

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return ApiMount.provider(session, Dialect.AUTHIQA);
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
